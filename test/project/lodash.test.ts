import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
// @ts-expect-error The bundles' stand-in is plain JavaScript.
import * as standIn from '../../scripts/lib/lodash-for-chevrotain.mjs';

type Functions = Readonly<Record<string, (...args: unknown[]) => unknown>>;
const modules = path.resolve(import.meta.dirname, '../../node_modules');
const ours = standIn as Functions;
// Under a variable name, since it comes without types.
const original: string = 'lodash-es';
const lodash = (await import(original)) as Functions;

/** Names that the files of a package take from lodash. */
function takenBy(folder: string): ReadonlySet<string> {
  const files = fs
    .readdirSync(path.join(modules, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'));
  return new Set(
    files
      .map((name) => fs.readFileSync(path.join(modules, folder, name), 'utf8'))
      .flatMap((text) => [...text.matchAll(/import\s*\{([^}]*)\}\s*from\s*"lodash-es"/g)])
      .flatMap(([, names = '']) => names.split(','))
      .map((name) => name.replace(/\sas\s.*/, '').trim())
      .filter((name) => name !== ''),
  );
}

const values = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('a', 'b', '', undefined, null, true));
const lists = fc.array(values, { maxLength: 6 });
const records = fc.dictionary(fc.constantFrom('a', 'b', 'c'), values, { noNullPrototype: true });
const collections = fc.oneof(lists, records, fc.constantFrom(undefined, null));

const odd = (value: unknown): boolean => value === 1 || value === 'a';
const pair = (...args: unknown[]): unknown => [args[0], args[1]];
const calls: Readonly<Record<string, fc.Arbitrary<unknown[]>>> = {
  assign: fc.tuple(records, records).map(([a, b]) => [{ ...a }, b]),
  clone: fc.oneof(lists, records).map((one) => [one]),
  compact: lists.map((one) => [one]),
  defaults: fc.tuple(records, records).map(([a, b]) => [{ ...a }, b]),
  difference: fc.tuple(lists, lists),
  drop: fc.tuple(lists, fc.nat(7)),
  dropRight: fc.tuple(lists, fc.nat(7)),
  every: collections.map((one) => [one, odd]),
  filter: collections.map((one) => [one, odd]),
  find: collections.map((one) => [one, odd]),
  first: lists.map((one) => [one]),
  flatMap: collections.map((one) => [one, pair]),
  flatten: fc.array(fc.oneof(values, lists)).map((one) => [one]),
  forEach: collections.map((one) => [one, odd]),
  groupBy: collections.map((one) => [one, String]),
  has: fc.tuple(fc.oneof(records, fc.constantFrom(undefined, null)), fc.constantFrom('a', 'b', 'toString')),
  identity: values.map((one) => [one]),
  includes: fc.tuple(collections, values),
  indexOf: fc.tuple(lists, values),
  isArray: collections.map((one) => [one]),
  isEmpty: fc.oneof(collections, fc.constantFrom('', 'a')).map((one) => [one]),
  isFunction: fc.oneof(collections, fc.constant(odd)).map((one) => [one]),
  isObject: fc.oneof(collections, values, fc.constant(odd)).map((one) => [one]),
  isRegExp: fc.constantFrom([/a/], ['a'], [undefined]),
  isString: values.map((one) => [one]),
  isUndefined: values.map((one) => [one]),
  keys: collections.map((one) => [one]),
  last: lists.map((one) => [one]),
  map: collections.map((one) => [one, pair]),
  noop: fc.constant([]),
  pickBy: records.map((one) => [one, odd]),
  reduce: collections.map((one) => [one, (sum: unknown, value: unknown, key: unknown) => `${String(sum)} ${String(value)} ${String(key)}`, '']), // prettier-ignore
  reject: collections.map((one) => [one, odd]),
  some: collections.map((one) => [one, odd]),
  uniq: lists.map((one) => [one]),
  upperFirst: fc.constantFrom(['abc'], ['']),
  values: collections.map((one) => [one]),
};

describe("the bundles' stand-in for lodash", () => {
  it('has what Chevrotain takes, and nothing else', () => {
    const packages = ['chevrotain', '@chevrotain/gast', '@chevrotain/cst-dts-gen'];
    const taken = new Set(packages.flatMap((name) => [...takenBy(`${name}/lib/src`)]));
    expect(Object.keys(ours).sort()).toEqual([...taken].sort());
  });

  it.each(Object.keys(ours))('%s does what lodash does', (name) => {
    const args = calls[name];
    if (!args) throw new Error('no case');
    fc.assert(
      fc.property(args, (given) => {
        const copy = copyOf(given);
        expect(ours[name]?.(...given)).toEqual(lodash[name]?.(...copy));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

/** The same arguments, so that one that is changed is not handed in twice. */
function copyOf(args: readonly unknown[]): unknown[] {
  return args.map((arg) =>
    typeof arg === 'object' && arg !== null && !(arg instanceof RegExp) ? structuredClone(arg) : arg,
  );
}
