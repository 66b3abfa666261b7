/** Values by key, made once. */
export interface Memo<K, V> {
  find(key: K): V | undefined;
  /** Keeps a value, and gives it. */
  keep(key: K, value: V): V;
}

/**
 * A memo of at most twice `most` values. What was not asked for while `most` others were kept is forgotten, in one
 * sweep; what is still in use stays, so that no keystroke pays for all of it again.
 */
export function boundedMemo<K, V>(most: number): Memo<K, V> {
  let young = new Map<K, V>();
  let old = new Map<K, V>();
  const keep = (key: K, value: V): V => {
    if (young.size >= most) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
    return value;
  };
  return {
    find(key) {
      const found = young.get(key);
      if (found !== undefined) return found;
      const older = old.get(key);
      return older === undefined ? undefined : keep(key, older);
    },
    keep,
  };
}
