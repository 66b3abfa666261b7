import { report } from '../faults.js';
import type { Tensor } from '../graph.js';
import { sameMap, sameShape, showShape } from '../shapes.js';
import { attributeSpan, readActivation, readsGuess, type LayerInput, type Reading, type Resolved } from './reading.js';

type KnownInput = LayerInput & { readonly tensor: Tensor };

/** Adds layers of equal shape, element by element. */
export function resolveAdd(reading: Reading): Resolved | undefined {
  const activation = readActivation(reading);
  const known = knownInputs(reading);
  const [first] = known;
  if (!first) return undefined;
  if (!known.every((input) => sameShape(input.tensor.shape, first.tensor.shape))) {
    if (readsGuess(reading)) return undefined;
    report(reading.env, 'BNN305', attributeSpan(reading, 'from'), shapesOf(reading, known), places(known));
    return undefined;
  }
  if (known.length < Math.max(2, reading.inputs.length)) return undefined;
  return { operation: { kind: 'add', ...activation }, shape: first.tensor.shape };
}

/** Puts the channels of maps of equal size and type behind each other, in the order of `from`. */
export function resolveConcat(reading: Reading): Resolved | undefined {
  const known = knownInputs(reading);
  const [first] = known;
  if (!first) return undefined;
  if (!known.every((input) => sameMap(input.tensor.shape, first.tensor.shape))) {
    if (readsGuess(reading)) return undefined;
    report(reading.env, 'BNN306', attributeSpan(reading, 'from'), shapesOf(reading, known), places(known));
    return undefined;
  }
  const sure = known.filter(({ tensor }) => !tensor.guessed);
  if (!sure.every((input) => input.tensor.type.name === sure[0]?.tensor.type.name)) {
    const types = known.map((input) => ({ layer: input.name, type: input.tensor.type.name }));
    const related = known.map((input) => ({ ...input.at, message: `${input.name} is ${input.tensor.type.name}` }));
    report(reading.env, 'BNN307', attributeSpan(reading, 'from'), { name: reading.name, types }, related);
    return undefined;
  }
  if (known.length < Math.max(2, reading.inputs.length)) return undefined;
  const channels = known.reduce((sum, input) => sum + input.tensor.shape.channels, 0);
  return { operation: { kind: 'concat' }, shape: { ...first.tensor.shape, channels } };
}

function knownInputs(reading: Reading): readonly KnownInput[] {
  return reading.inputs.filter((input): input is KnownInput => input.tensor !== undefined);
}

function shapesOf(
  reading: Reading,
  known: readonly KnownInput[],
): { name: string; shapes: { layer: string; shape: string }[] } {
  const shapes = known.map((input) => ({ layer: input.name, shape: showShape(input.tensor.shape) }));
  return { name: reading.name, shapes };
}

function places(known: readonly KnownInput[]): { uri: string; span: LayerInput['at']['span']; message: string }[] {
  return known.map((input) => ({ ...input.at, message: `${input.name} is ${showShape(input.tensor.shape)}` }));
}
