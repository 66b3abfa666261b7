import type { Position, SelectionRange } from 'vscode-languageserver-types';
import { touches, type Span } from '../diagnostics/span.js';
import type { Analysis } from '../workspace/analysis.js';
import { attributesOf, bracesOf, expressionsOf, partsOf, statementAt } from './syntax.js';

/** For each position the spans around it, from the word to the whole file: what "expand selection" walks through. */
export function selectionRanges(analysis: Analysis, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    const spans = spansAround(analysis, analysis.lines.offset(position));
    let found: SelectionRange | undefined;
    for (const span of spans) {
      const range = analysis.lines.range(span);
      found = found ? { range, parent: found } : { range };
    }
    return found ?? { range: { start: position, end: position } };
  });
}

/** Outermost first, each strictly larger than the next. */
function spansAround({ file, text }: Analysis, offset: number): Span[] {
  const spans: Span[] = [{ start: 0, end: text.length }];
  const placed = statementAt(file, offset);
  const around = placed ? [...placed.parents, placed.statement] : [];
  for (const statement of around) {
    spans.push(statement.span);
    const braces = bracesOf(statement);
    if (braces) spans.push(braces, { start: braces.start + 1, end: Math.max(braces.start + 1, braces.end - 1) });
  }
  if (placed) {
    for (const attribute of attributesOf(placed.statement)) spans.push(attribute.span, attribute.name.span);
    for (const expression of expressionsOf(placed.statement))
      for (const part of partsOf(expression)) {
        spans.push(part.span);
        if (part.type === 'string')
          spans.push({ start: part.span.start + 1, end: Math.max(part.span.start + 1, part.span.end - 1) });
      }
  }
  const word = wordAt(text, offset);
  if (word) spans.push(word);
  const held = spans.filter((span) => touches(span, offset)).sort((a, b) => b.end - b.start - (a.end - a.start));
  const nested: Span[] = [];
  for (const span of held) {
    const outer = nested.at(-1);
    const inside = !outer || (outer.start <= span.start && span.end <= outer.end);
    if (inside && (!outer || outer.end - outer.start > span.end - span.start)) nested.push(span);
  }
  return nested;
}

function wordAt(text: string, offset: number): Span | undefined {
  let start = offset;
  let end = offset;
  while (start > 0 && /\w/.test(text.charAt(start - 1))) start--;
  while (end < text.length && /\w/.test(text.charAt(end))) end++;
  return end > start ? { start, end } : undefined;
}
