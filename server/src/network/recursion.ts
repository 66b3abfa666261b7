import type { BlockStatement, Body, LayerStatement } from '../language/ast.js';
import { report } from './faults.js';
import type { Declared, FileScope } from './file-scope.js';

/** Chains longer than this are cut; expansion has a lower limit of its own. */
const MOST_DEPTH = 1000;

type Block = Declared<BlockStatement>;

/** Reports each circle of blocks that contain each other once, where it closes. */
export function reportRecursion(files: readonly FileScope[]): void {
  const done = new Set<BlockStatement>();
  const open: Block[] = [];
  const visit = (block: Block): void => {
    if (open.length > MOST_DEPTH) return;
    open.push(block);
    for (const instance of instancesIn(block.statement.body)) {
      const inner = block.file.blocks.get(instance.kind.text);
      if (!inner || done.has(inner.statement)) continue;
      const at = open.findIndex((each) => each.statement === inner.statement);
      if (at < 0) visit(inner);
      else {
        const chain = [...open.slice(at), inner].map((each) => each.name.text);
        report(block.file, 'BNN216', instance.kind.span, { chain });
      }
    }
    open.pop();
    done.add(block.statement);
  };
  for (const file of files) {
    for (const block of file.blocks.values()) if (block.file === file && !done.has(block.statement)) visit(block);
  }
}

function instancesIn(body: Body): LayerStatement[] {
  return body.statements.flatMap((statement) => {
    if (statement.type === 'repeat') return instancesIn(statement.body);
    return statement.type === 'layer' ? [statement] : [];
  });
}
