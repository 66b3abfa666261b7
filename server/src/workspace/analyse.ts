import { check } from '../check/index.js';
import { diagnose, onePerFault, type Diagnostic } from '../diagnostics/diagnostic.js';
import type { Folder } from '../folding/folder.js';
import type { SourceFile } from '../language/ast.js';
import { parse } from '../language/parser.js';
import { reparse } from '../language/reparse.js';
import type { Program } from '../network/graph.js';
import { resolve } from '../network/resolve.js';
import type { Analysis } from './analysis.js';
import { designsOf, pickShown, targetsOf } from './designs.js';
import { foldingOf, foldingsHold, wantedFoldings, type Asked } from './foldings.js';
import { importedFaults, importedTrees, silenceForeign, type Parsed, type ReadTexts } from './imported.js';
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

interface Kept {
  /** Every text that the analysis looked at. */
  readonly read: ReadTexts;
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
    // A text with more syntax faults than are told is no network, and may be of any size.
    const isNonsense = own.diagnostics.some(({ code }) => code === 'BNN105');
    const resolved = (otherwise: Program, bounds?: Answers['bounds']): Program =>
      guard.run('names and shapes', otherwise, () =>
        isNonsense ? otherwise : resolve(uri, treeOf, { bounds, before: before?.analysis.program }),
      );
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
    const all = onePerFault([
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

function withSeverities(diagnostics: readonly Diagnostic[], project: ProjectSettings): readonly Diagnostic[] {
  if (project.severities.size === 0) return diagnostics;
  return diagnostics.flatMap((diagnostic) => {
    const wish = project.severities.get(diagnostic.code);
    if (wish === 'off') return [];
    return [wish === undefined ? diagnostic : { ...diagnostic, severity: wish }];
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
