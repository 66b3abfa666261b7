import { loadFiles } from '../network/file-scope.js';
import { valueOfConst } from '../network/evaluate.js';
import { noFaults } from '../network/faults.js';
import { symbolAt } from '../network/symbols.js';
import { showValue } from '../network/values.js';
import type { Analysis } from '../workspace/analysis.js';
import { namedLayerHover } from './hover-layer.js';
import { designSummary } from './hover-target.js';
import { codeBlock, escapeMarkdown, type HoverText } from './markdown.js';
import { symbolsIn, treesOf, type Definition } from './symbol-index.js';
import { statementAt } from './syntax.js';

/** What a name stands for: the value of a const, the head of a block, a layer's numbers, a network's estimate. */
export function definitionHover(analysis: Analysis, offset: number): HoverText | undefined {
  const found = symbolAt(symbolsIn(analysis), offset);
  if (!found?.definition) return undefined;
  const { definition, span } = found;
  const documentation = definition.documentation === undefined ? undefined : escapeMarkdown(definition.documentation);
  return { span, parts: [...describe(analysis, definition, offset), documentation] };
}

function describe(analysis: Analysis, definition: Definition, offset: number): readonly (string | undefined)[] {
  switch (definition.kind) {
    case 'const':
      return [constText(analysis, definition)];
    case 'parameter': {
      const owner = definition.owner ? ` of the block ${escapeMarkdown(definition.owner.name)}` : '';
      return [codeBlock(sourceOf(analysis, definition)), `Parameter${owner}.`];
    }
    case 'block':
      return [codeBlock(headOf(sourceOf(analysis, definition)))];
    case 'network': {
      const design = analysis.shown.get(definition.name);
      const title = `**network ${escapeMarkdown(definition.name)}**`;
      return design ? designSummary(title, design) : [title];
    }
    case 'target':
      return [`**target ${escapeMarkdown(definition.name)}**`];
    case 'layer':
      return layerText(analysis, definition, offset);
  }
}

/** `const WIDTH = 2*32`, and what it comes to where that is not what is written. */
function constText(analysis: Analysis, definition: Definition): string {
  const written = sourceOf(analysis, definition);
  const scope = loadFiles(definition.at.uri, treesOf(analysis), noFaults());
  const entry = scope?.consts.get(definition.name);
  const value = scope && entry ? showValue(valueOfConst(entry, scope)) : '?';
  const plain = written.replace(/^const\s+\w+\s*=\s*/, '').trim();
  return codeBlock(
    value === '?' || value === plain || /[A-Za-z%]$/.test(plain) ? written : `${written}  // = ${value}`,
  );
}

/** A layer named in `from=`, in a pattern or in a target: its numbers in the design that is meant there. */
function layerText(analysis: Analysis, definition: Definition, offset: number): readonly (string | undefined)[] {
  const placed = statementAt(analysis.file, offset);
  const top = placed ? (placed.parents[0] ?? placed.statement) : undefined;
  const inTarget = analysis.designs.find(({ target }) => top?.type === 'target' && target?.statement === top);
  for (const design of inTarget ? [inTarget] : analysis.shown.values()) {
    const layer = design.network.layers.find(
      (one) => one.uri === definition.at.uri && one.statement.span.start === definition.statement.start,
    );
    if (layer) return namedLayerHover(design, layer);
  }
  return [codeBlock(sourceOf(analysis, definition))];
}

function sourceOf(analysis: Analysis, { at, statement }: Definition): string {
  const text = at.uri === analysis.uri ? analysis.text : (analysis.imports.get(at.uri)?.text ?? '');
  return text.slice(statement.start, statement.end);
}

/** `block residual(width, step=1)`. */
function headOf(source: string): string {
  const brace = source.indexOf('{');
  return (brace < 0 ? source : source.slice(0, brace)).trim();
}
