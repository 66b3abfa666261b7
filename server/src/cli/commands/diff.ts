import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  compareEstimates,
  exceeds,
  readLimit,
  type Change,
  type Comparison,
  type Limit,
} from '../../estimate/compare.js';
import type { Host } from '../../host/host.js';
import type { Design } from '../../workspace/analysis.js';
import { comparisonMarkdown, comparisonTable } from '../../ide/comparison-text.js';
import { atRevision } from '../git-revision.js';
import { loadFile, type LoadedFile } from '../load.js';
import { reportAndJudge, selectDesigns } from '../select.js';
import { simulatedDesign } from '../simulated-design.js';
import { EXIT, printJson, UsageError, type Terminal } from '../terminal.js';

export interface DiffOptions {
  readonly against?: string;
  readonly target?: string;
  readonly failIf?: readonly string[];
  readonly json?: boolean;
  readonly markdown?: boolean;
}

interface Side {
  readonly label: string;
  readonly loaded: LoadedFile;
  readonly design: Design;
}

/** `bnn diff`: what a change costs, between two files or between a file and an earlier revision of it. */
export async function diff(
  terminal: Terminal,
  host: Host,
  files: readonly string[],
  options: DiffOptions,
): Promise<number> {
  const limits = (options.failIf ?? []).map(limitOf);
  const [first = '', second] = files;
  if (files.length > 2) throw new UsageError('two files are compared, or one with --against REVISION');
  if ((second === undefined) === (options.against === undefined)) {
    throw new UsageError('say two files, or one file and --against REVISION');
  }
  if (first === '-' && options.against !== undefined) throw new UsageError('stdin has no earlier revision');
  if (second !== undefined) await refuseRevision(host, first, second);
  const named = options.target !== undefined;
  const after = await sideOf(terminal, host, second ?? first, second ?? first, { name: options.target, named });
  if (!after) return EXIT.failed;
  const revision = options.against === undefined ? undefined : await atRevision(host, first, options.against);
  const then = revision?.path ?? first;
  const label = revision ? `${then} at ${options.against ?? ''} (${revision.commit})` : first;
  const earlier = revision ? prefixed(terminal, `at ${options.against ?? ''}: `) : terminal;
  const before = await sideOf(earlier, revision?.host ?? host, then, label, {
    name: options.target ?? after.design.target?.name,
    named,
  });
  if (!before) return EXIT.failed;
  const comparison = compareEstimates(before.design.estimate, after.design.estimate);
  const broken = limits.filter((limit) => exceeds(comparison, limit));
  const title = `${before.label} -> ${after.label}${after.design.target ? `, target ${after.design.target.name}` : ''}`;
  if (options.json) printJson(terminal, documentOf(before, after, comparison, broken));
  else if (options.markdown) terminal.out(`${comparisonMarkdown(comparison, title)}\n`);
  else terminal.out(`${title}\n\n${comparisonTable(comparison)}\n`);
  for (const { text, quantity } of broken) {
    const { before: was, after: is } = comparison.totals[quantity];
    terminal.err(`bnn: --fail-if ${text}: ${quantity} went from ${shown(was)} to ${shown(is)}\n`);
  }
  return broken.length > 0 ? EXIT.failed : EXIT.ok;
}

/** A revision in place of a file is what other tools take: says how it is said here. Throws a UsageError. */
async function refuseRevision(host: Host, first: string, second: string): Promise<void> {
  const isThere = (file: string): Promise<boolean> => host.exists(pathToFileURL(path.resolve(file)).href);
  for (const [name, other] of [
    [first, second],
    [second, first],
  ] as const) {
    if (name === '-' || name.endsWith('.bnn') || other === '-' || (await isThere(name)) || !(await isThere(other)))
      continue;
    throw new UsageError(
      `${name}: there is no such file; to compare with an earlier revision, say bnn diff ${other} --against ${name}`,
    );
  }
}

/** The same terminal, where what is wrong with an old text cannot be taken for the text of today. */
function prefixed(terminal: Terminal, prefix: string): Terminal {
  return { ...terminal, err: (text) => terminal.err(text.replace(/^(?=.)/gm, prefix)) };
}

function limitOf(text: string): Limit {
  const limit = readLimit(text);
  if (limit) return limit;
  throw new UsageError(
    `--fail-if ${text}: say a quantity (fps, interval, latency, lut, ff, bram18, uram, dsp), + or -, and a share or a count, such as lut+5%, fps-3%, bram18+2, latency+1us`,
  );
}

/** One side, with the target that was named, or of that name, or its own first. */
async function sideOf(
  terminal: Terminal,
  host: Host,
  file: string,
  label: string,
  target: { readonly name: string | undefined; readonly named: boolean },
): Promise<Side | undefined> {
  const loaded = await loadFile(host, file);
  const has = loaded.analysis.designs.some((design) => design.target?.name === target.name);
  const designs = selectDesigns(terminal, loaded, has || target.named ? { target: target.name } : {});
  const [design] = designs;
  if (!reportAndJudge(terminal, loaded, designs) || !design) return undefined;
  return { label, loaded, design: simulatedDesign(design) };
}

function shown(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function documentOf(
  before: Side,
  after: Side,
  { layers, infrastructure, totals }: Comparison,
  broken: readonly Limit[],
): object {
  const side = ({ label, design }: Side): object => ({
    file: label,
    network: design.network.name,
    target: design.target?.name ?? null,
    latencyKind: design.estimate.latencyKind,
  });
  const row = ({ name, before: was, after: is }: Comparison['infrastructure']): object => ({
    name,
    before: was ?? null,
    after: is ?? null,
  });
  const { fps, interval, latency, ...resources } = totals;
  const change = ({ before: was, after: is }: Change): object => ({ before: was, after: is, change: is - was });
  return {
    before: side(before),
    after: side(after),
    layers: layers.map(row),
    infrastructure: row(infrastructure),
    totals: {
      fps: change(fps),
      intervalCycles: change(interval),
      latencyS: change(latency),
      ...Object.fromEntries(Object.entries(resources).map(([name, each]) => [name, change(each)])),
    },
    failed: broken.map(({ text }) => text),
  };
}
