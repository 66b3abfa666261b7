import { isBlocking } from '../ide/blocking.js';
import type { Design } from '../workspace/analysis.js';
import { diagnosticLine, printedDiagnostics } from './report-diagnostics.js';
import type { LoadedFile } from './load.js';
import { EXIT, UsageError, type Terminal } from './terminal.js';

export interface TargetOptions {
  readonly target?: string;
  readonly allTargets?: boolean;
  /** Exit 1 when any diagnostic is an error. */
  readonly strict?: boolean;
}

/** The designs that a command is to work on: the target named, else the project's, else the first (said on stderr). */
export function selectDesigns(terminal: Terminal, loaded: LoadedFile, options: TargetOptions): readonly Design[] {
  const { designs } = loaded.analysis;
  if (options.allTargets) return designs;
  const names = designs.flatMap(({ target }) => (target ? [target.name] : []));
  if (options.target !== undefined) {
    const found = designs.find(({ target }) => target?.name === options.target);
    if (found) return [found];
    const known = names.length > 0 ? `it has ${names.join(', ')}` : 'it has none';
    throw new UsageError(`${loaded.file}: no target ${options.target}; ${known}`);
  }
  const preferred = designs.find(({ target }) => target !== undefined && target.name === loaded.project.target);
  const chosen = preferred ?? designs[0];
  if (!chosen) return [];
  if (chosen.target) terminal.err(`bnn: target ${chosen.target.name}${others(names.length)}\n`);
  else
    terminal.err(
      `bnn: ${loaded.file} has no target for ${chosen.network.name || 'a network without a name'}: folded by 1, no device\n`,
    );
  return [chosen];
}

function others(count: number): string {
  return count > 1 ? ` (of ${count}; --target NAME takes another)` : '';
}

/**
 * Writes the faults that keep a result from being made (syntax, names, shapes), or all others where it can be made, to
 * stderr. Gives false where there is no result.
 */
export function reportAndJudge(terminal: Terminal, loaded: LoadedFile, designs: readonly Design[]): boolean {
  const all = printedDiagnostics(loaded);
  const blocking = all.filter(isBlocking);
  // What is silenced is not listed, and leaves no result all the same.
  const silenced = blocking.length === 0 && designs.some(({ network }) => !network.complete);
  const made = blocking.length === 0 && designs.length > 0 && !silenced;
  for (const diagnostic of made ? all : blocking) {
    if (diagnostic.severity !== 'hint') terminal.err(`${diagnosticLine(diagnostic)}\n`);
  }
  if (silenced)
    terminal.err(`${loaded.file}:1:1: error: what is wrong in this file is silenced, but leaves no result\n`);
  else if (!made && blocking.length === 0)
    terminal.err(`${loaded.file}:1:1: error: there is no network in this file\n`);
  return made;
}

/** How a command ends that made its result: with `--strict`, 1 when any diagnostic is an error. */
export function exitOf(loaded: LoadedFile, { strict = false }: { readonly strict?: boolean }): number {
  const failed = strict && printedDiagnostics(loaded).some(({ severity }) => severity === 'error');
  return failed ? EXIT.failed : EXIT.ok;
}
