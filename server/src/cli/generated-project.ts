import { rm, utimes } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { simulated } from '../estimate/simulated.js';
import { contextOf } from '../hardware/lower.js';
import type { Host } from '../host/host.js';
import { sha256 } from '../host/sha256.js';
import type { GeneratedFile } from '../hls/source-text.js';
import type { Origin } from '../hls/source-text.js';
import { generateProject, MANIFEST, type GenerateOutput } from '../jobs/generate.js';
import { bareNetwork, placed } from '../parameters/state.js';
import { fingerprintsOf } from '../reports/fingerprint.js';
import type { Profile } from '../vendor/flow-project.js';
import type { FlowVersions } from '../vendor/tool-version.js';
import type { Design } from '../workspace/analysis.js';
import { lineIndex, type LineIndex } from '../workspace/line-index.js';
import { parameterBytes, unpackedParameters, type LoadedFile } from './load.js';
import { stateOf } from './output-folder.js';
import { diagnosticLine, printed } from './report-diagnostics.js';
import { UsageError, type Terminal } from './terminal.js';
import { VERSION } from './version.js';

/** A project in memory. */
export type MadeProject = Extract<GenerateOutput, { files: unknown }>;

/** What scripts are written for. */
export interface ScriptWishes {
  readonly versions: FlowVersions;
  readonly profile: Profile;
  /** Whether the block design has interrupts. */
  readonly interrupts: boolean;
}

/** Makes the project of a design, as it will stand in `folder`; undefined, and told, where it cannot be made. */
export async function makeProject(
  terminal: Terminal,
  host: Host,
  loaded: LoadedFile,
  design: Design,
  folder: string,
  { versions, profile, interrupts }: ScriptWishes,
): Promise<MadeProject | undefined> {
  const parameters = parameterBytes(loaded, design);
  // That the file is missing has been told.
  if (parameters === 'missing') return undefined;
  const { network, target, device, clockHz, folded } = design;
  const [library, vendorLibrary] = await Promise.all([
    shippedFiles(host, host.hlsLibrary, ['.hpp', '.h'], inProject),
    shippedFiles(host, host.vendorLibrary, ['.tcl', '.py'], (name) => name),
  ]);
  const found = simulated(design.estimate, { target, device, clockHz });
  const output = generateProject({
    network: bareNetwork(network),
    folding: folded.folding,
    context: contextOf(target, device),
    parameters: unpackedParameters(loaded, design),
    pipeline: found?.fittedPipeline ?? design.estimate.pipeline,
    estimate: found ?? design.estimate,
    target: { target: target?.name, device, clockHz, profile, interrupts },
    versions,
    origins: originsOf(loaded, design, folder),
    library,
    vendorLibrary,
    provenance: provenanceOf(loaded, design, parameters, folder),
    hash: sha256,
  });
  if ('faults' in output) {
    for (const line of printed(loaded, placed(output.faults, network)).map(diagnosticLine)) terminal.err(`${line}\n`);
    return undefined;
  }
  if ('refused' in output) {
    terminal.err(`bnn: ${output.refused}\n`);
    return undefined;
  }
  if (output.random) terminal.err(`bnn: ${network.name} has no params: random weights (seeded)\n`);
  const { frames, usual, steps } = output.golden;
  if (frames < usual) {
    const made =
      frames === 0
        ? 'no golden vectors, so that the testbench compares nothing'
        : `golden vectors of ${frames} in place of ${usual} frames`;
    terminal.err(`bnn: ${made}: a frame of ${network.name} takes ${steps.toExponential(1)} steps\n`);
  }
  return output;
}

/**
 * Writes a project, all of it or nothing, and never over a file that is not its own unless `force` says so. Gives false,
 * and tells why, where nothing was written. `asked` is the folder as the user named it.
 */
export async function writeProject(
  terminal: Terminal,
  host: Host,
  project: MadeProject,
  folder: string,
  { asked, force, remedy }: { readonly asked: string; readonly force: boolean; readonly remedy: string },
): Promise<boolean> {
  const state = await stateOf(host, folder, project.files);
  if (state.foreign.length > 0 && !force) {
    const names = state.foreign.slice(0, 3).join(', ') + (state.foreign.length > 3 ? ', ...' : '');
    terminal.err(
      `bnn: ${asked} holds files that were not generated or have been changed (${names}); ${remedy} overwrites them\n`,
    );
    return false;
  }
  const manifest = pathToFileURL(path.join(folder, MANIFEST)).href;
  const before = await host.readText(manifest);
  // What is as it was keeps its time, which tells whether a report is of it.
  const changed = project.files.filter(({ path: name }) => !state.same.has(name));
  const written = await host.writeFiles(
    pathToFileURL(folder).href,
    changed.map(({ path: name, text }) => ({ path: name, content: text })),
  );
  if (!written.ok) {
    terminal.err(`bnn: ${asked}: ${written.message}\n`);
    return false;
  }
  for (const name of state.stale) await rm(path.join(folder, name), { force: true });
  const now = changed.find(({ path: name }) => name === MANIFEST)?.text;
  if (before.ok && before.modifiedMs !== undefined && now !== undefined && isSameBuild(before.text, now)) {
    const time = new Date(before.modifiedMs);
    await utimes(fileURLToPath(manifest), time, time).catch(() => undefined);
  }
  return true;
}

/** Whether two manifests are of one design, built in one way: then reports of the one are reports of the other. */
function isSameBuild(before: string, now: string): boolean {
  const [one, other] = [before, now].map((text): string | undefined => {
    try {
      const { fingerprints, tools, flow } = JSON.parse(text) as Readonly<Record<string, unknown>>;
      const built = (fingerprints as { readonly built?: unknown } | undefined)?.built;
      return built === undefined ? undefined : JSON.stringify({ built, tools, flow });
    } catch {
      return undefined;
    }
  });
  return one !== undefined && one === other;
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
  const read = await Promise.all(uris.map((uri) => host.readText(uri)));
  const files = uris.flatMap((uri, at): GeneratedFile[] => {
    const name = path.relative(folder, fileURLToPath(uri)).split(path.sep).join('/');
    const text = read[at]?.ok ? read[at].text : undefined;
    return text === undefined ? [] : [{ path: named(name), text }];
  });
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
  { network, target, device, clockHz, estimate }: Design,
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
    fingerprints: fingerprintsOf(network, target, device, clockHz, estimate.pipeline.folding),
  };
}
