import type { Location, Span } from '../../diagnostics/span.js';
import type { Environment } from '../evaluate.js';
import { asActivation, asType, MOST, MOST_ACTIVATION_BITS } from '../forms.js';
import type { Given, GivenAttributes } from '../given.js';
import type { Activation, Operation, Shape, Tensor } from '../graph.js';
import { wordMeant } from '../../language/synonyms.js';
import { typeNames } from '../../language/table.js';
import { BIPOLAR, typeByName, type QuantisedType } from '../quantised-type.js';
import { toNumber } from '../rational.js';
import { isGuessedShape } from '../shapes.js';
import { suggest } from '../suggest.js';
import type { Value } from '../values.js';

/** All that a layer's operation is resolved from. */
export interface Reading {
  /** Expanded. */
  readonly name: string;
  readonly kind: string;
  readonly nameSpan: Span;
  readonly given: GivenAttributes;
  /** Of the layer's own statement. */
  readonly env: Environment;
  readonly inputs: readonly LayerInput[];
  /** What stands in for values that could not be read; noted while they are read. */
  readonly guesses: Guesses;
}

/**
 * Which values of a layer stand in for what could not be read. One fault is one diagnostic: what is found wrong with a
 * stand-in is not told, and everything else of the layer is.
 */
export interface Guesses {
  /** The type of its activation. */
  activation: boolean;
  /** Another type, or a value that only widths and ranges depend on. */
  types: boolean;
  /** A value that the shape of its output depends on. */
  shape: boolean;
  /** One that its foldings depend on as well: channels, or taps of a window. */
  channels: boolean;
}

export interface LayerInput {
  readonly name: string;
  readonly at: Location;
  readonly tensor: Tensor | undefined;
}

/** What a layer computes, and the shape of its output. */
export interface Resolved {
  readonly operation: Operation;
  readonly shape: Shape;
}

/** Resolves one kind: reads all of its attributes, so that each is checked, and needs all of its inputs. */
export type ResolveOperation = (reading: Reading) => Resolved | undefined;

/** The value of an attribute, or undefined where it is missing or wrong, which has been reported. */
export function required<T>(reading: Reading, name: string, as: (given: Given) => T | undefined): T | undefined {
  const given = reading.given.get(name);
  return given && as(given);
}

/** The value of an attribute, `otherwise` where it is not given, undefined where it is wrong. */
export function optional<T>(
  reading: Reading,
  name: string,
  as: (given: Given) => T | undefined,
  otherwise: T,
): T | undefined {
  const given = reading.given.get(name);
  return given ? as(given) : otherwise;
}

/** Where a fault of an attribute stands: on it, or on the layer's name where the value comes from elsewhere. */
export function attributeSpan(reading: Reading, name: string): Span {
  const given = reading.given.get(name);
  return given && given.env === reading.env ? given.attribute.span : reading.nameSpan;
}

export interface Types {
  readonly weights: QuantisedType;
  readonly activation: Activation;
}

/** `weights` and `activation` of a layer with weights. */
export function readTypes(reading: Reading): Types {
  const weights = required(reading, 'weights', asType) ?? guessType(reading, 'weights', BIPOLAR);
  const activation = required(reading, 'activation', asActivation) ?? guessType(reading, 'activation', BIPOLAR);
  return { weights, activation: activation === 'none' ? undefined : activation };
}

/** `activation` of a kind that has `none` by default. */
export function readActivation(reading: Reading): { readonly activation: Activation } {
  const activation = optional(reading, 'activation', asActivation, 'none') ?? guessType(reading, 'activation', 'none');
  return { activation: activation === 'none' ? undefined : activation };
}

/** The type that was probably meant where none could be read: the nearest word, else `otherwise`. */
export function guessType<T>(reading: Reading, name: string, otherwise: T): QuantisedType | T {
  if (name === 'activation') reading.guesses.activation = true;
  else reading.guesses.types = true;
  const value = reading.given.get(name)?.value;
  const near =
    value?.type === 'word'
      ? typeByName(wordMeant(value.text, typeNames) ?? suggest(value.text, typeNames) ?? '')
      : undefined;
  return near && (name !== 'activation' || near.bits <= MOST_ACTIVATION_BITS) ? near : otherwise;
}

/** What stands in for a value that could not be read, and that only widths and ranges depend on. */
export function guessValue<T>({ guesses }: Reading, value: T): T {
  guesses.types = true;
  return value;
}

/** The same of a value that the shape of the output depends on. */
export function guessForShape<T>({ guesses }: Reading, value: T): T {
  guesses.shape = true;
  return value;
}

/**
 * The count that was probably meant where none could be read: the nearest of a number that is out of range or has a fraction,
 * else `otherwise`. The shape of the output depends on it.
 */
export function guessCount(reading: Reading, name: string, otherwise: number): number {
  reading.guesses.channels = true;
  return guessForShape(reading, nearestCount(reading.given.get(name)?.value) ?? otherwise);
}

/** The same of one count for every axis, or one per axis. */
export function guessPair(reading: Reading, name: string): readonly number[] {
  reading.guesses.channels = true;
  const value = reading.given.get(name)?.value;
  const items = value?.type === 'list' ? value.items.slice(0, 2) : [value];
  return guessForShape(reading, items.length === 0 ? [1] : items.map((item) => nearestCount(item) ?? 1));
}

function nearestCount(value: Value | undefined): number | undefined {
  if (value?.type !== 'number') return undefined;
  const number = Math.max(1, Math.floor(toNumber(value.number)));
  return number <= MOST ? number : undefined;
}

/** Whether a shape that this layer reads is a guess: then what does not suit it is no fault of the layer. */
export function readsGuess({ inputs }: Reading): boolean {
  return inputs.some(({ tensor }) => tensor && isGuessedShape(tensor));
}

/** The only input of a layer that has one. */
export function onlyInput(reading: Reading): Tensor | undefined {
  return reading.inputs[0]?.tensor;
}
