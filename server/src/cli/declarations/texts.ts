import { Option, type Command } from 'commander';
import type { CheckOptions } from '../commands/check.js';
import type { FormatOptions } from '../commands/format.js';
import { readStdin } from '../stdin.js';
import type { Start } from './start.js';

/** Commands about texts: what is wrong in them, how they are laid out, what an editor asks of them. */

export function checkCommand(program: Command, start: Start): void {
  program
    .command('check')
    .description('Check files: syntax, names, shapes, folding, goals, budgets. Exit 1 when there is an error.')
    .argument('<file...>', '.bnn files, or - for stdin')
    .option('--json', 'print [{file, range, severity, code, message}]')
    .addOption(new Option('--format <form>', 'print for a tool').choices(['github', 'sarif']))
    .addHelpText('after', '\nExample:\n  bnn check examples/*.bnn --format github')
    .action((files: string[], options: CheckOptions) =>
      start(async ({ terminal, host }) => {
        const { check } = await import('../commands/check.js');
        return check(terminal, host, files, options);
      }),
    );
}

export function formatCommand(program: Command, start: Start): void {
  program
    .command('format')
    .description('Write files in the canonical layout. Comments are kept; what cannot be parsed is left as it is.')
    .argument('<file...>', '.bnn files, or - to go from stdin to stdout')
    .option('--check', 'change nothing; exit 1 and name the files that would change')
    .option('--json', 'print {changed: [file]}')
    .addHelpText('after', '\nExample:\n  bnn format --check examples/*.bnn')
    .action((files: string[], options: FormatOptions) =>
      start(async ({ terminal, host }) => {
        const { format } = await import('../commands/format.js');
        return format(terminal, host, files, options, readStdin);
      }),
    );
}

export function lspCommand(program: Command, start: Start): void {
  program
    .command('lsp')
    .description('Run the language server, for editors other than VS Code.')
    .option('--stdio', 'speak over stdin and stdout (the only way)')
    .option('--no-warm-up', 'run through no made-up keystrokes in idle moments before the first ones are typed')
    .action(() =>
      start(async () => {
        const { languageServer } = await import('../commands/lsp.js');
        return languageServer();
      }),
    );
}
