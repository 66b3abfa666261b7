import type { TextChange } from '../../language/text-change.js';
import type { LayerStatement } from '../../language/ast.js';
import { layerKinds } from '../../language/table.js';
import type { Layer, Shape } from '../../network/graph.js';
import { typeByName } from '../../network/quantised-type.js';
import { showShape } from '../../network/shapes.js';
import type { Analysis } from '../../workspace/analysis.js';
import { layerNamed, shapeAfter, type Candidate } from './attempt.js';
import { insert, setAttribute } from './fix.js';
import { indentOf, lineBreak } from '../lines.js';
import { freeName } from './placing.js';

/** What to try where layers that meet do not agree in shape or type. */

/** Types of weights to try where the sums are too wide, widest first. */
export const NARROWER_WEIGHTS = ['int8', 'int4', 'int2', 'ternary', 'bipolar'] as const;

/** Values whose activation can be of this many bits. */
const ACTIVATION_BITS = 8;

/**
 * Makes branches alike: changes the layer at the end of one to the map of another, by its filters (where channels
 * count), its stride and its pad.
 */
export function* mapsAlike(
  analysis: Analysis,
  branches: readonly { readonly layer: string }[],
  channelsCount: boolean,
): Generator<Candidate> {
  const layers = branches.flatMap(({ layer }) => layerNamed(analysis.program, layer) ?? []);
  for (const changed of layers) {
    for (const other of layers) {
      if (other === changed || !changed.output || !other.output || !isOwn(analysis, changed)) continue;
      const wanted = other.output.shape;
      const channels: Readonly<Record<string, string>> =
        channelsCount && changed.kind === 'conv' && changed.output.shape.channels !== wanted.channels
          ? { filters: String(wanted.channels) }
          : {};
      for (const window of windowsFor(changed, wanted)) yield* changing(changed, { ...channels, ...window });
    }
  }
}

/** What `stride` and `pad` may bring the map of a layer to a wanted one; nothing first. */
function windowsFor({ operation, output }: Layer, wanted: Shape): readonly Readonly<Record<string, string>>[] {
  if (!operation || !('stride' in operation) || !output) return [{}];
  const [rows, columns] = operation.stride;
  const ratio = output.shape.width / wanted.width;
  const stride = columns * ratio;
  const padded = operation.kind === 'conv' || operation.kind === 'dwconv' ? [{ pad: 'same' }] : [];
  if (rows !== columns || !(stride >= 1)) return [{}, ...padded];
  const near = [...new Set([Math.round(stride), Math.floor(stride), Math.ceil(stride)])].filter(
    (one) => one !== columns,
  );
  const strides = near.map((one) => ({ stride: String(one) }));
  return [{}, ...strides, ...padded, ...strides.flatMap((one) => padded.map((pad) => ({ ...one, ...pad })))];
}

function changing({ statement, name }: Layer, values: Readonly<Record<string, string>>): readonly Candidate[] {
  const written = Object.entries(values);
  const edits = written.flatMap(([attribute, value]) => setAttribute(statement, attribute, value) ?? []);
  if (written.length === 0 || edits.length !== written.length) return [];
  const shown = statement.name?.text ?? name;
  const title = `Set ${written.map(([attribute, value]) => `${attribute}=${value}`).join(' ')} of ${shown}`;
  return [{ title: (after) => title + shapeAfter(after, shown), edits }];
}

/** Gives all branches the type of one of them, by their `activation`, or the `type` of an input. */
export function* sameTypes(
  analysis: Analysis,
  branches: readonly { readonly layer: string; readonly type: string }[],
): Generator<Candidate> {
  for (const type of new Set(branches.map((branch) => branch.type))) {
    const known = typeByName(type);
    if (!known || known.bits > ACTIVATION_BITS) continue;
    const others = branches.filter((branch) => branch.type !== type);
    const edits = others.flatMap(({ layer }) => typeEdit(analysis, layerNamed(analysis.program, layer), type) ?? []);
    if (edits.length < others.length) continue;
    const names = others.map(({ layer }) => layer).join(' and ');
    yield { title: `Make ${names} ${type}`, edits };
  }
}

function typeEdit(analysis: Analysis, layer: Layer | undefined, type: string): TextChange | undefined {
  if (!layer || !isOwn(analysis, layer)) return undefined;
  if (layer.kind === 'input') return setAttribute(layer.statement, 'type', type);
  const takes = layerKinds.get(layer.kind)?.attributes.some(({ name }) => name === 'activation') ?? false;
  return takes ? setAttribute(layer.statement, 'activation', type) : undefined;
}

/** Where a window wants a map, and the vector that it reads is an input: the maps that the vector may be. */
export function* shapeOfInput(analysis: Analysis, reader: string): Generator<Candidate> {
  for (const network of analysis.program.networks) {
    const layer = network.layers.find(({ name }) => name === reader);
    const read = layer && network.layers[layer.inputs[0] ?? -1];
    const values = read?.output?.shape.channels;
    if (read?.kind !== 'input' || values === undefined || !isOwn(analysis, read)) continue;
    for (const channels of [1, 3]) {
      const side = Math.sqrt(values / channels);
      if (!Number.isInteger(side) || side < 2) continue;
      yield* changing(read, { shape: showShape({ height: side, width: side, channels, rank: 2 }) });
    }
    yield* changing(read, { shape: showShape({ height: 1, width: values, channels: 1, rank: 1 }) });
  }
}

/** A global average before a layer that wants one value a class. */
export function poolBefore(analysis: Analysis, layer: LayerStatement): readonly Candidate[] {
  const from = layer.attributes.find(({ name }) => name.text === 'from');
  if (from && from.value?.type !== 'word') return [];
  const name = freeName(analysis, 'average');
  const source = from?.value?.type === 'word' ? ` from=${from.value.text}` : '';
  const line = `globalavgpool ${name}${source}${lineBreak(analysis)}${indentOf(analysis, layer.span.start)}`;
  const edits = [insert(layer.span.start, line)];
  const reading = from && setAttribute(layer, 'from', name);
  return [
    {
      title: (after) => `Add globalavgpool ${name} before it${shapeAfter(after, name)}`,
      edits: reading ? [...edits, reading] : edits,
    },
  ];
}

/** Whether a layer's own line stands in this text. */
function isOwn(analysis: Analysis, layer: Layer): boolean {
  return layer.uri === analysis.uri;
}
