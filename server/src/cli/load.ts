import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Folder } from '../folding/folder.js';
import { greedyFolder } from '../folding/greedy.js';
import type { Host } from '../host/host.js';
import type { Analysis, Design } from '../workspace/analysis.js';
import { resolvePath } from '../network/paths.js';
import { createAnalyser } from '../workspace/analyse.js';
import { CALIBRATION_FILE } from '../reports/calibration/file.js';
import { withCalibration } from '../workspace/calibration-file.js';
import { readProjectFile } from '../workspace/project-file.js';
import { NO_PROJECT, type ProjectSettings, type Snapshot, type SourceText } from '../workspace/snapshot.js';
import type { Fault } from '../parameters/npy.js';
import type { Npz } from '../parameters/npz.js';
import { createParameterFiles } from './parameter-files.js';
import { finalFolder } from './search-options.js';
import { readStdin } from './stdin.js';
import { UsageError } from './terminal.js';

/** A `.bnn` file given on the command line, with all that it imports read and analysed. */
export interface LoadedFile {
  /** As given. */
  readonly file: string;
  readonly uri: string;
  readonly analysis: Analysis;
  readonly project: ProjectSettings;
  /** Faults of the project file that it belongs to. */
  readonly projectDiagnostics: readonly Diagnostic[];
  /** The text of this file, of one that it imports, or of its project file; empty where there is none. */
  textOf(uri: string): string;
  /** The same texts, folded by another rule. */
  refolded(folder: Folder): LoadedFile;
  /** The bytes of a parameter file that was found and read. */
  bytesOf(uri: string): Uint8Array | undefined;
  /** The same, unpacked. */
  unpacked(uri: string): Npz | Fault | undefined;
}

/** Reads and analyses one file, folded by `folder`; `-` is stdin. Throws a UsageError where it cannot be read. */
export async function loadFile(host: Host, file: string, folder: Folder = finalFolder()): Promise<LoadedFile> {
  const uri = pathToFileURL(path.resolve(file === '-' ? 'stdin.bnn' : file)).href;
  const texts = new Map<string, SourceText | 'missing'>();
  texts.set(uri, { text: file === '-' ? await readStdin() : await readGiven(host, file, uri), version: 0 });
  const project = await findProject(host, uri);
  const parameters = createParameterFiles(host);
  const snapshot: Snapshot = {
    source: (wanted) => texts.get(wanted),
    project: () => project.settings,
    picked: () => undefined,
    parameters: parameters.answer,
  };
  const analyser = createAnalyser(greedyFolder);
  let analysis = analyser.analyse(snapshot, uri);
  const wants = (): boolean => analysis.wanted.length > 0 || analysis.wantedParameters.length > 0;
  for (let round = 0; wants() && round < 1000; round++) {
    // Once all texts are there, so that no network is asked about before it is whole.
    if (analysis.wanted.length === 0) await parameters.read(analysis.wantedParameters);
    for (const wanted of analysis.wanted) {
      const read = await host.readText(wanted);
      texts.set(wanted, read.ok ? { text: read.text, version: 0 } : 'missing');
    }
    analysis = analyser.analyse(snapshot, uri);
  }
  const loaded = (analysis: Analysis): LoadedFile => ({
    file,
    uri,
    analysis,
    project: project.settings,
    projectDiagnostics: project.diagnostics,
    textOf(wanted) {
      const source = texts.get(wanted);
      return project.texts.get(wanted) ?? (typeof source === 'object' ? source.text : '');
    },
    bytesOf: parameters.bytesOf,
    unpacked: parameters.unpacked,
    refolded: (other) => loaded(createAnalyser(other).analyse(snapshot, uri)),
  });
  // The search runs once, when everything that it folds has been read.
  return loaded(folder === greedyFolder ? analysis : createAnalyser(folder).analyse(snapshot, uri));
}

/** The path to print for a URI: as given for the file itself, beside it for the others. */
export function displayPath(loaded: LoadedFile, uri: string): string {
  if (uri === loaded.uri) return loaded.file;
  const base = path.dirname(fileURLToPath(loaded.uri));
  const given = loaded.file === '-' ? '.' : path.dirname(loaded.file);
  return path.join(given, path.relative(base, fileURLToPath(uri)));
}

interface FoundProject {
  /** By URI. */
  readonly texts: ReadonlyMap<string, string>;
  readonly settings: ProjectSettings;
  readonly diagnostics: readonly Diagnostic[];
}

/** The nearest `bnn.json` and `bnn-calibration.json` in the file's folder or above. */
async function findProject(host: Host, uri: string): Promise<FoundProject> {
  const folder = path.dirname(fileURLToPath(uri));
  const texts = new Map<string, string>();
  let found: Omit<FoundProject, 'texts'> = { settings: NO_PROJECT, diagnostics: [] };
  const file = await findAbove(host, folder, PROJECT_FILE);
  if (file) {
    texts.set(file.uri, file.text);
    found = readProjectFile(file.text, file.uri);
  }
  const calibration = await findAbove(host, folder, CALIBRATION_FILE);
  if (calibration) {
    texts.set(calibration.uri, calibration.text);
    const read = withCalibration(found.settings, calibration.text, calibration.uri);
    found = { settings: read.settings, diagnostics: [...found.diagnostics, ...read.diagnostics] };
  }
  return { texts, ...found };
}

const PROJECT_FILE = 'bnn.json';

/** The nearest file of a name in a folder or above it. */
export async function findAbove(
  host: Host,
  folder: string,
  name: string,
): Promise<{ readonly uri: string; readonly text: string } | undefined> {
  for (let here = folder; ; here = path.dirname(here)) {
    const uri = pathToFileURL(path.join(here, name)).href;
    const read = await host.readText(uri);
    if (read.ok) return { uri, text: read.text };
    if (path.dirname(here) === here) return undefined;
  }
}

/** The text of a file that was named on the command line; a UsageError where it cannot be read. */
export async function readGiven(host: Host, file: string, uri: string): Promise<string> {
  const read = await host.readText(uri);
  if (!read.ok) throw new UsageError(`${file}: ${read.message}`);
  // A picture or an archive, of which every byte would be a fault.
  if (read.text.includes('\0')) throw new UsageError(`${file}: this is no text`);
  return read.text;
}

/** The bytes of the network's parameter file; undefined where it names none. */
export function parameterBytes(loaded: LoadedFile, { network }: Design): Uint8Array | 'missing' | undefined {
  if (!network.params) return undefined;
  const uri = resolvePath(network.uri, network.params.path);
  return (uri === undefined ? undefined : loaded.bytesOf(uri)) ?? 'missing';
}

/** The network's parameter file, unpacked; undefined where it names none, or where the file is missing. */
export function unpackedParameters(loaded: LoadedFile, { network }: Design): Npz | Fault | undefined {
  const uri = network.params && resolvePath(network.uri, network.params.path);
  return uri === undefined ? undefined : loaded.unpacked(uri);
}
