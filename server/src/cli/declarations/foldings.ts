import type { Command } from 'commander';
import type { FoldOptions } from '../commands/fold.js';
import type { ParetoOptions } from '../commands/pareto.js';
import type { BoardsOptions } from '../commands/boards.js';
import type { SweepOptions } from '../commands/sweep.js';
import { folderOf, TARGET_DEFAULT } from './option-values.js';
import type { Start } from './start.js';

/** Commands that search foldings, or compare many. */

export function foldCommand(program: Command, start: Start): void {
  program
    .command('fold')
    .description('The best folding of what is left open, with the proof that it is the best.')
    .argument('<file>', 'a .bnn file, or - for stdin')
    .option('--target <name>', `the target to fold for (${TARGET_DEFAULT})`)
    .option('--throughput <rate>', 'instead of the goal of the target, such as 10kFPS')
    .option('--max', 'the highest throughput within the budgets')
    .option('--write', 'write the folding into the file')
    .option('--time-limit <seconds>', 'stop and give the best found with its gap (default: 2)')
    .option('--strict', 'exit 1 when any diagnostic is an error')
    .option('--json', 'print the estimate with {optimal, bound, searchMs, folding}')
    .addHelpText('after', '\nExample:\n  bnn fold examples/cnv.bnn --target max --throughput 20kFPS')
    .action((file: string, options: FoldOptions) =>
      start(async ({ terminal, host }) => {
        const { fold } = await import('../commands/fold.js');
        return fold(terminal, host, file, options);
      }),
    );
}

export function paretoCommand(program: Command, start: Start): void {
  program
    .command('pareto')
    .description('The front: foldings that no other beats in frames per second and in one resource at once.')
    .argument('<file>', 'a .bnn file, or - for stdin')
    .option('--target <name>', `the target (${TARGET_DEFAULT})`)
    .option('--time-limit <seconds>', 'give what was found by then (default: 60)')
    .option('--strict', 'exit 1 when any diagnostic is an error')
    .option('--json', 'print [{fps, totals, folding}]')
    .addHelpText('after', '\nExample:\n  bnn pareto examples/tfc.bnn --time-limit 10')
    .action((file: string, options: ParetoOptions) =>
      start(async ({ terminal, host }) => {
        const { pareto } = await import('../commands/pareto.js');
        return pareto(terminal, host, file, options);
      }),
    );
}

export function boardsCommand(program: Command, start: Start): void {
  program
    .command('boards')
    .description('Which board: what the network reaches on each of the catalogue.')
    .argument('<file>', 'a .bnn file, or - for stdin')
    .option('--target <name>', `the target whose clock, goals and budgets count (${TARGET_DEFAULT})`)
    .option('--time-limit <seconds>', 'seconds for each board (default: 2)')
    .option('--strict', 'exit 1 when any diagnostic is an error')
    .option('--json', 'print [{board, fps, meetsGoal, totals, available, folding}]')
    .addHelpText('after', '\nExample:\n  bnn boards examples/cnv.bnn --target pynq')
    .action((file: string, options: BoardsOptions) =>
      start(async ({ terminal, host }) => {
        const { boards } = await import('../commands/boards.js');
        return boards(terminal, host, file, options);
      }),
    );
}

export function sweepCommand(program: Command, start: Start): void {
  program
    .command('sweep')
    .description('Write the design points of a grid with their projects, and a Snakemake workflow that builds them.')
    .argument('[file]', 'a .bnn file')
    .option(
      '--grid <axes...>',
      'key=value,value: device, clock, throughput, latency, budget.lut, LAYER.pe, LAYER.simd, ...',
    )
    .option('--out <folder>', 'where to: new, empty, or that of an earlier sweep, whose points are replaced', folderOf)
    .option('--target <name>', `the target that the points vary (${TARGET_DEFAULT})`)
    .option('--step <step>', 'how far the workflow builds each point (default: csynth)')
    .option('--collect <folder>', 'read the reports of all points of a sweep and print one table')
    .option('--write', 'with --collect: into results.csv, results.md and results.json of the folder')
    .option('--csv', 'with --collect: print as CSV')
    .option('--markdown', 'with --collect: print as Markdown')
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  bnn sweep net.bnn --grid throughput=1kFPS,2kFPS clock=100MHz,200MHz --out sweep\n  snakemake --cores 4 --keep-going --directory sweep --snakefile sweep/Snakefile',
    )
    .action((file: string | undefined, options: SweepOptions) =>
      start(async ({ terminal, host }) => {
        const { sweep } = await import('../commands/sweep.js');
        return sweep(terminal, host, file, options);
      }),
    );
}
