import type { Attribute } from '../language/ast.js';
import { attributeMeant } from '../language/synonyms.js';
import type { AttributeSpec } from '../language/table-types.js';
import type { Location, Span } from '../diagnostics/span.js';
import { evaluate, type Environment } from './evaluate.js';
import { report } from './faults.js';
import { suggest } from './suggest.js';
import { UNKNOWN, type Value } from './values.js';

/** An attribute as given: in a layer, in `defaults`, or in a part of a target. */
export interface Given {
  readonly attribute: Attribute;
  readonly spec: AttributeSpec;
  readonly value: Value;
  /** Of the text that it stands in. */
  readonly env: Environment;
}

export type GivenAttributes = ReadonlyMap<string, Given>;

/** Where a value stands, for faults of the value. */
export function valueSpan(given: Given): Span {
  return given.attribute.value?.span ?? given.attribute.span;
}

export function locationOf(given: Given): Location {
  return { uri: given.env.uri, span: given.attribute.span };
}

/**
 * Reads the attributes of a statement that takes `specs`; unknown and duplicate ones are reported. `on` is the
 * statement in words, `from` is not evaluated, for its words are layers. What unknown
 * ones were probably meant for is added to `meant`: one fault is not told twice.
 */
export function readAttributes(
  attributes: readonly Attribute[],
  specs: ReadonlyMap<string, AttributeSpec>,
  on: () => string,
  env: Environment,
  meant?: string[],
): Map<string, Given> {
  const given = new Map<string, Given>();
  for (const attribute of attributes) {
    const name = attribute.name.text;
    const spec = specs.get(name);
    if (!spec) {
      const known = [...specs.keys()];
      const suggestion = attributeMeant(name, known) ?? suggest(name, known);
      if (suggestion !== undefined) meant?.push(suggestion);
      // A word without `=` is still being written, and the parser has told so.
      const written = attribute.span.end > attribute.name.span.end;
      if (written) report(env, 'BNN232', attribute.name.span, { on: on(), attribute: name, suggestion, known });
      else meant?.push(...known.filter((each) => each.startsWith(name)));
      continue;
    }
    const before = given.get(name);
    if (before) {
      const related = { uri: env.uri, span: before.attribute.span, message: `the first \`${name}\`` };
      report(env, 'BNN233', attribute.span, { attribute: name }, [related]);
      continue;
    }
    given.set(name, { attribute, spec, value: valueOf(attribute, spec, env), env });
  }
  return given;
}

function valueOf({ value }: Attribute, { form }: AttributeSpec, env: Environment): Value {
  if (form === 'layers') return UNKNOWN;
  if (form === 'device' && value?.type === 'binary') {
    // `pynq-z1` and `xc7z020clg400-1` are no differences, but devices without their quotes.
    const text = env.file.source.text.slice(value.span.start, value.span.end);
    if (/^[\w-]+$/.test(text)) return { type: 'string', text };
  }
  return evaluate(value, env);
}

/** The attributes of a table entry by name; made once. */
export function specsOf(owner: { readonly attributes: readonly AttributeSpec[] }): ReadonlyMap<string, AttributeSpec> {
  let specs = SPECS.get(owner);
  if (!specs) {
    specs = new Map(owner.attributes.map((attribute) => [attribute.name, attribute]));
    SPECS.set(owner, specs);
  }
  return specs;
}

const SPECS = new WeakMap<object, ReadonlyMap<string, AttributeSpec>>();
