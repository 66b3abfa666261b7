import { onePerFault, type Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Host } from '../../host/host.js';
import { loadFile } from '../load.js';
import { diagnosticLine, diagnosticsOf, printed, type PrintedDiagnostic } from '../report-diagnostics.js';
import { sarifLog } from '../sarif.js';
import { EXIT, paint, printJson, type Terminal } from '../terminal.js';

export interface CheckOptions {
  readonly json?: boolean;
  readonly format?: 'github' | 'sarif';
}

/** `bnn check`: every diagnostic of the files; exit 1 when any is an error. */
export async function check(
  terminal: Terminal,
  host: Host,
  files: readonly string[],
  options: CheckOptions,
): Promise<number> {
  let told: readonly Diagnostic[] = [];
  let all: readonly PrintedDiagnostic[] = [];
  for (const file of files) {
    const loaded = await loadFile(host, file);
    // What several files import, and the project file that is theirs, is told of once.
    const before = told.length;
    told = onePerFault([...told, ...diagnosticsOf(loaded)]);
    all = [...all, ...printed(loaded, told.slice(before))];
  }
  if (options.json) printJson(terminal, all);
  else if (options.format === 'sarif') printJson(terminal, sarifLog(all));
  else if (options.format === 'github') for (const diagnostic of all) terminal.out(`${githubLine(diagnostic)}\n`);
  else printForPeople(terminal, all, files.length);
  return all.some(({ severity }) => severity === 'error') ? EXIT.failed : EXIT.ok;
}

function printForPeople(terminal: Terminal, all: readonly PrintedDiagnostic[], files: number): void {
  for (const diagnostic of all) {
    const line = diagnosticLine(diagnostic);
    const colour = ({ error: 'red', warning: 'yellow', info: 'blue', hint: 'grey' } as const)[diagnostic.severity];
    terminal.out(
      `${line.replace(`: ${diagnostic.severity} `, `: ${paint(terminal, colour, diagnostic.severity)} `)}\n`,
    );
  }
  const counts = (['error', 'warning', 'info', 'hint'] as const)
    .map((severity) => [all.filter((diagnostic) => diagnostic.severity === severity).length, severity] as const)
    .filter(([count]) => count > 0)
    .map(([count, severity]) => `${count} ${severity}${count === 1 ? '' : 's'}`);
  const checked = `${files} file${files === 1 ? '' : 's'} checked`;
  terminal.out(`${checked}: ${counts.length === 0 ? 'nothing to report' : counts.join(', ')}\n`);
}

/** A workflow command of GitHub Actions, which shows it on the line of a pull request. */
function githubLine({ file, range, severity, code, message }: PrintedDiagnostic): string {
  const level = severity === 'error' || severity === 'warning' ? severity : 'notice';
  const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const place = `line=${range.start.line + 1},col=${range.start.character + 1},endLine=${range.end.line + 1},endColumn=${range.end.character + 1}`;
  return `::${level} file=${property(file)},${place},title=${code}::${data(message)}`;
}
