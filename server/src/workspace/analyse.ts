import type { CheckedTarget } from '../check/designs.js';
import { check } from '../check/index.js';
import type { Device } from '../devices/device.js';
import { correctedDevice } from '../devices/corrected.js';
import { findDevice } from '../devices/find.js';
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import type { Location } from '../diagnostics/span.js';
import { DEFAULT_CLOCK_HZ } from '../estimate/compute.js';
import type { Folder } from '../folding/folder.js';
import type { SourceFile } from '../language/ast.js';
import { parse } from '../language/parser.js';
import { reparse } from '../language/reparse.js';
import type { Network, Program, Target } from '../network/graph.js';
import { resolvePath } from '../network/paths.js';
import { resolve } from '../network/resolve.js';
import type { Analysis, Design } from './analysis.js';
import { foldingOf, foldingsHold, wantedFoldings, type Asked } from './foldings.js';
import { lineIndex } from './line-index.js';
import { answersFor, areSame, NO_ANSWERS, stillHold, type Answers } from './parameters.js';
import { silence } from './silence.js';
import type { ProjectSettings, Snapshot, SourceText } from './snapshot.js';

/** Analyses texts of snapshots, keeping what did not change. One for each server or command. */
export interface Analyser {
  /** Everything that is known of one text. Synchronous, total: a fault of our own becomes one diagnostic. */
  analyse(snapshot: Snapshot, uri: string): Analysis;
  /** Drops what is kept for a text that was closed. */
  forget(uri: string): void;
}

interface Parsed {
  readonly text: string;
  readonly file: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
}

interface Kept {
  /** Every text that the analysis looked at. */
  readonly read: ReadonlyMap<string, SourceText | 'missing' | undefined>;
  readonly project: ProjectSettings;
  /** The picked target of each network, in the order of `program.networks`. */
  readonly picked: readonly (string | undefined)[];
  readonly answers: Answers;
  readonly asked: readonly Asked[];
  readonly analysis: Analysis;
}

/** An analyser that folds what the author left open by `fold`. */
export function createAnalyser(fold: Folder): Analyser {
  const parsedTexts = new Map<string, Parsed>();
  const kept = new Map<string, Kept>();

  const parseOnce = (uri: string, text: string): Parsed => {
    const before = parsedTexts.get(uri);
    if (before?.text === text) return before;
    const parsed = { text, ...(before ? reparse(before, text, uri) : parse(text, uri)) };
    parsedTexts.set(uri, parsed);
    return parsed;
  };

  const analyse = (snapshot: Snapshot, uri: string): Analysis => {
    const project = snapshot.project(uri);
    const before = kept.get(uri);
    if (before && isCurrent(before, snapshot, uri, project)) return before.analysis;
    const read = new Map<string, SourceText | 'missing' | undefined>();
    const look = (wanted: string): SourceText | 'missing' | undefined => {
      if (!read.has(wanted)) read.set(wanted, snapshot.source(wanted));
      return read.get(wanted);
    };
    const source = look(uri);
    const own = parseOnce(uri, source === undefined || source === 'missing' ? '' : source.text);
    const guard = guardFor(uri);
    const treeOf = (wanted: string): SourceFile | 'missing' | undefined => {
      if (wanted === uri) return own.file;
      const found = look(wanted);
      return found === undefined || found === 'missing' ? found : parseOnce(wanted, found.text).file;
    };
    const resolved = (otherwise: Program, bounds?: Answers['bounds']): Program =>
      guard.run('names and shapes', otherwise, () => resolve(uri, treeOf, { bounds }));
    const answersTo = (asking: Program): Answers =>
      guard.run('parameters', NO_ANSWERS, () => answersFor(asking, snapshot));
    // Real weights narrow sums, and all that is carried on from them, so everything is resolved again with them. Most
    // edits leave the answers as they were; then those of last time are right, and once is enough.
    const narrowedAfresh = (): { program: Program; answers: Answers } => {
      const typed = resolved(emptyProgram(uri));
      const answers = answersTo(typed);
      return { program: answers.bounds ? resolved(typed, answers.bounds) : typed, answers };
    };
    const narrowedBy = (last: Answers | undefined): { program: Program; answers: Answers } | undefined => {
      if (!last?.bounds) return undefined;
      const program = resolved(emptyProgram(uri), last.bounds);
      const answers = answersTo(program);
      return areSame(answers, last) ? { program, answers } : undefined;
    };
    const { program, answers } = narrowedBy(before?.answers) ?? narrowedAfresh();
    const folding = foldingOf(snapshot, fold, before?.analysis.designs ?? []);
    const designs = guard.run('estimating', [], () => designsOf(program, project, folding.fold));
    const shown = pickShown(designs, project, (network) => snapshot.picked(uri, network));
    const found = guard.run('checking', [], () => check(targetsOf(program, project), designs, shown));
    const lines = lineIndex(own.text);
    const all = unique([
      ...own.diagnostics,
      ...importedFaults(uri, own.file, read, parseOnce),
      ...program.diagnostics,
      ...answers.diagnostics,
      ...found,
      ...guard.faults,
    ]);
    const ownDiagnostics = all.filter((diagnostic) => diagnostic.uri === uri);
    const analysis: Analysis = {
      uri,
      text: own.text,
      lines,
      file: own.file,
      program,
      imports: importedTrees(uri, read, parseOnce),
      designs,
      shown,
      diagnostics: withSeverities(silence(uri, own.file, lines, ownDiagnostics), project)
        .slice()
        .sort((a, b) => a.span.start - b.span.start || (a.code < b.code ? -1 : 1)),
      foreign: withSeverities(silenceForeign(all, uri, read, parseOnce), project),
      wanted: program.wanted,
      wantedParameters: answers.wanted,
      wantedFoldings: wantedFoldings(folding.asked, shown.values()),
    };
    const picked = program.networks.map((network) => snapshot.picked(uri, network.name));
    kept.set(uri, { read, project, picked, answers, asked: folding.asked, analysis });
    return analysis;
  };

  return {
    analyse,
    forget(uri) {
      parsedTexts.delete(uri);
      kept.delete(uri);
    },
  };
}

function isCurrent(before: Kept, snapshot: Snapshot, uri: string, project: ProjectSettings): boolean {
  if (before.project !== project) return false;
  for (const [read, text] of before.read) {
    const now = snapshot.source(read);
    const same = typeof now === 'object' && typeof text === 'object' ? now.text === text.text : now === text;
    if (!same) return false;
  }
  if (!stillHold(before.answers, snapshot) || !foldingsHold(before.asked, snapshot)) return false;
  const networks = before.analysis.program.networks;
  return networks.every((network, at) => snapshot.picked(uri, network.name) === before.picked[at]);
}

/** The design of each target of the file, then of each network of its own that no target names. */
function designsOf(program: Program, project: ProjectSettings, fold: Folder): readonly Design[] {
  const designs: Design[] = [];
  for (const target of program.targets) {
    if (target.network) designs.push(designOf(target.network, target, project, fold));
  }
  for (const network of program.networks) {
    const named = program.targets.some((target) => target.network === network);
    if (!named && network.uri === program.uri) designs.push(designOf(network, undefined, project, fold));
  }
  return designs;
}

function targetsOf(program: Program, project: ProjectSettings): readonly CheckedTarget[] {
  return program.targets.map((target) => ({
    target,
    device: target.device && deviceFor(target.device.value, project),
  }));
}

function designOf(network: Network, target: Target | undefined, project: ProjectSettings, fold: Folder): Design {
  const device = target?.device ? deviceFor(target.device.value, project) : undefined;
  const clockHz = target?.clockHz?.value ?? DEFAULT_CLOCK_HZ;
  const folded = fold({ network, target, device, clockHz });
  return { network, target, device, clockHz, folded, estimate: folded.estimate };
}

/** A board of the project's own, else one of the catalogue; with what the project's reports correct on its family. */
function deviceFor(word: string, project: ProjectSettings): Device | undefined {
  const own = project.boards.find((board) => board.name === word.toLowerCase() || board.title === word);
  const device = own ?? findDevice(word);
  return device && correctedDevice(device, project.corrections);
}

function pickShown(
  designs: readonly Design[],
  project: ProjectSettings,
  picked: (network: string) => string | undefined,
): ReadonlyMap<string, Design> {
  const shown = new Map<string, Design>();
  for (const design of designs) {
    const name = design.network.name;
    if (shown.has(name)) continue;
    const candidates = designs.filter((other) => other.network === design.network);
    const named = (target: string | undefined): Design | undefined =>
      target === undefined ? undefined : candidates.find((other) => other.target?.name === target);
    shown.set(name, named(picked(name)) ?? named(project.target) ?? design);
  }
  return shown;
}

function importedTrees(
  uri: string,
  read: ReadonlyMap<string, SourceText | 'missing' | undefined>,
  parseOnce: (uri: string, text: string) => Parsed,
): ReadonlyMap<string, SourceFile> {
  const trees = new Map<string, SourceFile>();
  for (const [imported, text] of read) {
    if (imported !== uri && typeof text === 'object') trees.set(imported, parseOnce(imported, text.text).file);
  }
  return trees;
}

/** Syntax faults of imported files, each with the import line that brings the file in. */
function importedFaults(
  uri: string,
  file: SourceFile,
  read: ReadonlyMap<string, SourceText | 'missing' | undefined>,
  parseOnce: (uri: string, text: string) => Parsed,
): readonly Diagnostic[] {
  const through = new Map<string, Location>();
  const queue: { uri: string; file: SourceFile }[] = [{ uri, file }];
  for (let here = queue.shift(); here; here = queue.shift()) {
    for (const statement of here.file.statements) {
      if (statement.type !== 'import' || !statement.path) continue;
      const imported = resolvePath(here.uri, statement.path.value);
      if (imported === undefined || imported === uri || through.has(imported)) continue;
      through.set(imported, through.get(here.uri) ?? { uri: here.uri, span: statement.span });
      const text = read.get(imported);
      if (typeof text === 'object') queue.push({ uri: imported, file: parseOnce(imported, text.text).file });
    }
  }
  return [...through].flatMap(([imported, at]) => {
    const text = read.get(imported);
    if (typeof text !== 'object') return [];
    return parseOnce(imported, text.text).diagnostics.map((diagnostic) => ({
      ...diagnostic,
      related: [...diagnostic.related, { ...at, message: 'imported here' }],
    }));
  });
}

function silenceForeign(
  all: readonly Diagnostic[],
  uri: string,
  read: ReadonlyMap<string, SourceText | 'missing' | undefined>,
  parseOnce: (uri: string, text: string) => Parsed,
): readonly Diagnostic[] {
  const byUri = new Map<string, Diagnostic[]>();
  for (const diagnostic of all) {
    if (diagnostic.uri === uri) continue;
    const list = byUri.get(diagnostic.uri);
    if (list) list.push(diagnostic);
    else byUri.set(diagnostic.uri, [diagnostic]);
  }
  return [...byUri].flatMap(([foreign, diagnostics]) => {
    const text = read.get(foreign);
    if (typeof text !== 'object') return diagnostics;
    const { file } = parseOnce(foreign, text.text);
    // Whether a comment there silences anything is for that file's own analysis to say.
    return silence(foreign, file, lineIndex(text.text), diagnostics).filter(({ code }) => code !== 'BNN901');
  });
}

function withSeverities(diagnostics: readonly Diagnostic[], project: ProjectSettings): readonly Diagnostic[] {
  if (project.severities.size === 0) return diagnostics;
  return diagnostics.flatMap((diagnostic) => {
    const wish = project.severities.get(diagnostic.code);
    if (wish === 'off') return [];
    return [wish === undefined ? diagnostic : { ...diagnostic, severity: wish }];
  });
}

/** One fault, one diagnostic: of several with the same code at the same place the first stays. */
function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ uri, code, span }) => {
    const key = `${code} ${span.start} ${span.end} ${uri}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function emptyProgram(uri: string): Program {
  return { uri, networks: [], targets: [], diagnostics: [], wanted: [] };
}

function guardFor(uri: string): {
  readonly faults: readonly Diagnostic[];
  run<T>(what: string, otherwise: T, work: () => T): T;
} {
  const faults: Diagnostic[] = [];
  return {
    faults,
    run(what, otherwise, work) {
      try {
        return work();
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        faults.push(diagnose('BNN999', { uri, span: { start: 0, end: 0 } }, { what, detail }));
        return otherwise;
      }
    },
  };
}
