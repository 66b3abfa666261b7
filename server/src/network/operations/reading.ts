import type { Location, Span } from '../../diagnostics/span.js';
import type { Environment } from '../evaluate.js';
import { asActivation, asType } from '../forms.js';
import type { Given, GivenAttributes } from '../given.js';
import type { Activation, Operation, Shape, Tensor } from '../graph.js';
import type { QuantisedType } from '../quantised-type.js';

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
export function readTypes(reading: Reading): Types | undefined {
  const weights = required(reading, 'weights', asType);
  const activation = required(reading, 'activation', asActivation);
  return weights && activation && { weights, activation: activation === 'none' ? undefined : activation };
}

/** `activation` of a kind that has `none` by default; wrapped, for `none` is undefined. */
export function readActivation(reading: Reading): { readonly activation: Activation } | undefined {
  const activation = optional(reading, 'activation', asActivation, 'none');
  return activation && { activation: activation === 'none' ? undefined : activation };
}

/** The only input of a layer that has one. */
export function onlyInput(reading: Reading): Tensor | undefined {
  return reading.inputs[0]?.tensor;
}
