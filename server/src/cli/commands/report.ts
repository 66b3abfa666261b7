import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { asBuilt } from '../../folding/as-built.js';
import { counted } from '../../diagnostics/format-numbers.js';
import { projectsBelow, readBuild } from '../../host/build-folders.js';
import type { Host } from '../../host/host.js';
import { besideEstimate } from '../../reports/beside-estimate.js';
import type { BuildFolder } from '../../reports/build-folder.js';
import { fingerprintsOf } from '../../reports/fingerprint.js';
import { fifosBeside } from '../../reports/fifos-beside.js';
import { finnFolding } from '../../reports/finn/folding.js';
import { freshnessOf } from '../../reports/freshness.js';
import type { Design } from '../../workspace/analysis.js';
import { loadFile, type LoadedFile } from '../load.js';
import { reportJson, reportText, type BuildReport } from '../report-forms.js';
import { isBlocking } from '../../ide/blocking.js';
import { printedDiagnostics } from '../report-diagnostics.js';
import { EXIT, printJson, UsageError, type Terminal } from '../terminal.js';

export interface ReportOptions {
  readonly file?: string;
  readonly target?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** `bnn report DIR`: what the tools' reports below a folder say, beside the estimates. */
export async function report(terminal: Terminal, host: Host, folder: string, options: ReportOptions): Promise<number> {
  const uri = pathToFileURL(path.resolve(folder)).href.replace(/\/+$/, '');
  const asFile = await host.readText(uri);
  if (asFile.ok || asFile.reason === 'too-large') throw new UsageError(`${folder}: a folder is wanted, not a file`);
  if (asFile.reason === 'missing') throw new UsageError(`${folder}: there is no such folder`);
  const projects = await projectsBelow(host, uri);
  const several = projects.length > 0 && !projects.includes(uri);
  const reports: BuildReport[] = [];
  for (const project of several ? projects : [uri]) {
    const build = await readBuild(host, project);
    reports.push(await besideItsText(terminal, host, build, shownPath(folder, uri, project), options));
  }
  if (reports.every(({ build }) => build.reports.length === 0)) {
    const passedOver = reports.flatMap(({ build }) => build.notUnderstood);
    const [first] = passedOver;
    const why = first ? ` (${counted(passedOver.length, 'file')} not understood; ${first.path}: ${first.reason})` : '';
    terminal.err(
      `bnn: ${folder} holds no report of a known kind${why}; the tools write them, by \`bnn build\` or by hand\n`,
    );
    return EXIT.failed;
  }
  if (options.json) {
    const documents = reports.map(reportJson);
    printJson(terminal, several ? documents : documents[0]);
  } else {
    terminal.out(reports.map((each) => reportText(terminal, each, options.markdown === true)).join('\n'));
  }
  return EXIT.ok;
}

function shownPath(folder: string, root: string, project: string): string {
  const below = project === root ? '' : decodeURIComponent(project.slice(root.length + 1));
  return below === '' ? folder : path.join(folder, below);
}

/** Finds the text that a build is of: the one given, else the one that its manifest names. */
export async function besideItsText(
  terminal: Terminal,
  host: Host,
  build: BuildFolder,
  folder: string,
  options: Pick<ReportOptions, 'file' | 'target'>,
): Promise<BuildReport> {
  const { origin } = build;
  const alone = (why: string): BuildReport => ({ build, folder, why });
  const file = options.file ?? sourceFile(build);
  if (file === undefined) return alone('no manifest says which .bnn file it is of; name it with --file');
  if (options.file === undefined && !(await host.exists(pathToFileURL(file).href))) {
    return alone(`its .bnn file is not at ${file} any more; name it with --file`);
  }
  const loaded = await loadFile(host, file);
  const blocking = printedDiagnostics(loaded).filter(isBlocking);
  const [first] = blocking;
  if (first) return alone(`${file} has errors (${first.code}: ${first.message}), so there is no estimate`);
  const name = options.target ?? (options.file === undefined ? (origin?.target ?? undefined) : undefined);
  const design = pick(loaded, file, origin?.network, name);
  const built =
    origin && origin.folding.size > 0 ? origin.folding : finnFolding(build.reports, design.estimate.pipeline);
  const same = built.size > 0 ? pick(loaded.refolded(asBuilt(built)), file, origin?.network, name) : design;
  const now = fingerprintsOf(
    design.network,
    design.target,
    design.device,
    design.clockHz,
    design.estimate.pipeline.folding,
  );
  const whole = loaded.analysis.imports.size === 0;
  const freshness = freshnessOf(build, whole ? loaded.textOf(loaded.uri) : undefined, now);
  if (design.target && name === undefined) terminal.err(`bnn: target ${design.target.name}\n`);
  const beside = besideEstimate(build.reports, same.estimate, build.framesOfCall ?? 1);
  const fifos = fifosBeside(beside.stages, same.estimate, same.target, origin?.depths);
  return { build, folder, beside, fifos, design: same, file, freshness, foldedAsBuilt: built.size > 0 };
}

function sourceFile({ uri, origin }: BuildFolder): string | undefined {
  if (origin?.path === undefined) return undefined;
  return path.relative(process.cwd(), path.resolve(fileURLToPath(uri), origin.path)) || undefined;
}

function pick(loaded: LoadedFile, file: string, network: string | undefined, target: string | undefined): Design {
  const { designs } = loaded.analysis;
  const named = target === undefined ? designs : designs.filter((design) => design.target?.name === target);
  const found = named.find((design) => design.network.name === network) ?? named[0];
  if (found) return found;
  const known = designs.flatMap((design) => design.target?.name ?? []).join(', ');
  throw new UsageError(`${file}: no target ${target ?? ''}; it has ${known === '' ? 'none' : known}`);
}
