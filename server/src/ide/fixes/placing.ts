import type { TextChange } from '../../language/text-change.js';
import { layerKinds } from '../../language/table.js';
import type { Body } from '../../language/ast.js';
import type { Analysis } from '../../workspace/analysis.js';
import { bodyOf, statementsOf, type AnyStatement, type Placed } from '../syntax.js';
import { breakBefore, indentOf, lineBreak } from '../lines.js';
import { insert, wholeLines } from './fix.js';

/** A name that nothing in the text has yet: the word, or the word and the first number that is free. */
export function freeName({ file }: Analysis, word: string): string {
  const taken = new Set(
    statementsOf(file).flatMap(({ statement }) => ('name' in statement ? [statement.name?.text] : [])),
  );
  if (!taken.has(word)) return word;
  let number = 2;
  while (taken.has(`${word}_${number}`)) number++;
  return `${word}_${number}`;
}

/** What a layer that reads several most likely reads: `[a, b]`, the two above it; one that reads one, the one above. */
export function layersRead(placed: Placed): string | undefined {
  const { statement } = placed;
  if (statement.type !== 'layer') return undefined;
  const above = (bodyAround(placed)?.statements ?? []).flatMap((one) =>
    one.type === 'layer' && one.span.end <= statement.span.start && one.kind.text !== 'output'
      ? (one.name?.text ?? [])
      : [],
  );
  const [second, first] = above.slice(-2);
  if (!layerKinds.get(statement.kind.text)?.attributes.some(({ name, required }) => name === 'from' && required)) {
    return above.at(-1);
  }
  return second === undefined || first === undefined ? undefined : `[${second}, ${first}]`;
}

/** The body that a statement stands in directly. */
export function bodyAround({ parents }: Placed): Body | undefined {
  const around = parents.at(-1);
  return around && bodyOf(around);
}

/** A line at the top of a body, indented as the first statement there. */
export function atTop(analysis: Analysis, body: Body, line: string): TextChange | undefined {
  const [first] = body.statements;
  if (first) {
    return insert(first.span.start, `${line}${breakBefore(analysis, first.span.start)}`);
  }
  return body.braces && insert(body.braces.start + 1, ` ${line}`);
}

/** Takes a statement with its lines from where it stands, and puts it before another. */
export function moved(analysis: Analysis, statement: AnyStatement, before: number): readonly TextChange[] {
  const lines = wholeLines(analysis, statement.span);
  const text = analysis.text.slice(statement.span.start, statement.span.end);
  const ownLines = lines.end > statement.span.end || lines.start < statement.span.start;
  const put = ownLines ? `${text}${lineBreak(analysis)}${indentOf(analysis, before)}` : `${text} `;
  return [insert(before, put), { span: lines, text: '' }];
}
