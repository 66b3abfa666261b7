import type { Attribute, FoldStatement, TargetStatement } from '../language/ast.js';
import { layerKinds as KINDS, statements } from '../language/table.js';
import type { Environment } from './evaluate.js';
import { report } from './faults.js';
import type { FileScope } from './file-scope.js';
import { asAmount, asClock, asDevice, asRate, asTime, asWord } from './forms.js';
import { locationOf, readAttributes, specsOf, type Given } from './given.js';
import type { BudgetAmount, BudgetName, FoldLine, Network, Target, Wish } from './graph.js';
import { suggest } from './suggest.js';
import { matchingLayers, readWishes } from './wishes.js';

type NetworkByName = (name: string) => Network | undefined;

/** A target as written, in the file where it stands; every attribute evaluated and checked. */
export function resolveTarget(statement: TargetStatement, file: FileScope, networkOf: NetworkByName): Target {
  const env: Environment = { ...file, file, parameters: undefined, layers: undefined };
  const network = statement.network && networkOf(statement.network.text);
  if (statement.network && !network && !file.open) {
    const { text, span } = statement.network;
    report(file, 'BNN208', span, { name: text, suggestion: suggest(text, file.networks.keys()) });
  }
  const given = read('target', statement.attributes, env);
  const minimize = wordOf(given.get('minimize'));
  const face = wordOf(given.get('interface'));
  return {
    name: statement.name?.text ?? '',
    uri: file.uri,
    statement,
    network,
    device: wishOf(given.get('device'), asDevice),
    clockHz: wishOf(given.get('clock'), asClock),
    throughputFps: wishOf(given.get('throughput'), asRate),
    latencyS: wishOf(given.get('latency'), asTime),
    minimize: minimize as Target['minimize'],
    interface: face as Target['interface'],
    budget: readBudget(statement, env),
    folds: readFolds(statement, env, network),
  };
}

function read(name: string, attributes: readonly Attribute[], env: Environment): Map<string, Given> {
  const spec = statements.get(name);
  return readAttributes(attributes, spec ? specsOf(spec) : new Map(), () => `\`${name}\``, env);
}

function wishOf<T>(given: Given | undefined, as: (given: Given) => T | undefined): Wish<T> | undefined {
  const value = given && as(given);
  return given && value !== undefined ? { value, at: locationOf(given) } : undefined;
}

function wordOf(given: Given | undefined): string | undefined {
  return given && asWord(given);
}

/** Later `budget` lines win, name by name. */
function readBudget(statement: TargetStatement, env: Environment): Target['budget'] {
  const budget: Partial<Record<BudgetName, Wish<BudgetAmount>>> = {};
  for (const item of statement.items) {
    if (item.type !== 'budget') continue;
    for (const [name, given] of read('budget', item.attributes, env)) {
      const amount = wishOf(given, asAmount);
      if (amount) budget[name as BudgetName] = amount;
    }
  }
  return budget;
}

function readFolds(statement: TargetStatement, env: Environment, network: Network | undefined): readonly FoldLine[] {
  const byName = new Map(network?.layers.map((layer) => [layer.name, layer.index]));
  const folds: FoldLine[] = [];
  for (const item of statement.items) {
    if (item.type !== 'fold') continue;
    const given = read('fold', item.attributes, env);
    const matching = network && item.pattern ? matchingLayers(network, byName, item.pattern.text) : undefined;
    const readers = new Set(matching?.map((index) => network?.layers[index]?.inputs.length));
    // A list of depths must fit the layers; where they differ, each takes what it has.
    const [inputs] = readers;
    const { wishes, reset } = readWishes(given, readers.size === 1 ? inputs : undefined);
    if (!item.pattern) continue;
    folds.push({ pattern: item.pattern.text, at: { uri: env.uri, span: item.span }, wishes, reset });
    if (network && matching) checkMatches(item, given, matching, network, env);
  }
  return folds;
}

function checkMatches(
  item: FoldStatement,
  given: ReadonlyMap<string, Given>,
  matching: readonly number[],
  network: Network,
  env: Environment,
): void {
  if (!item.pattern) return;
  const { text: pattern, span } = item.pattern;
  if (matching.length === 0) {
    // A network that is not whole may lack the layer for another reason, which has been told.
    if (network.complete || network.layers.length > 0) {
      report(env, 'BNN224', span, { pattern, suggestion: betterPattern(pattern, network) });
    }
    return;
  }
  if (item.attributes.length === 0) report(env, 'BNN245', item.span, { pattern });
  const kinds = [...new Set(matching.map((index) => network.layers[index]?.kind ?? ''))];
  for (const name of given.keys()) {
    const taken = kinds.some((kind) => takes(kind, name));
    const attribute = item.attributes.find((each) => each.name.text === name);
    if (!taken && attribute) report(env, 'BNN243', attribute.span, { attribute: name, pattern, kinds });
  }
}

function takes(kind: string, attribute: string): boolean {
  const spec = KINDS.get(kind);
  // What an unknown kind takes is not known.
  return !spec || specsOf(spec).has(attribute);
}

/** `r1.*` for an instance, `c_*` for a layer in a repeat, else the nearest name. */
function betterPattern(pattern: string, network: Network): string | undefined {
  const names = network.layers.map((layer) => layer.name);
  if (names.some((name) => name.startsWith(`${pattern}.`))) return `${pattern}.*`;
  if (names.some((name) => name.startsWith(`${pattern}_`) && /^_\d/.test(name.slice(pattern.length)))) {
    return `${pattern}_*`;
  }
  return suggest(pattern, names);
}
