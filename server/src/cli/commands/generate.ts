import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { simulated } from '../../estimate/simulated.js';
import { contextOf } from '../../hardware/lower.js';
import type { Host } from '../../host/host.js';
import { sha256 } from '../../host/sha256.js';
import type { GeneratedFile } from '../../hls/project.js';
import type { Origin } from '../../hls/source-text.js';
import { generateProject } from '../../jobs/generate.js';
import { isFault } from '../../parameters/npy.js';
import { bareNetwork, placed } from '../../parameters/state.js';
import { fingerprintsOf } from '../../reports/fingerprint.js';
import type { Profile } from '../../vendor/flow-project.js';
import {
  DEFAULT_TOOL_VERSION,
  parseToolVersion,
  unsupportedVersion,
  type FlowVersions,
} from '../../vendor/tool-version.js';
import type { Design } from '../../workspace/analysis.js';
import { lineIndex, type LineIndex } from '../../workspace/line-index.js';
import { loadFile, parameterBytes, type LoadedFile } from '../load.js';
import { stateOf } from '../output-folder.js';
import { diagnosticLine, printed } from '../report-diagnostics.js';
import { exitOf, reportAndJudge, selectDesigns } from '../select.js';
import { EXIT, UsageError, type Terminal } from '../terminal.js';
import { VERSION } from '../version.js';

export interface GenerateOptions {
  readonly out: string;
  readonly target?: string;
  readonly strict?: boolean;
  readonly toolVersion?: string;
  readonly profile?: Profile;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `bnn generate`: writes the HLS project of a design, all of it or nothing, and never over a file that is not its own. */
export async function generate(
  terminal: Terminal,
  host: Host,
  file: string,
  options: GenerateOptions,
): Promise<number> {
  const folder = path.resolve(options.out);
  const loaded = await loadFile(host, file);
  const designs = selectDesigns(terminal, loaded, { target: options.target });
  const [design] = designs;
  if (!reportAndJudge(terminal, loaded, designs) || !design) return EXIT.failed;
  const parameters = parameterBytes(loaded, design);
  // That the file is missing has been told.
  if (parameters === 'missing') return EXIT.failed;
  const { network, target, device, clockHz, folded } = design;
  const versions = versionsOf(options.toolVersion ?? loaded.project.tool);
  const found = simulated(design.estimate, { target, device, clockHz });
  const output = generateProject({
    network: bareNetwork(network),
    folding: folded.folding,
    context: contextOf(target, device),
    parameters,
    pipeline: found?.fittedPipeline ?? design.estimate.pipeline,
    estimate: found ?? design.estimate,
    target: { target: target?.name, device, clockHz, profile: options.profile ?? 'quick' },
    versions,
    origins: originsOf(loaded, design, folder),
    library: await shippedFiles(host, host.hlsLibrary, ['.hpp', '.h'], inProject),
    vendorLibrary: await shippedFiles(host, host.vendorLibrary, ['.tcl', '.py'], (name) => name),
    provenance: provenanceOf(loaded, design, parameters, folder),
    hash: sha256,
  });
  if ('faults' in output) {
    for (const line of printed(loaded, placed(output.faults, network)).map(diagnosticLine)) terminal.err(`${line}\n`);
    return EXIT.failed;
  }
  if ('refused' in output) {
    terminal.err(`bnn: ${output.refused}\n`);
    return EXIT.failed;
  }
  const state = await stateOf(host, folder, output.files);
  if (state.foreign.length > 0 && !options.force) {
    const names = state.foreign.slice(0, 3).join(', ') + (state.foreign.length > 3 ? ', ...' : '');
    terminal.err(
      `bnn: ${options.out} holds files that were not generated or have been changed (${names}); --force overwrites them\n`,
    );
    return EXIT.failed;
  }
  const written = await host.writeFiles(
    pathToFileURL(folder).href,
    output.files.map(({ path: name, text }) => ({ path: name, content: text })),
  );
  if (!written.ok) {
    terminal.err(`bnn: ${options.out}: ${written.message}\n`);
    return EXIT.failed;
  }
  for (const name of state.stale) await rm(path.join(folder, name), { force: true });
  if (isFault(output.flow)) terminal.err(`bnn: no scripts for the vendor tools: ${output.flow.fault}\n`);
  if (output.random) terminal.err(`bnn: ${network.name} has no params: random weights (seeded)\n`);
  const names = output.files.map((each) => each.path);
  if (options.json) terminal.out(`${JSON.stringify({ files: names }, null, 2)}\n`);
  else terminal.out(`${names.length} files in ${options.out}; the top function is in top.cpp, its testbench in tb/\n`);
  return exitOf(loaded, options);
}

/** The release of the tools that scripts are written for. */
function versionsOf(wanted: string | undefined): FlowVersions {
  const version = wanted === undefined ? DEFAULT_TOOL_VERSION : parseToolVersion(wanted);
  if (!version) throw new UsageError(`'${wanted ?? ''}' is no version of the tools, such as 2022.2`);
  const unsupported = unsupportedVersion(version);
  if (unsupported !== undefined) throw new UsageError(unsupported);
  return { hls: version, vivado: version };
}

/** Headers of the library stand below `include/`, those that stand in for the vendor's below `sim/`. */
function inProject(name: string): string {
  return name.startsWith('sim/') ? name : `include/${name}`;
}

/** Files that are shipped with bnn, under the names that they have in a project. */
async function shippedFiles(
  host: Host,
  folder: string,
  endings: readonly string[],
  named: (name: string) => string,
): Promise<readonly GeneratedFile[]> {
  const uris = await host.list(pathToFileURL(folder).href, endings, 100);
  const files: GeneratedFile[] = [];
  for (const uri of uris) {
    const read = await host.readText(uri);
    const name = path.relative(folder, fileURLToPath(uri)).split(path.sep).join('/');
    if (read.ok) files.push({ path: named(name), text: read.text });
  }
  if (files.length === 0) throw new UsageError(`bnn is not installed whole: ${folder || 'server/'} is missing`);
  return files;
}

/** Where each layer stands, relative to the folder that is generated. */
function originsOf(loaded: LoadedFile, { network }: Design, folder: string): readonly (Origin | undefined)[] {
  const indexes = new Map<string, LineIndex>();
  return network.layers.map(({ statement, uri }) => {
    if (!uri.startsWith('file:')) return undefined;
    const text = loaded.textOf(uri);
    const lines = indexes.get(uri) ?? lineIndex(text);
    indexes.set(uri, lines);
    return {
      file: path.relative(folder, fileURLToPath(uri)).split(path.sep).join('/'),
      line: lines.position(statement.span.start).line + 1,
      text: text.slice(statement.span.start, statement.span.end),
    };
  });
}

function provenanceOf(
  loaded: LoadedFile,
  { network, target, device, clockHz }: Design,
  parameters: Uint8Array | undefined,
  folder: string,
): Readonly<Record<string, unknown>> {
  const file = fileURLToPath(loaded.uri);
  const source = {
    file: path.basename(file),
    path: path.relative(folder, file).split(path.sep).join('/'),
    sha256: sha256(loaded.textOf(loaded.uri)),
  };
  return {
    version: VERSION,
    source,
    parameters: network.params && parameters ? { file: network.params.path, sha256: sha256(parameters) } : null,
    fingerprints: fingerprintsOf(network, target, device, clockHz),
  };
}
