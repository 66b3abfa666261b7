import type { Network, Target } from '../../network/graph.js';
import { kindOfKey, type PointValues } from './grid.js';

/**
 * The `.bnn` text of one point: it imports the network, and its target is the given one with the point's values in the
 * place of its own. Later `budget` and `fold` lines win, so the point's stand last.
 *
 * @param source the text that `target` stands in
 * @param importPath of the network's file, relative to the point's folder
 */
export function pointText(
  source: string,
  network: Network,
  target: Target | undefined,
  importPath: string,
  values: PointValues,
): string {
  const slice = ({ span }: { readonly span: { readonly start: number; readonly end: number } }): string =>
    source.slice(span.start, span.end);
  const own: string[] = [];
  const last: string[] = [];
  const replaced = new Set<string>();
  for (const [key, value] of Object.entries(values)) {
    const kind = kindOfKey(key);
    if ('target' in kind) {
      replaced.add(kind.target);
      own.push(`  ${kind.target}=${kind.target === 'device' && !/^[a-z_]\w*$/.test(value) ? `"${value}"` : value}`);
    } else if ('budget' in kind) last.push(`  budget ${kind.budget}=${value}`);
    else last.push(`  fold ${kind.pattern} ${kind.fold}=${value}`);
  }
  const kept = (target?.statement.attributes ?? [])
    .filter(({ name }) => !replaced.has(name.text))
    .map((attribute) => `  ${slice(attribute)}`);
  const items = (target?.statement.items ?? []).map((item) => `  ${slice(item)}`);
  const said = Object.entries(values).map(([key, value]) => `${key}=${value}`);
  return [
    `// A point of a sweep: ${said.join(' ')}`,
    `import "${importPath}"`,
    '',
    `target ${target?.name ?? 'point'} for ${network.name} {`,
    ...kept,
    ...own,
    ...items,
    ...last,
    '}',
    '',
  ].join('\n');
}
