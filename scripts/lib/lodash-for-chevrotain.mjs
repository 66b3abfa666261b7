// What Chevrotain takes from lodash, in plain JavaScript: the bundles use this in lodash's place and are 29 kB smaller.
// test/project/lodash.test.ts holds each function against lodash itself, and fails when Chevrotain takes another one.

const listOf = (collection) =>
  collection == null ? [] : isArrayLike(collection) ? Array.from(collection) : Object.values(collection);
const keysOf = (collection) => (isArrayLike(collection) ? undefined : Object.keys(collection ?? {}));
const isArrayLike = (value) => Array.isArray(value) || typeof value === 'string';

/** Calls `visit` with each value and its index or key, until it gives false. */
function each(collection, visit) {
  const keys = keysOf(collection);
  const values = listOf(collection);
  for (let at = 0; at < values.length; at++) if (visit(values[at], keys ? keys[at] : at, collection) === false) return;
}

export const assign = Object.assign;
export const clone = (value) =>
  Array.isArray(value)
    ? value.slice()
    : isObject(value)
      ? Object.assign(Object.create(Object.getPrototypeOf(value)), value)
      : value;
export const compact = (list) => listOf(list).filter(Boolean);
export function defaults(target, ...sources) {
  for (const source of sources)
    for (const key of Object.keys(source ?? {})) if (target[key] === undefined) target[key] = source[key];
  return target;
}
export const difference = (list, ...others) => {
  const without = new Set(others.flat());
  return listOf(list).filter((value) => !without.has(value));
};
export const drop = (list, count = 1) => listOf(list).slice(count);
export const dropRight = (list, count = 1) => {
  const all = listOf(list);
  return all.slice(0, Math.max(0, all.length - count));
};
export function every(collection, predicate) {
  let all = true;
  each(collection, (value, key, whole) => (all = Boolean(predicate(value, key, whole))));
  return all;
}
export function filter(collection, predicate) {
  const kept = [];
  each(collection, (value, key, whole) => {
    if (predicate(value, key, whole)) kept.push(value);
  });
  return kept;
}
export function find(collection, predicate) {
  let found;
  each(collection, (value, key, whole) => {
    if (!predicate(value, key, whole)) return true;
    found = value;
    return false;
  });
  return found;
}
export const first = (list) => list?.[0];
export const flatMap = (collection, iteratee) => flatten(map(collection, iteratee));
export const flatten = (list) => listOf(list).flat();
export function forEach(collection, iteratee) {
  each(collection, iteratee);
  return collection;
}
export function groupBy(collection, iteratee) {
  const groups = {};
  each(collection, (value) => {
    const key = iteratee(value);
    if (Object.hasOwn(groups, key)) groups[key].push(value);
    else groups[key] = [value];
  });
  return groups;
}
export const has = (value, key) => value != null && Object.hasOwn(value, key);
export const identity = (value) => value;
export const includes = (collection, value) =>
  typeof collection === 'string' ? collection.includes(value) : listOf(collection).includes(value);
export const indexOf = (list, value) => listOf(list).indexOf(value);
export const isArray = Array.isArray;
export const isEmpty = (value) =>
  value == null || (isArrayLike(value) ? value.length === 0 : Object.keys(Object(value)).length === 0);
export const isFunction = (value) => typeof value === 'function';
export const isObject = (value) => value !== null && (typeof value === 'object' || typeof value === 'function');
export const isRegExp = (value) => Object.prototype.toString.call(value) === '[object RegExp]';
export const isString = (value) => typeof value === 'string';
export const isUndefined = (value) => value === undefined;
export const keys = (value) => Object.keys(value ?? {});
export const last = (list) => list?.[list.length - 1];
export function map(collection, iteratee) {
  const mapped = [];
  each(collection, (value, key, whole) => {
    mapped.push(iteratee(value, key, whole));
  });
  return mapped;
}
export const noop = () => undefined;
export function pickBy(value, predicate) {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([key, each]) => predicate(each, key)));
}
export function reduce(collection, iteratee, initial) {
  let result = initial;
  each(collection, (value, key, whole) => {
    result = iteratee(result, value, key, whole);
  });
  return result;
}
export const reject = (collection, predicate) =>
  filter(collection, (value, key, whole) => !predicate(value, key, whole));
export const some = (collection, predicate) => !every(collection, (value, key, whole) => !predicate(value, key, whole));
export const uniq = (list) => [...new Set(listOf(list))];
export const upperFirst = (text) => text.charAt(0).toUpperCase() + text.slice(1);
export const values = (value) => listOf(value);
