import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Host } from '../../host/host.js';
import {
  CALIBRATION_FILE,
  calibrationText,
  readCalibration,
  withReports,
  type Calibration,
} from '../../reports/calibration/file.js';
import type { FittedFactor } from '../../reports/calibration/fit.js';
import { learn, type Learnt } from '../../reports/calibration/learn.js';
import { candidatesIn, findReports, type FoundReport } from '../calibration-inputs.js';
import { findAbove } from '../load.js';
import { EXIT, printJson, UsageError, type Terminal } from '../terminal.js';

export interface CalibrateOptions {
  readonly design?: readonly string[];
  readonly target?: string;
  readonly reset?: boolean;
  readonly json?: boolean;
}

/** Files that are looked at for designs, where none is named. */
const MAX_DESIGNS = 50;

/** `bnn calibrate`: learns correction factors from one's own reports, or forgets them. */
export async function calibrate(
  terminal: Terminal,
  host: Host,
  named: readonly string[],
  options: CalibrateOptions,
): Promise<number> {
  const given = named.filter((name) => !name.endsWith('.bnn'));
  const designs = [...(options.design ?? []), ...named.filter((name) => name.endsWith('.bnn'))];
  if (options.reset) return reset(terminal, host, designs, options);
  if (given.length === 0) throw new UsageError('say which reports, or folders with reports: bnn calibrate build/');
  const { reports, unknown } = await findReports(host, given);
  const files = await designFiles(host, designs, reports);
  if (files.length === 0) throw new UsageError('no .bnn file was found that the reports may be of: say --design FILE');
  const place = await placeFor(host, files[0] ?? '');
  const relative = (file: string): string => path.relative(place.folder, path.resolve(file)).split(path.sep).join('/');
  const candidates = await candidatesIn(host, files, options.target, relative);
  if (candidates.length === 0) {
    const target = options.target === undefined ? '' : ` with a target ${options.target}`;
    throw new UsageError(`${files.join(', ')}: there is no design${target} that could be estimated`);
  }
  const learnt = reports.map(({ path: file, ...report }) => learn({ file: relative(file), ...report }, candidates));
  const before = place.text === undefined ? [] : readCalibration(place.text).calibration.reports;
  const more = learnt.flatMap((each) => ('report' in each ? [each.report] : []));
  const after = withReports(before, more);
  if (more.length > 0) {
    const written = await host.writeText(place.uri, calibrationText(after));
    if (!written.ok) {
      terminal.err(`bnn: ${fileURLToPath(place.uri)}: ${written.message}\n`);
      return EXIT.failed;
    }
  }
  const refused = [...unknown.map((name) => ({ file: name, refused: 'it is no report that is known' })), ...learnt];
  if (reports.length + unknown.length === 0) terminal.err(`bnn: there is no report in ${given.join(', ')}\n`);
  tell(terminal, refused, after.notes);
  const file = path.relative(process.cwd(), fileURLToPath(place.uri));
  if (options.json) printJson(terminal, documentOf(file, more.length > 0, after, refused));
  else terminal.out(`${summary(file, more.length, after).join('\n')}\n`);
  return more.length > 0 ? EXIT.ok : EXIT.failed;
}

/** Those that are named, else those that the reports' projects were generated from, else those of this folder. */
async function designFiles(
  host: Host,
  named: readonly string[],
  reports: readonly FoundReport[],
): Promise<readonly string[]> {
  if (named.length > 0) return named;
  const sources = [...new Set(reports.flatMap(({ source }) => source ?? []))];
  const known: string[] = [];
  for (const source of sources) if (await host.exists(pathToFileURL(source).href)) known.push(source);
  if (known.length > 0) return known;
  const uris = await host.list(pathToFileURL(process.cwd()).href, ['.bnn'], MAX_DESIGNS);
  return uris.map((uri) => path.relative(process.cwd(), fileURLToPath(uri)));
}

interface Place {
  readonly uri: string;
  readonly folder: string;
  /** What is there already. */
  readonly text: string | undefined;
}

/** The calibration of a design: the one that holds for it, else beside its `bnn.json`, else beside the design. */
async function placeFor(host: Host, design: string): Promise<Place> {
  const folder = path.dirname(path.resolve(design));
  const before = await findAbove(host, folder, CALIBRATION_FILE);
  if (before) return { ...before, folder: path.dirname(fileURLToPath(before.uri)) };
  const project = await findAbove(host, folder, 'bnn.json');
  const beside = project ? path.dirname(fileURLToPath(project.uri)) : folder;
  return { uri: pathToFileURL(path.join(beside, CALIBRATION_FILE)).href, folder: beside, text: undefined };
}

async function reset(
  terminal: Terminal,
  host: Host,
  designs: readonly string[],
  options: CalibrateOptions,
): Promise<number> {
  const folder = designs[0] === undefined ? process.cwd() : path.dirname(path.resolve(designs[0]));
  const found = await findAbove(host, folder, CALIBRATION_FILE);
  const file = found && fileURLToPath(found.uri);
  if (file !== undefined) await rm(file, { force: true });
  const shown = file && path.relative(process.cwd(), file);
  if (options.json) printJson(terminal, { removed: shown ?? null });
  else
    terminal.out(shown === undefined ? 'there was no calibration\n' : `${shown} removed: estimates are plain again\n`);
  return EXIT.ok;
}

function tell(terminal: Terminal, learnt: readonly Learnt[], notes: readonly string[]): void {
  for (const each of learnt) {
    if ('refused' in each) terminal.err(`bnn: ${each.file}: not used: ${each.refused}.\n`);
    else for (const note of each.notes) terminal.err(`bnn: ${each.file}: ${note}\n`);
  }
  for (const note of notes) terminal.err(`bnn: ${note}\n`);
}

function summary(file: string, learnt: number, { factors, reports }: Calibration): readonly string[] {
  if (learnt === 0) return [`nothing was learnt; ${file} is not touched`];
  const engines = reports.reduce((sum, { points }) => sum + points.length, 0);
  return [
    ...factors.map(factorLine),
    `${file}: ${factors.length} factor${factors.length === 1 ? '' : 's'} from ${engines} engine${engines === 1 ? '' : 's'} of ${reports.length} report${reports.length === 1 ? '' : 's'}; estimates are corrected from now on`,
  ];
}

function factorLine({ family, engine, resource, factor, points, median, low, high, from }: FittedFactor): string {
  const band = low === null || high === null ? '' : `, then 9 of 10 within ${low} to ${high}`;
  const source = from === 'hls-estimate' ? ' (HLS estimates)' : '';
  return `${family} ${engine} ${resource} x ${factor}: median ${median} of ${points}${source}${band}`;
}

function documentOf(file: string, written: boolean, { factors }: Calibration, learnt: readonly Learnt[]): object {
  return {
    file,
    written,
    factors,
    reports: learnt.map((each) =>
      'refused' in each
        ? { file: each.file, used: false, reason: each.refused }
        : {
            file: each.file,
            used: true,
            design: each.report.design,
            target: each.report.target,
            stage: each.report.stage,
            engines: each.report.points.length,
            notes: each.notes,
          },
    ),
  };
}
