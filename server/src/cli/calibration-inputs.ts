import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { contextOf } from '../hardware/lower.js';
import type { Host } from '../host/host.js';
import { sha256 } from '../hls/sha256.js';
import { MANIFEST } from '../jobs/generate.js';
import type { MemoryStyle, MultiplierStyle } from '../network/graph.js';
import type { Candidate, GeneratedAs, GivenReport } from '../reports/calibration/learn.js';
import { comparablePart } from '../reports/measured-report.js';
import { readReport } from '../reports/read-report.js';
import { reportFault } from '../reports/report-fault.js';
import { loadFile } from './load.js';
import { UsageError } from './terminal.js';

/** Reports of one calibration are so many at most; a build leaves a few hundred. */
const MAX_REPORTS = 2000;
/** A report lies so many folders below the manifest of its project at most. */
const MAX_ABOVE = 8;

/** A report as it was found, and where the design that it is of was generated from. */
export interface FoundReport extends Omit<GivenReport, 'file'> {
  readonly path: string;
  /** The `.bnn` file that the manifest of its project names. */
  readonly source: string | undefined;
}

/** The reports among files and folders; files that are none are named, those in folders are passed over. */
export async function findReports(
  host: Host,
  named: readonly string[],
): Promise<{ readonly reports: readonly FoundReport[]; readonly unknown: readonly string[] }> {
  const reports: FoundReport[] = [];
  const unknown: string[] = [];
  const seen = new Set<string>();
  for (const name of named) {
    const uri = pathToFileURL(path.resolve(name)).href;
    const single = await host.exists(uri);
    const uris = single ? [uri] : await host.list(uri, ['.rpt', '.xml', '.json', '.txt'], MAX_REPORTS);
    if (!single && uris.length === 0)
      throw new UsageError(`${name}: there is no such file, or no report in this folder`);
    for (const each of uris) {
      if (seen.has(each)) continue;
      seen.add(each);
      const read = await host.readBytes(each);
      if (!read.ok) {
        if (single) throw new UsageError(`${name}: ${read.message}`);
        continue;
      }
      const file = fileURLToPath(each);
      // Logs may hold bytes of any encoding; reports are read with what can be read of them.
      const text = new TextDecoder().decode(read.bytes);
      const report = readReport(file, text);
      if (!report || reportFault(text, report) !== undefined) {
        if (single) unknown.push(name);
        continue;
      }
      reports.push({ path: file, sha256: sha256(read.bytes), report, ...(await projectOf(host, file)) });
    }
  }
  return { reports, unknown };
}

/** What the nearest manifest above a report says of the project that it lies in. */
async function projectOf(host: Host, file: string): Promise<Pick<FoundReport, 'generatedAs' | 'source'>> {
  let folder = path.dirname(file);
  for (let depth = 0; depth < MAX_ABOVE; depth++) {
    const read = await host.readText(pathToFileURL(path.join(folder, MANIFEST)).href);
    const manifest = read.ok ? readManifest(read.text) : undefined;
    if (manifest) {
      const source = manifest.source === undefined ? undefined : path.resolve(folder, manifest.source);
      return { generatedAs: manifest.generatedAs, source };
    }
    folder = path.dirname(folder);
  }
  return { generatedAs: undefined, source: undefined };
}

function readManifest(text: string): { generatedAs: GeneratedAs; source: string | undefined } | undefined {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return undefined;
  }
  const network = stringOf(root, 'network');
  const layers = fieldOf(root, 'layers');
  if (fieldOf(root, 'generator') !== 'bnn' || network === undefined || !Array.isArray(layers)) return undefined;
  const known = new Map<string, NonNullable<ReturnType<GeneratedAs['layers']['get']>>>();
  let source: string | undefined;
  for (const layer of layers as readonly unknown[]) {
    const name = stringOf(layer, 'name');
    if (name === undefined) continue;
    source ??= stringOf(layer, 'source')?.replace(/:\d+$/, '');
    known.set(name, {
      pe: countOf(layer, 'pe'),
      simd: countOf(layer, 'simd'),
      mem: MEMORIES.find((style) => style === fieldOf(layer, 'mem')) ?? 'auto',
      impl: MULTIPLIERS.find((style) => style === fieldOf(layer, 'impl')) ?? 'auto',
      cycles: countOf(layer, 'cycles'),
    });
  }
  return { generatedAs: { network, target: stringOf(root, 'target'), layers: known }, source };
}

const MEMORIES: readonly MemoryStyle[] = ['auto', 'bram', 'lutram', 'uram', 'external'];
const MULTIPLIERS: readonly MultiplierStyle[] = ['auto', 'lut', 'dsp'];

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

function stringOf(value: unknown, key: string): string | undefined {
  const found = fieldOf(value, key);
  return typeof found === 'string' ? found : undefined;
}

function countOf(value: unknown, key: string): number | undefined {
  const found = fieldOf(value, key);
  return typeof found === 'number' && Number.isInteger(found) && found > 0 ? found : undefined;
}

/** The designs of `.bnn` files, as reports may be of them: those of one target where one is named. */
export async function candidatesIn(
  host: Host,
  files: readonly string[],
  target: string | undefined,
  nameOf: (file: string) => string,
): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  for (const file of files) {
    const { analysis } = await loadFile(host, file);
    for (const design of analysis.designs) {
      if (target !== undefined && design.target?.name !== target) continue;
      found.push({
        file: nameOf(file),
        target: design.target?.name,
        network: design.network,
        folding: design.folded.folding,
        context: contextOf(design.target, design.device),
        part: design.device && comparablePart(design.device.part),
      });
    }
  }
  return found;
}
