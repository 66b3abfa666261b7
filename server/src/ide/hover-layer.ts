import { explainNamed } from '../estimate/explain.js';
import type { FormulaLine } from '../hardware/pipeline.js';
import type { LayerStatement } from '../language/ast.js';
import type { Layer } from '../network/graph.js';
import type { QuantisedType } from '../network/quantised-type.js';
import type { Analysis, Design } from '../workspace/analysis.js';
import { frameRate, fullCount, percent, significant } from '../diagnostics/format-numbers.js';
import { engineCells } from './inlay-hints.js';
import { latencyText } from './latency-text.js';
import { costOf, foldingOf, lineOf, type LayerLine } from './layer-lines.js';
import { code, escapeMarkdown, table } from './markdown.js';
import type { MeasuredView } from './measured-view.js';
import type { AnyStatement } from './syntax.js';
import { tensorText } from './tensor-text.js';

/** A layer: shape in and out, arithmetic, engines, the formulas with its numbers put in, its share of the interval. */
export function layerHover(
  analysis: Analysis,
  statement: LayerStatement,
  parents: readonly AnyStatement[],
  view?: MeasuredView,
): readonly (string | undefined)[] | undefined {
  const documentation = statement.documentation === undefined ? undefined : escapeMarkdown(statement.documentation);
  const line = lineOf(analysis, statement, parents);
  const layer = line?.layers[0];
  if (!line || !layer) return documentation === undefined ? undefined : [documentation];
  const cost = view && costOf(line);
  const measured = cost && view.line(line, cost)?.details;
  return line.layers.length > 1
    ? [documentation, ...groupHover(line, statement), ...(measured ?? [])]
    : [
        documentation,
        ...oneLayerHover(line.design, layer),
        ...costHover(line),
        ...(measured ?? []),
        ...formulas(line.design, layer),
      ];
}

/** The same for a layer that is named somewhere else (`from=`, a reference). */
export function namedLayerHover(design: Design, layer: Layer): readonly (string | undefined)[] {
  const line: LayerLine = { statement: layer.statement, design, layers: [layer], instance: false };
  return [...oneLayerHover(design, layer), ...costHover(line)];
}

function oneLayerHover(design: Design, layer: Layer): (string | undefined)[] {
  const inputs = layer.inputTensors.map(tensorText).join(', ');
  const folding = foldingOf(design, layer);
  const folds = (['pe', 'simd'] as const).flatMap((key) => {
    const value = folding?.[key];
    if (value === undefined) return [];
    return [`${key}=${value}${design.folded.chosen[layer.index]?.[key] ? ' (chosen by the tool)' : ''}`];
  });
  return [
    `**${escapeMarkdown(layer.name)}** ${code(layer.kind)}: ${inputs === '' ? '' : `${escapeMarkdown(inputs)} -> `}${escapeMarkdown(tensorText(layer.output))}`,
    arithmetic(layer),
    folds.length > 0 ? `Folding: ${folds.join(', ')}.` : undefined,
  ];
}

/** What is multiplied with what, and how wide the sums are. */
function arithmetic(layer: Layer): string | undefined {
  const { operation, accumulator } = layer;
  const input = layer.inputTensors[0]?.type;
  const sums = accumulator ? ` Accumulator: ${accumulator.bits} bits, ${range(accumulator)}.` : '';
  if (!operation || !input) return undefined;
  switch (operation.kind) {
    case 'dense':
    case 'conv':
    case 'dwconv': {
      const how =
        input.bipolar && operation.weights.bipolar
          ? 'XNOR and popcount'
          : input.name === 'binary' || operation.weights.name === 'binary'
            ? 'selected by the binary operand and added'
            : operation.weights.name === 'ternary' || operation.weights.bipolar
              ? 'added, subtracted or left out'
              : 'multiplied and added';
      const steps = operation.activation
        ? `, then ${thresholds(operation.activation)} a channel`
        : ', carried as they are';
      return `${escapeMarkdown(input.name)} inputs x ${escapeMarkdown(operation.weights.name)} weights, ${how}${steps}.${sums}`;
    }
    case 'add':
    case 'avgpool':
    case 'globalavgpool':
      return sums === '' ? undefined : sums.trim();
    case 'threshold':
      return `${thresholds(operation.activation)} a channel.`;
    default:
      return undefined;
  }
}

function thresholds(type: QuantisedType): string {
  const count = type.bipolar ? 1 : type.hi - type.lo;
  return `${fullCount(count)} threshold${count === 1 ? '' : 's'}`;
}

function range({ lo, hi }: QuantisedType): string {
  return `${fullCount(lo)} to ${fullCount(hi)}`;
}

function costHover(line: LayerLine): (string | undefined)[] {
  const cost = costOf(line);
  if (!cost) return [];
  const { estimate } = line.design;
  const share = estimate.intervalCycles > 0 ? cost.cycles / estimate.intervalCycles : 0;
  const engines = cost.estimates.flatMap((one) => one.engines).slice(0, MAX_ENGINES);
  return [
    `${fullCount(cost.cycles)} cycles a frame (${frameRate(cost.fps)}), ${percent(share)} of the frame interval of ${fullCount(estimate.intervalCycles)}` +
      `${cost.bottleneck ? ': **the bottleneck**' : ''}.`,
    `The whole frame has a latency of ${latencyText(estimate)}.`,
    cost.replaced
      ? 'The wished pe or simd is not legal: the numbers (~) are of the nearest legal one below.'
      : undefined,
    cost.guessed
      ? 'A value that is missing or cannot be read, here or above, counts as the one that was probably meant: the numbers (~) are not sure.'
      : undefined,
    table(
      ['engine', 'cycles', 'LUT', 'FF', 'BRAM18', 'URAM', 'DSP'],
      engines.map((engine) => [code(engine.name), fullCount(engine.cycles), ...engineCells(engine)]),
    ),
  ];
}

const MAX_ENGINES = 24;

function formulas(design: Design, layer: Layer): (string | undefined)[] {
  return explainNamed(design.estimate, layer.name).flatMap(({ row, lines }) =>
    lines.length === 0 ? [] : [`${code(row.name)}\n\n${lines.map((line) => `- ${formulaText(line)}`).join('\n')}`],
  );
}

/** `cycles = (units/pe) * (in/simd) = (64/16) * (576/32) = 72 cycles [source]`. */
function formulaText({ what, formula, substituted, value, unit, source }: FormulaLine): string {
  const shown = Number.isInteger(value) ? fullCount(value) : significant(value);
  const source_ = source === '' ? '' : ` (${escapeMarkdown(source)})`;
  return `${escapeMarkdown(what)}: ${code(formula)} = ${code(substituted)} = **${shown}** ${escapeMarkdown(unit)}${source_}`;
}

/** A line that expands to several layers: an instance of a block, or the body of a repeat. */
function groupHover(line: LayerLine, statement: LayerStatement): (string | undefined)[] {
  const { layers, design } = line;
  const first = layers[0];
  const last = layers.at(-1);
  const rows = layers.slice(0, MAX_ENGINES).map((layer) => {
    const folding = foldingOf(design, layer);
    const cycles = design.estimate.layers[layer.index]?.cycles;
    return [
      code(layer.name),
      escapeMarkdown(tensorText(layer.output)),
      folding?.pe === undefined ? '' : String(folding.pe),
      folding?.simd === undefined ? '' : String(folding.simd),
      cycles === undefined ? '' : fullCount(cycles),
    ];
  });
  const cost = costOf(line);
  return [
    `**${escapeMarkdown(statement.name?.text ?? '')}** ${code(statement.kind.text)}: ${layers.length} layers, ` +
      `${escapeMarkdown(tensorText(first?.inputTensors[0]))} -> ${escapeMarkdown(tensorText(last?.output))}`,
    table(['layer', 'output', 'pe', 'simd', 'cycles'], rows),
    layers.length > MAX_ENGINES ? `and ${layers.length - MAX_ENGINES} more layers` : undefined,
    cost &&
      `Slowest: ${fullCount(cost.cycles)} cycles (${frameRate(cost.fps)}). Together ${fullCount(cost.resources.lut)} LUT, ${fullCount(cost.resources.bram18)} BRAM18, ${fullCount(cost.resources.dsp)} DSP.`,
  ];
}
