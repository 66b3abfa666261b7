import type { MemoryStyle, MultiplierStyle } from '../network/graph.js';
import type { Fingerprints } from './fingerprint.js';
import type { MeasuredReport } from './measured-report.js';
import { readReport } from './read-report.js';
import { reportFault } from './report-fault.js';

/** A file of a build folder, as it was read. */
export interface BuildFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly modifiedMs: number | undefined;
  /** The same for people: `2026-11-25 12:00 UTC`. */
  readonly modified: string | undefined;
}

export interface FoundReport {
  readonly path: string;
  readonly modifiedMs: number | undefined;
  readonly modified: string | undefined;
  readonly report: MeasuredReport;
}

/** What a project's manifest says of what it was made from; undefined where an older one says nothing. */
export interface BuildOrigin {
  /** Name of the `.bnn` file, and where it stands relative to the folder. */
  readonly file: string;
  readonly path: string | undefined;
  readonly sha256: string | undefined;
  readonly network: string | undefined;
  readonly target: string | undefined;
  readonly fingerprints: Fingerprints | undefined;
  /** By layer name: the folding that it was generated with. */
  readonly folding: ReadonlyMap<string, BuiltFolding>;
  /** By layer name: its C++, relative to the folder, with `/`. */
  readonly layerFiles: ReadonlyMap<string, string>;
  /** By name of the stream in the C++: the words that its FIFO was generated with. */
  readonly depths: ReadonlyMap<string, number>;
}

/** How a layer was folded, in the words of a manifest. */
export interface BuiltFolding {
  readonly pe: number | undefined;
  readonly simd: number | undefined;
  readonly mem: MemoryStyle;
  readonly impl: MultiplierStyle;
}

/** A folder of reports, read: plain data. */
export interface BuildFolder {
  /** URI, without a slash at its end. */
  readonly uri: string;
  readonly origin: BuildOrigin | undefined;
  readonly generatedMs: number | undefined;
  /** The newest of each report; those that a newer one of the same name and design replaces are `older`. */
  readonly reports: readonly FoundReport[];
  readonly older: readonly FoundReport[];
  /** Files that look like reports and are none that is known, and why. */
  readonly notUnderstood: readonly { readonly path: string; readonly reason: string }[];
  /** Frames that one call of the co-simulation takes, where the project says so. */
  readonly framesOfCall: number | undefined;
}

/** Names of files that may be reports. */
export const REPORT_ENDINGS = ['.rpt', '.xml', '.json', 'export.html', 'utilization.txt'] as const;
export const MANIFEST_NAME = 'manifest.json';
export const VECTORS_PATH = 'tb/vectors.txt';

/** Sorts the files of a folder. Never throws; a file that cannot be understood is named with the reason. */
export function readBuildFolder(uri: string, files: readonly BuildFile[]): BuildFolder {
  const manifest = files.find(({ path }) => path === MANIFEST_NAME);
  const found: FoundReport[] = [];
  const notUnderstood: { path: string; reason: string }[] = [];
  for (const { path, text, modifiedMs, modified } of files) {
    if (path === MANIFEST_NAME || path === VECTORS_PATH) continue;
    const report = readReport(path, text);
    const fault = report === undefined ? strangeReason(path, text) : reportFault(text, report);
    if (report !== undefined && fault === undefined) found.push({ path, modifiedMs, modified, report });
    else if (fault !== undefined) notUnderstood.push({ path, reason: fault });
  }
  const { newest, older } = newestOf(found);
  const origin = manifest && originOf(manifest.text);
  // Beside reports of the project as it is, those of the one before say nothing of it: a routed design before an edit.
  const current = newest.filter((one) => origin === undefined || !isBefore(one, manifest?.modifiedMs));
  const reports = current.length > 0 ? current : newest;
  return {
    uri: uri.replace(/\/+$/, ''),
    origin,
    generatedMs: manifest?.modifiedMs,
    reports,
    older: [...older, ...newest.filter((one) => !reports.includes(one))],
    notUnderstood,
    framesOfCall: framesIn(files.find(({ path }) => path === VECTORS_PATH)?.text),
  };
}

/** Files that are written together, and checked out together, are so far apart at most. */
const TOLERANCE_MS = 2000;

/** Whether a report was there before its project was generated as it is now. */
export function isBefore({ modifiedMs }: Pick<FoundReport, 'modifiedMs'>, generatedMs: number | undefined): boolean {
  return modifiedMs !== undefined && generatedMs !== undefined && modifiedMs < generatedMs - TOLERANCE_MS;
}

/** Whether a manifest is one of a generated project; undefined where it is another program's, or broken. */
export function originOf(text: string): BuildOrigin | undefined {
  const manifest = recordOf(parsed(text));
  if (manifest['generator'] !== 'bnn') return undefined;
  const source = recordOf(manifest['source']);
  const file = textOf(source['file']);
  if (file === undefined) return undefined;
  const given = recordOf(manifest['fingerprints']);
  const design = textOf(given['design']);
  return {
    file,
    path: textOf(source['path']) ?? sourceOfLayers(manifest['layers'], file),
    sha256: textOf(source['sha256']),
    network: textOf(manifest['network']),
    target: textOf(manifest['target']),
    fingerprints:
      design === undefined
        ? undefined
        : {
            design,
            layers: textsOf(given['layers']),
            built: given['built'] === undefined ? undefined : textsOf(given['built']),
          },
    folding: foldingIn(manifest['layers']),
    layerFiles: layerFilesIn(manifest['layers']),
    depths: depthsIn(manifest['streams']),
  };
}

const MEMORIES: readonly string[] = ['auto', 'lutram', 'bram', 'uram', 'external'] satisfies MemoryStyle[];
const MULTIPLIERS: readonly string[] = ['auto', 'lut', 'dsp'] satisfies MultiplierStyle[];

function foldingIn(layers: unknown): ReadonlyMap<string, BuiltFolding> {
  const found = new Map<string, BuiltFolding>();
  for (const layer of Array.isArray(layers) ? layers.map(recordOf) : []) {
    const { name, pe, simd, mem, impl } = layer;
    if (typeof name !== 'string') continue;
    found.set(name, {
      pe: typeof pe === 'number' ? pe : undefined,
      simd: typeof simd === 'number' ? simd : undefined,
      mem: typeof mem === 'string' && MEMORIES.includes(mem) ? (mem as MemoryStyle) : 'auto',
      impl: typeof impl === 'string' && MULTIPLIERS.includes(impl) ? (impl as MultiplierStyle) : 'auto',
    });
  }
  return found;
}

/** Only what lies below the folder: a manifest may have been edited. */
function layerFilesIn(layers: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { name, file } of Array.isArray(layers) ? layers.map(recordOf) : []) {
    if (typeof name !== 'string' || typeof file !== 'string') continue;
    if (!file.startsWith('/') && !file.split('/').includes('..')) found.set(name, file);
  }
  return found;
}

function depthsIn(streams: unknown): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { name, depth } of Array.isArray(streams) ? streams.map(recordOf) : []) {
    if (typeof name === 'string' && typeof depth === 'number') found.set(name, depth);
  }
  return found;
}

/**
 * Of reports with the same name about the same design in the same state the newest counts: a second solution, a second
 * run, a copy that a history keeps. Where times are equal or unknown, the one nearest to the folder.
 */
function newestOf(found: readonly FoundReport[]): { newest: FoundReport[]; older: FoundReport[] } {
  const best = new Map<string, FoundReport>();
  const older: FoundReport[] = [];
  const depth = ({ path }: FoundReport): number => path.split('/').length;
  for (const one of found) {
    const { kind, stage, top } = one.report;
    const key = [kind, stage, top ?? '', one.path.replace(/^.*\//, '')].join('\n');
    const before = best.get(key);
    const newer =
      before === undefined ||
      (one.modifiedMs ?? 0) > (before.modifiedMs ?? 0) ||
      ((one.modifiedMs ?? 0) === (before.modifiedMs ?? 0) && depth(one) < depth(before));
    if (before !== undefined) older.push(newer ? before : one);
    if (newer) best.set(key, one);
  }
  return { newest: [...best.values()], older };
}

/** Reports of Vivado that speak of other things than this tool shows. */
const OTHER_COMMAND = /^(?:\|\s*Command\s*:|# Created on .* with)\s*((?:report_|check_)\w+)/m;

/** Why a file that is named like a report is none; undefined where it only shares an ending with reports. */
function strangeReason(path: string, text: string): string | undefined {
  if (/\.rpt$/i.test(path)) {
    if (text.trim() === '') return 'it is empty';
    if (/^\s*=+\s*== Design Size Report/.test(text))
      return 'it counts instructions of the C++, and tells nothing that is compared with an estimate';
    if (/^\s*Design Route Status/.test(text))
      return 'it counts nets, and tells nothing that is compared with an estimate';
    if (/^\$MAX_LATENCY|^\s*latency\s+interval\s*\ntransaction/.test(text))
      return 'it holds the transactions of a co-simulation, which its own report sums up';
    const command = OTHER_COMMAND.exec(text.slice(0, 4000))?.[1];
    return command === undefined
      ? 'it is none of the known reports of Vivado, Vivado HLS, Vitis HLS and FINN'
      : `${command} tells nothing that is compared with an estimate`;
  }
  if (/csynth\.xml$|utilization.*\.xml$/i.test(path)) return 'it is not the XML of a report, or it is cut at its start';
  if (/(?:^|\/)report\/[^/]*\.json$/.test(path) && parsed(text) === undefined) return 'it is not valid JSON';
  return undefined;
}

function framesIn(vectors: string | undefined): number | undefined {
  const count = /^frames\s+(\d+)/m.exec(vectors?.slice(0, 400) ?? '')?.[1];
  return count === undefined ? undefined : Number(count);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** Those of its values that are texts. */
function textsOf(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(recordOf(value));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Older manifests say only where each layer stands: `../net.bnn:7`. */
function sourceOfLayers(layers: unknown, file: string): string | undefined {
  for (const layer of Array.isArray(layers) ? layers.map(recordOf) : []) {
    const path = textOf(layer['source'])?.replace(/:\d+$/, '');
    if (path !== undefined && path.replace(/^.*\//, '') === file) return path;
  }
  return undefined;
}
