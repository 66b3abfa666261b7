import type { CompletionItem } from 'vscode-languageserver-types';
import { frameRate, fullCount, shortCount } from '../diagnostics/format-numbers.js';
import type { Layer } from '../network/graph.js';
import { matches } from '../network/patterns.js';
import type { Analysis, Design } from '../workspace/analysis.js';
import { foldingOf, lineOf } from './layer-lines.js';
import type { Placed } from './syntax.js';
import { consequence, legalValues } from './what-if.js';
import { CompletionItemKind } from './lsp-kinds.js';

/** Every legal pe or simd of the layers that the cursor's line is for, each with the frame rate and the LUTs it brings. */
export function foldingItems(analysis: Analysis, key: 'pe' | 'simd', placed: Placed | undefined): CompletionItem[] {
  const meant = layersMeant(analysis, placed);
  const values = meant ? legalValues(meant.design, meant.layers, key) : [];
  const now = meant && new Set(meant.layers.map((layer) => foldingOf(meant.design, layer)?.[key]));
  return [
    ...values.map((value, at) => valueItem(meant, key, value, at, now?.has(value) === true)),
    {
      label: 'auto',
      labelDetails: { description: 'the tool chooses' },
      kind: CompletionItemKind.Keyword,
      sortText: '2',
    },
  ];
}

function valueItem(
  meant: Meant | undefined,
  key: 'pe' | 'simd',
  value: number,
  at: number,
  current: boolean,
): CompletionItem {
  const brings = meant && consequence(meant.design, meant.layers, key, value);
  const item: CompletionItem = {
    label: String(value),
    kind: CompletionItemKind.Value,
    sortText: `1${String(at).padStart(4, '0')}`,
  };
  if (!brings) return item;
  return {
    ...item,
    labelDetails: { description: `${frameRate(brings.fps)}, ${shortCount(brings.lut)} LUT` },
    detail:
      `${fullCount(brings.cycles)} cycles a frame${brings.limits ? ', which sets the frame rate' : ''}` +
      (current ? '; as it is now' : ''),
  };
}

interface Meant {
  readonly design: Design;
  readonly layers: readonly Layer[];
}

function layersMeant(analysis: Analysis, placed: Placed | undefined): Meant | undefined {
  if (!placed) return undefined;
  const { statement, parents } = placed;
  if (statement.type === 'layer') return lineOf(analysis, statement, parents);
  if (statement.type !== 'fold' || !statement.pattern) return undefined;
  const target = parents.findLast((one) => one.type === 'target');
  const design = analysis.designs.find((one) => one.target?.statement === target);
  const pattern = statement.pattern.text;
  const layers = design?.network.layers.filter(
    (layer) => matches(pattern, layer.name) && foldingOf(design, layer)?.pe !== undefined,
  );
  return design && layers && layers.length > 0 ? { design, layers } : undefined;
}
