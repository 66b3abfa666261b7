/** A number for what labels choose, where choices count as the same: by label, and for labels that are still to be made. */
export interface LabelKinds {
  ofLeaf(node: number, choice: number): number;
  ofParts(parts: Int32Array, from: number, count: number): number;
  /** Says of what kind a label is. */
  set(label: number, kind: number): void;
}

/** `alike` has, by node and choice, equal numbers for choices that count as the same. */
export function labelKinds(alike: readonly Int32Array[]): LabelKinds {
  const numbers = new Map<string, number>();
  const kinds: number[] = [];
  const numberOf = (key: string): number => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  };
  return {
    ofLeaf: (node, choice) => numberOf(`${node}:${alike[node]?.[choice] ?? choice}`),
    ofParts(parts, from, count) {
      if (count === 1) return kinds[parts[from] ?? 0] ?? 0;
      let key = '';
      for (let at = 0; at < count; at++) key += `${kinds[parts[from + at] ?? 0] ?? 0},`;
      return numberOf(key);
    },
    set(label, kind) {
      kinds[label] = kind;
    },
  };
}
