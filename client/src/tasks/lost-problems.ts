import * as vscode from 'vscode';
import type { BuildEvent } from '../../../server/src/lsp/protocol.js';

/** A problem as the command line printed it. */
export type PrintedProblem = Extract<BuildEvent, { readonly event: 'problem' }>;

/** The problem matcher's name for what it finds, as package.json has it. */
const SOURCE = 'bnn build';

/** The editor stops matching a tenth of a second after the process has ended; then the markers travel here. */
const MATCHED_MS = 1000;

const SEVERITIES: Readonly<Record<string, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
};

/** Shows the problems of builds that the problem matcher has lost. */
export interface LostProblems {
  /** A build of a project's folder starts: what an older one said is over. */
  clear(folder: string): void;
  /** A build of a project's folder has ended and printed these problems; whatever no marker stands for is added. */
  complete(folder: string, problems: readonly PrintedProblem[], absolute: (file: string) => vscode.Uri): Promise<void>;
  dispose(): void;
}

/**
 * On a busy machine the last lines of a terminal may reach the problem matcher after it was stopped; the progress file
 * holds every problem. One that arrives in the end takes the place of ours.
 */
export function watchLostProblems(): LostProblems {
  const collection = vscode.languages.createDiagnosticCollection('bnn-build-lost');
  const lost = new Map<string, ReadonlyMap<string, readonly vscode.Diagnostic[]>>();

  function show(uri: vscode.Uri): void {
    const key = uri.toString();
    const ours = [...lost.values()].flatMap((files) => files.get(key) ?? []);
    const matched = vscode.languages
      .getDiagnostics(uri)
      .filter((each) => each.source === SOURCE && !ours.includes(each));
    const keys = new Set(matched.map(keyOf));
    const shown = ours.filter((each) => !keys.has(keyOf(each)));
    if (shown.length !== (collection.get(uri)?.length ?? 0)) collection.set(uri, shown);
  }
  const listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
    for (const uri of uris) if (collection.has(uri)) show(uri);
  });
  function replace(folder: string, files: ReadonlyMap<string, readonly vscode.Diagnostic[]>): void {
    const before = lost.get(folder);
    lost.set(folder, files);
    for (const key of new Set([...(before?.keys() ?? []), ...files.keys()])) show(vscode.Uri.parse(key));
  }
  return {
    clear: (folder) => replace(folder, new Map()),
    async complete(folder, problems, absolute) {
      const before = lost.get(folder);
      await new Promise((resolve) => setTimeout(resolve, MATCHED_MS));
      // The next build has started meanwhile.
      if (lost.get(folder) !== before) return;
      const files = new Map<string, vscode.Diagnostic[]>();
      for (const problem of problems) {
        const key = absolute(problem.file).toString();
        files.set(key, [...(files.get(key) ?? []), diagnosticOf(problem)]);
      }
      replace(folder, files);
    },
    dispose() {
      listener.dispose();
      collection.dispose();
    },
  };
}

function diagnosticOf({ line, column, severity, code, message }: PrintedProblem): vscode.Diagnostic {
  const start = new vscode.Position(line - 1, column - 1);
  const level = SEVERITIES[severity] ?? vscode.DiagnosticSeverity.Information;
  const diagnostic = new vscode.Diagnostic(new vscode.Range(start, start), message, level);
  diagnostic.source = SOURCE;
  diagnostic.code = code;
  return diagnostic;
}

/** What tells two problems of one file apart. */
function keyOf({ range, code, severity }: vscode.Diagnostic): string {
  const name = typeof code === 'object' ? code.value : code;
  return [range.start.line, range.start.character, severity, name].join(' ');
}
