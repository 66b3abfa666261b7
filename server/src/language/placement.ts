import type { Span } from '../diagnostics/span.js';
import type { Report } from './arrange-state.js';
import type { Attribute, BodyStatement, BudgetStatement, FoldStatement, TopStatement } from './ast.js';

/** An attribute that belongs to no statement: a target's own, or one in a wrong place. */
interface OwnAttribute {
  readonly type: 'attribute';
  readonly attribute: Attribute;
  readonly span: Span;
}

/** A statement wherever it stands; the grammar takes every statement everywhere, and `place` tells the wrong ones. */
export type AnyStatement = TopStatement | BodyStatement | BudgetStatement | FoldStatement | OwnAttribute;

type Place = 'file' | 'network' | 'block' | 'repeat' | 'target';

interface Placed {
  readonly top: TopStatement[];
  readonly body: BodyStatement[];
  readonly items: (BudgetStatement | FoldStatement)[];
  readonly attributes: Attribute[];
}

const TOP = 'outside of all braces';
const IN_NETWORK = 'inside the braces of a network or block';
const IN_TARGET = 'inside the braces of a target';

const BELONGS: Readonly<Record<AnyStatement['type'], { readonly to: readonly Place[]; readonly belongs: string }>> = {
  import: { to: ['file'], belongs: TOP },
  const: { to: ['file'], belongs: TOP },
  block: { to: ['file'], belongs: TOP },
  network: { to: ['file'], belongs: TOP },
  target: { to: ['file'], belongs: TOP },
  layer: { to: ['network', 'block', 'repeat'], belongs: IN_NETWORK },
  repeat: { to: ['network', 'block', 'repeat'], belongs: IN_NETWORK },
  defaults: { to: ['network', 'block'], belongs: IN_NETWORK },
  params: { to: ['network'], belongs: 'inside the braces of a network' },
  budget: { to: ['target'], belongs: IN_TARGET },
  fold: { to: ['target'], belongs: IN_TARGET },
  attribute: { to: ['target'], belongs: 'behind the layer or statement that it is for' },
};

/** Sorts statements by what they are, and tells those that cannot stand here; neighbours of one type are told once. */
export function place(found: readonly AnyStatement[], where: Place, report: Report): Placed {
  const placed: Placed = { top: [], body: [], items: [], attributes: [] };
  let told: string | undefined;
  for (const statement of found) {
    const { to, belongs } = BELONGS[statement.type];
    if (!to.includes(where)) {
      if (told !== statement.type) report('BNN116', headOf(statement), { what: titleOf(statement), belongs });
      told = statement.type;
      continue;
    }
    told = undefined;
    switch (statement.type) {
      case 'attribute':
        placed.attributes.push(statement.attribute);
        break;
      case 'budget':
      case 'fold':
        placed.items.push(statement);
        break;
      case 'layer':
      case 'repeat':
      case 'defaults':
      case 'params':
        placed.body.push(statement);
        break;
      case 'import':
      case 'const':
      case 'block':
      case 'network':
      case 'target':
        placed.top.push(statement);
        break;
    }
  }
  return placed;
}

/** The first word of a statement. */
function headOf(statement: AnyStatement): Span {
  if (statement.type === 'attribute') return statement.span;
  if (statement.type === 'layer') return statement.kind.span;
  const { start } = statement.span;
  return { start, end: start + statement.type.length };
}

function titleOf(statement: AnyStatement): string {
  if (statement.type === 'attribute') return `\`${statement.attribute.name.text}=\``;
  if (statement.type === 'layer') return `A layer (\`${statement.kind.text}\`)`;
  return `\`${statement.type}\``;
}
