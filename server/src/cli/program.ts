import { Command, CommanderError } from 'commander';
import type { Host } from '../host/host.js';
import {
  buildCommand,
  calibrateCommand,
  doctorCommand,
  generateCommand,
  reportCommand,
} from './declarations/builds.js';
import { diffCommand, estimateCommand, simulateCommand } from './declarations/estimates.js';
import { boardsCommand, foldCommand, paretoCommand, sweepCommand } from './declarations/foldings.js';
import type { Declaration } from './declarations/start.js';
import { checkCommand, formatCommand, lspCommand } from './declarations/texts.js';
import { EXIT, UsageError, type Terminal } from './terminal.js';
import { VERSION } from './version.js';

/** All commands, in the order in which the help lists them. */
const COMMANDS: readonly Declaration[] = [
  checkCommand,
  estimateCommand,
  foldCommand,
  paretoCommand,
  boardsCommand,
  formatCommand,
  buildCommand,
  doctorCommand,
  generateCommand,
  reportCommand,
  simulateCommand,
  diffCommand,
  calibrateCommand,
  sweepCommand,
  lspCommand,
];

/** The whole command line, whose commands are loaded when they are run; `run` takes the arguments after `bnn` and gives the exit code. */
export function commandLine(terminal: Terminal, host: Host): { run(args: readonly string[]): Promise<number> } {
  let code: number = EXIT.ok;
  const program = new Command('bnn')
    .description('Quantised neural networks as streaming dataflow accelerators on FPGAs.')
    .version(VERSION, '-V, --version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: () => undefined })
    .showHelpAfterError(false)
    .addHelpText('after', BEGINNING);

  for (const declare of COMMANDS) {
    declare(program, async (work) => {
      code = await work({ terminal, host });
    });
  }

  return {
    async run(args) {
      try {
        await program.parseAsync(named(program, args), { from: 'user' });
        return code;
      } catch (error) {
        if (error instanceof CommanderError) {
          if (error.exitCode === 0) return EXIT.ok;
          const help = error.code === 'commander.help' ? 'say what to do: bnn --help' : error.message;
          throw new UsageError(
            `${help.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ')}${choicesOf(program, args, help)}`,
          );
        }
        throw error;
      }
    },
  };
}

/** What a required option may be, for the message that it is missing. */
function choicesOf(program: Command, args: readonly string[], message: string): string {
  const flags = /^error: required option '([^']+)' not specified/.exec(message)?.[1];
  const command = program.commands.find((each) => each.name() === args[0]);
  const choices = command?.options.find((option) => option.flags === flags)?.argChoices;
  return choices === undefined ? '' : `: one of ${choices.join(', ')}`;
}

/** What stands below the list of commands. */
const BEGINNING = `
Start with:
  bnn check net.bnn               what is wrong, at file:line:column
  bnn estimate net.bnn            frames per second, latency, LUT, BRAM, DSP of every layer
  bnn estimate net.bnn --explain c1   the formulas of layer c1 with its numbers put in
  bnn simulate net.bnn --input images.npz   classes, accuracy and images per second, bit for bit
  bnn fold net.bnn                the best folding, proven
  bnn build net.bnn --step csynth   the vendor's tools on it, problems on its lines
  bnn doctor                      what a build needs, and what of it is here
  bnn format net.bnn              the canonical layout

A file \`-\` is stdin. With --json stdout holds exactly one JSON document.
Exit codes: 0 fine, 1 the result cannot be made (or \`check\` found errors), 2 wrong command line, 3 a tool is missing.`;

/**
 * The arguments, of which a name of no command stays alone: commander would print the general help for `frob --help`, as if
 * that were one.
 */
function named(program: Command, args: readonly string[]): string[] {
  const name = args[0] === 'help' ? args[1] : args[0];
  const known = name === undefined || name.startsWith('-') || name === 'help' || name === '';
  return known || program.commands.some((command) => command.name() === name) ? [...args] : [name];
}
