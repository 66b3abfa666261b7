import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { greedyFolder } from '../../folding/greedy.js';
import type { Host } from '../../host/host.js';
import { makeFolder } from '../../host/make-folder.js';
import { posixQuoted } from '../../host/tools/launcher.js';
import { MANIFEST_NAME, originOf } from '../../reports/build-folder.js';
import { markdownTable } from '../../reports/beside-text.js';
import type { Design } from '../../workspace/analysis.js';
import { alignColumns } from '../align.js';
import { loadFile, type LoadedFile } from '../load.js';
import { printedDiagnostics } from '../report-diagnostics.js';
import { reportAndJudge, selectDesigns } from '../select.js';
import { pointsOf, readGrid, type PointValues } from '../sweep/grid.js';
import { pointText } from '../sweep/point-text.js';
import {
  collectSweep,
  csvText,
  resultRows,
  type PointFigures,
  type Sweep,
  type SweepPoint,
  type SweepResult,
} from '../sweep/results.js';
import { CONFIG_FILE, configText, RESULTS, SNAKEFILE, SWEEP_FILE, WORKFLOW } from '../sweep/workflow.js';
import { EXIT, printJson, UsageError, type Terminal } from '../terminal.js';
import { generate } from './generate.js';

export interface SweepOptions {
  readonly grid?: readonly string[];
  readonly out?: string;
  readonly target?: string;
  readonly step?: string;
  readonly collect?: string;
  readonly write?: boolean;
  readonly csv?: boolean;
  readonly markdown?: boolean;
  readonly json?: boolean;
}

const STEPS = ['csim', 'csynth', 'cosim', 'export', 'synth', 'impl', 'bitstream'];

/** `bnn sweep`: writes the points of a grid with their projects and a workflow that builds them, or collects its results. */
export async function sweep(
  terminal: Terminal,
  host: Host,
  file: string | undefined,
  options: SweepOptions,
): Promise<number> {
  if (options.collect !== undefined) return collect(terminal, host, options.collect, options);
  const { grid, out, step = 'csynth' } = options;
  if (file === undefined || grid === undefined || out === undefined) {
    throw new UsageError('sweep needs a file, --grid and --out, or --collect with the folder of a sweep');
  }
  if (file === '-') throw new UsageError('sweep: points import the file, so it cannot be stdin');
  if (!STEPS.includes(step)) throw new UsageError(`--step ${step}: one of ${STEPS.join(', ')}`);
  const axes = readGrid(grid);
  const points = pointsOf(axes);
  for (const { key, repeated } of axes)
    for (const value of repeated)
      terminal.err(`bnn: --grid ${key}: ${value} is given more than once and counts once\n`);
  const loaded = await loadFile(host, file, greedyFolder);
  const designs = selectDesigns(terminal, loaded, { target: options.target });
  const [design] = designs;
  if (!reportAndJudge(quiet(terminal), loaded, designs) || !design) return EXIT.failed;
  const folder = path.resolve(out);
  if (!(await isOurs(folder))) {
    terminal.err(`bnn: ${out} holds other files and no ${SWEEP_FILE}; choose a new folder\n`);
    return EXIT.failed;
  }
  const stop = new AbortController();
  const unlisten = terminal.onInterrupt?.(() => stop.abort());
  await rm(path.join(folder, 'points'), { recursive: true, force: true });
  const written: SweepPoint[] = [];
  const firstOf = new Map<string, string>();
  for (const [index, values] of points.entries()) {
    if (stop.signal.aborted) break;
    const id = `p${String(index).padStart(3, '0')}`;
    if (terminal.watched) terminal.err(`bnn: point ${index + 1} of ${points.length}\n`);
    written.push(await writePoint(terminal, host, folder, { id, values, loaded, design, firstOf }));
    // Others are heard in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
  unlisten?.();
  if (stop.signal.aborted) {
    await rm(path.join(folder, 'points'), { recursive: true, force: true });
    return EXIT.interrupted;
  }
  const document: Sweep = {
    generator: 'bnn sweep',
    file: slashes(path.relative(folder, path.resolve(file))),
    network: design.network.name,
    target: design.target?.name ?? 'point',
    keys: Object.keys(points[0] ?? {}),
    points: written,
  };
  const bnn = [process.execPath, path.resolve(process.argv[1] ?? 'bnn')];
  const files = [
    { path: SWEEP_FILE, content: `${JSON.stringify(document, null, 2)}\n` },
    { path: SNAKEFILE, content: WORKFLOW },
    { path: CONFIG_FILE, content: configText(bnn, step) },
  ];
  const done = await host.writeFiles(pathToFileURL(folder).href, files);
  if (!done.ok) {
    terminal.err(`bnn: ${out}: ${done.message}\n`);
    return EXIT.failed;
  }
  if (options.json) printJson(terminal, document);
  else terminal.out(summary(out, document));
  return written.some(({ feasible }) => feasible) ? EXIT.ok : EXIT.failed;
}

interface Point {
  readonly id: string;
  readonly values: PointValues;
  readonly loaded: LoadedFile;
  readonly design: Design;
  /** By hardware: the first point that has become it. */
  readonly firstOf: Map<string, string>;
}

/** Writes one point beside its place and puts it there when it is whole; an infeasible one leaves nothing. */
async function writePoint(terminal: Terminal, host: Host, folder: string, point: Point): Promise<SweepPoint> {
  const { id, values, loaded, design, firstOf } = point;
  const place = path.join(folder, 'points', id);
  const draft = path.join(folder, 'points', `.${id}.tmp`);
  const base = path.resolve(loaded.file);
  const text = pointText(
    loaded.textOf(loaded.uri),
    design.network,
    design.target,
    slashes(path.relative(draft, base)),
    values,
  );
  try {
    await rm(draft, { recursive: true, force: true });
    await makeFolder(draft);
    const file = path.join(draft, 'point.bnn');
    await writeFile(file, text);
    const tried = await loadFile(host, file);
    const fault = printedDiagnostics(tried).find(({ severity }) => severity === 'error');
    const [found] = tried.analysis.designs;
    const estimated = found?.network.complete ? figuresOf(found) : null;
    if (fault) return { id, values, feasible: false, reason: `${fault.code}: ${fault.message}`, estimated };
    const heard: string[] = [];
    const code = await generate({ ...quiet(terminal), err: (line) => heard.push(line) }, host, file, {
      out: path.join(draft, 'project'),
    });
    if (code !== EXIT.ok) {
      const reason = heard.at(-1)?.trim() ?? 'its project could not be written';
      return { id, values, feasible: false, reason, estimated };
    }
    const hardware = await hardwareIn(host, path.join(draft, 'project'));
    await rm(place, { recursive: true, force: true });
    await rename(draft, place);
    const sameAs = firstOf.get(hardware) ?? null;
    if (sameAs === null) firstOf.set(hardware, id);
    return { id, values, feasible: true, reason: null, sameAs, estimated };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** What the layers of a project become, as one text. */
async function hardwareIn(host: Host, project: string): Promise<string> {
  const read = await host.readText(`${pathToFileURL(project).href}/${MANIFEST_NAME}`);
  const origin = read.ok ? originOf(read.text) : undefined;
  return JSON.stringify(origin?.fingerprints?.built ?? project);
}

function figuresOf({ estimate }: Design): PointFigures {
  const { fps, intervalCycles, totals } = estimate;
  const { lut, ff, bram18, uram, dsp } = totals;
  return { fps, cycles: intervalCycles, lut, ff, bram18, uram, dsp };
}

/** A folder that is missing or empty, or holds an earlier sweep. */
async function isOurs(folder: string): Promise<boolean> {
  const names: readonly string[] = await readdir(folder).catch((): string[] => []);
  return names.length === 0 || names.includes(SWEEP_FILE);
}

function summary(out: string, { keys, points }: Sweep): string {
  const rows = points.map(({ id, values, feasible, reason, sameAs, estimated }) => [
    id,
    ...keys.map((key) => values[key] ?? ''),
    estimated?.fps == null ? '-' : String(Number(estimated.fps.toPrecision(6))),
    estimated?.lut == null ? '-' : String(estimated.lut),
    estimated?.bram18 == null ? '-' : String(estimated.bram18),
    !feasible ? `infeasible: ${reason ?? ''}` : sameAs != null ? `the same hardware as ${sameAs}` : '',
  ]);
  const feasible = points.filter((point) => point.feasible).length;
  const snakefile = path.join(out, SNAKEFILE);
  const command = ['snakemake', '--cores', '4', '--keep-going', '--directory', out, '--snakefile', snakefile];
  return [
    ...alignColumns([['point', ...keys, 'FPS', 'LUT', 'BRAM18', ''], ...rows], keys.length + 1),
    '',
    feasible === 0
      ? `None of the ${points.length} points can be built; ${path.join(out, SWEEP_FILE)} keeps the reasons.`
      : `${feasible} of ${points.length} points written to ${out}; build them with: ${command.map(posixQuoted).join(' ')}`,
    '',
  ].join('\n');
}

async function collect(terminal: Terminal, host: Host, folder: string, options: SweepOptions): Promise<number> {
  const uri = pathToFileURL(path.resolve(folder)).href.replace(/\/+$/, '');
  const read = await host.readText(`${uri}/${SWEEP_FILE}`);
  const document = read.ok ? sweepIn(read.text) : undefined;
  if (!document) throw new UsageError(`${folder} holds no ${SWEEP_FILE} of bnn sweep`);
  const results = await collectSweep(quiet(terminal), host, uri, document);
  const rows = resultRows(document.keys, results);
  const texts = {
    'results.csv': csvText(rows),
    'results.md': `${markdownTable(rows)}\n`,
    'results.json': `${JSON.stringify(results, null, 2)}\n`,
  };
  if (options.write) {
    const files = RESULTS.map((name) => ({ path: name, content: texts[name] }));
    const written = await host.writeFiles(uri, files);
    if (!written.ok) {
      terminal.err(`bnn: ${folder}: ${written.message}\n`);
      return EXIT.failed;
    }
    terminal.out(`${RESULTS.join(', ')} in ${folder}\n`);
  } else if (options.json) terminal.out(texts['results.json']);
  else if (options.csv) terminal.out(texts['results.csv']);
  else terminal.out(options.markdown ? texts['results.md'] : resultsText(document.keys, results));
  return EXIT.ok;
}

/** The table for people: why a point is infeasible is a sentence, and stands below. */
function resultsText(keys: readonly string[], results: readonly SweepResult[]): string {
  const short = results.map((result) => ({ ...result, reason: null }));
  const reasons = results.flatMap(({ id, feasible, reason }) =>
    feasible || reason === null ? [] : [`${id}: ${reason}`],
  );
  const lines = [
    ...alignColumns(resultRows(keys, short), keys.length + 2),
    ...(reasons.length > 0 ? [''] : []),
    ...reasons,
  ];
  return `${lines.join('\n')}\n`;
}

/** Reads what a sweep wrote; anybody may have written the file, so ids that are no ids are left out. */
function sweepIn(text: string): Sweep | undefined {
  try {
    const found = JSON.parse(text) as Partial<Sweep> | null;
    if (found?.generator !== 'bnn sweep' || !Array.isArray(found.points) || !Array.isArray(found.keys))
      return undefined;
    return { ...(found as Sweep), points: (found as Sweep).points.filter(({ id }) => /^p\d+$/.test(id)) };
  } catch {
    return undefined;
  }
}

function slashes(name: string): string {
  return name.split(path.sep).join('/');
}

/** Says nothing; faults of points are told in the table. */
function quiet(terminal: Terminal): Terminal {
  return { ...terminal, out: () => undefined, err: () => undefined, watched: false, onInterrupt: undefined };
}
