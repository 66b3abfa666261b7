import { Option, type Command } from 'commander';
import type { EstimateOptions } from '../commands/estimate.js';
import type { DiffOptions } from '../commands/diff.js';
import type { SimulateOptions } from '../commands/simulate.js';
import { ENGINE_NAMES } from '../engine-names.js';
import { collect, TARGET_DEFAULT } from './option-values.js';
import type { Start } from './start.js';

/** Commands that give numbers of a network as it is folded. */

export function estimateCommand(program: Command, start: Start): void {
  program
    .command('estimate')
    .description('Frames per second, latency and resources of a network on a target.')
    .argument('<file>', 'a .bnn file, or - for stdin')
    .option('--target <name>', `the target to estimate (${TARGET_DEFAULT})`)
    .option('--all-targets', 'every target of the file; --json prints a list')
    .option('--explain <name>', 'the formulas of one layer, or of a row of the infrastructure, with its numbers put in')
    .option('--strict', 'exit 1 when any diagnostic is an error')
    .option('--json', 'print the estimate as JSON')
    .addHelpText('after', '\nExample:\n  bnn estimate examples/cnv.bnn --target max --explain c1')
    .action((file: string, options: EstimateOptions) =>
      start(async ({ terminal, host }) => {
        const { estimate } = await import('../commands/estimate.js');
        return estimate(terminal, host, file, options);
      }),
    );
}

export function diffCommand(program: Command, start: Start): void {
  program
    .command('diff')
    .description('What a change costs: layer by layer and in total, between two files or two revisions of one.')
    .argument('<file...>', 'two .bnn files, or one with --against')
    .option('--against <revision>', 'compare with this revision of the file, by git')
    .option(
      '--target <name>',
      'the target that is compared (default: that of bnn.json, else the first of the new file)',
    )
    .option('--fail-if <limit>', 'exit 1 beyond it, such as lut+5%, fps-3%, bram18+2; may be given again', collect)
    .option('--markdown', 'print for a pull request')
    .option('--json', 'print {before, after, layers, infrastructure, totals, failed}')
    .addHelpText('after', '\nExample:\n  bnn diff net.bnn --against HEAD~1 --fail-if lut+5% --fail-if fps-3%')
    .action((files: string[], options: DiffOptions) =>
      start(async ({ terminal, host }) => {
        const { diff } = await import('../commands/diff.js');
        return diff(terminal, host, files, options);
      }),
    );
}

export function simulateCommand(program: Command, start: Start): void {
  program
    .command('simulate')
    .description('Run images through a network, in the integers that the hardware computes.')
    .argument('<file>', 'a .bnn file, or - for stdin')
    .requiredOption('--input <npz>', 'images [N, ...input shape], channels last; labels [N] for the accuracy')
    .option('--target <name>', `the target whose network is run (${TARGET_DEFAULT})`)
    .addOption(
      new Option('--engine <engine>', 'the reference model, or the generated C++ compiled here')
        .choices(ENGINE_NAMES)
        .default('golden'),
    )
    .option('--hls-include <folder>', "the vendor's headers, for --engine csim")
    .option(
      '--bounded',
      'for --engine csim: FIFOs of the depths that are generated; says where the pipeline stands still',
    )
    .option('--strict', 'exit 1 when any diagnostic is an error')
    .option('--json', 'print {predictions, outputs, accuracy, imagesPerSecond}')
    .addHelpText('after', '\nExample:\n  bnn simulate examples/mnist/sfc.bnn --input examples/mnist/images.npz')
    .action((file: string, options: SimulateOptions) =>
      start(async ({ terminal, host }) => {
        const { simulate } = await import('../commands/simulate.js');
        return simulate(terminal, host, file, options);
      }),
    );
}
