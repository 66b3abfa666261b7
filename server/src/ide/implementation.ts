import type { Location } from 'vscode-languageserver-types';
import type { BuildFolder } from '../reports/build-folder.js';
import type { Analysis } from '../workspace/analysis.js';
import { layerLines } from './layer-lines.js';

/**
 * The generated C++ of the layer that an offset stands in, of the project that was generated last; several files where
 * the line expands to several layers. Empty where no project has the layer; undefined outside layers.
 */
export function implementation(
  analysis: Analysis,
  offset: number,
  builds: readonly BuildFolder[],
): Location[] | undefined {
  const [line] = layerLines(analysis, { start: offset, end: offset });
  if (!line) return undefined;
  const { network, target } = line.design;
  const own = builds.filter(({ origin }) => origin?.network === network.name);
  // The target that is shown goes first, if it has a project; then the latest.
  const shown = own.filter(({ origin }) => origin?.target === target?.name);
  const latest = (shown.length > 0 ? shown : own).reduce<BuildFolder | undefined>(
    (best, one) => (best && (best.generatedMs ?? 0) >= (one.generatedMs ?? 0) ? best : one),
    undefined,
  );
  if (!latest) return [];
  return line.layers.flatMap(({ name }) => {
    const file = latest.origin?.layerFiles.get(name);
    const start = { line: 0, character: 0 };
    return file === undefined ? [] : [{ uri: `${latest.uri}/${encodeURI(file)}`, range: { start, end: start } }];
  });
}
