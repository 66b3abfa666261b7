/** Values by key, made once. */
export interface Memo<K, V> {
  get(key: K, make: () => V): V;
}

/**
 * A memo of at most twice `most` values. What was not asked for while `most` others were made is forgotten, in one
 * sweep; what is still in use stays, so that no keystroke pays for all of it again.
 */
export function boundedMemo<K, V>(most: number): Memo<K, V> {
  let young = new Map<K, V>();
  let old = new Map<K, V>();
  return {
    get(key, make) {
      let value = young.get(key);
      if (value !== undefined) return value;
      value = old.get(key) ?? make();
      if (young.size >= most) {
        old = young;
        young = new Map();
      }
      young.set(key, value);
      return value;
    },
  };
}
