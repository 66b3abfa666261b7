/**
 * The layer that a text of a tool speaks of: the one whose name, as a C++ identifier (dots become `_`), stands in it as a
 * whole word or as a part between underscores and slashes (`grp_c1_mvtu_fu_28`, `top/c1_mvtu_0/inst`). The longest name
 * wins, so that `c10` is never taken for `c1`.
 */
export function layerOf(text: string, layers: readonly string[]): string | undefined {
  let best: string | undefined;
  for (const layer of layers) {
    if (layer === '' || (best !== undefined && best.length >= layer.length)) continue;
    const word = layer.replaceAll('.', '_').replace(/[^A-Za-z0-9_]/g, '\\$&');
    if (new RegExp(`(?:^|[^A-Za-z0-9])${word}(?![A-Za-z0-9])`).test(text)) best = layer;
  }
  return best;
}
