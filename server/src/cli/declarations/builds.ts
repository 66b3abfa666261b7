import { Option, type Command } from 'commander';
import { PROFILES } from '../../vendor/flow-project.js';
import { STEPS } from '../../vendor/steps.js';
import type { GenerateOptions } from '../commands/generate.js';
import type { BuildOptions } from '../commands/build.js';
import type { DoctorOptions } from '../commands/doctor.js';
import type { ReportOptions } from '../commands/report.js';
import type { CalibrateOptions } from '../commands/calibrate.js';
import { collect, folderOf, TARGET_DEFAULT } from './option-values.js';
import type { Start } from './start.js';

/** Commands about the vendor's tools: the project for them, their runs, and what their reports say. */

export function generateCommand(program: Command, start: Start): void {
  program
    .command('generate')
    .description(
      'Write the project of a network on a target: HLS C++, testbench with golden vectors, scripts for the tools, driver.',
    )
    .argument('<file>', 'a .bnn file, or - for stdin')
    .requiredOption('--out <folder>', 'where to; nothing outside of it is written', folderOf)
    .option('--target <name>', `the target to generate for (${TARGET_DEFAULT})`)
    .option('--tool-version <version>', "of the tools that scripts are for, such as 2022.2 (default: bnn.json's tool)")
    .addOption(
      new Option('--profile <profile>', 'how hard Vivado tries: its defaults, or all for the clock').choices(PROFILES),
    )
    .option('--interrupts', 'a block design whose processor hears of the ends of transfers')
    .option('--force', 'overwrite files in the folder that were not generated or have been changed')
    .option('--strict', 'exit 1 when any diagnostic is an error')
    .option('--json', 'print {files: [path relative to the folder]}')
    .addHelpText('after', '\nExample:\n  bnn generate examples/mnist/sfc.bnn --out build/sfc')
    .action((file: string, options: GenerateOptions) =>
      start(async ({ terminal, host }) => {
        const { generate } = await import('../commands/generate.js');
        return generate(terminal, host, file, options);
      }),
    );
}

export function buildCommand(program: Command, start: Start): void {
  program
    .command('build')
    .description("Generate the project of a network and run the vendor's tools on it, up to a step.")
    .argument('<file>', 'a .bnn file, or - for stdin')
    .addOption(new Option('--step <step>', 'the step to come to').choices(STEPS).makeOptionMandatory())
    .option('--out <folder>', 'the folder of the project (default: build/NAME-TARGET beside the file)', folderOf)
    .option('--target <name>', `the target to build for (${TARGET_DEFAULT})`)
    .addOption(
      new Option('--profile <profile>', 'how hard Vivado tries: its defaults, or all for the clock').choices(PROFILES),
    )
    .option('--interrupts', 'a block design whose processor hears of the ends of transfers')
    .option('--tool-version <version>', "only tools of this version (default: bnn.json's tool, else what is found)")
    .option('--tools <folder>', 'look for the tools here first; may be given several times', collect, [])
    .option('--launcher <word>', 'a word before each command, such as srun; give each word its own option', collect, [])
    .option('--silent-after <minutes>', 'tell a tool that has said nothing for so long; 0 never does (default: 10)')
    .option('--force', 'run steps again that have not changed')
    .option('--strict', 'build nothing when any diagnostic is an error')
    .option('--dry-run', 'print the exact commands; nothing is written and nothing runs')
    .option('--end-with-stdin', 'end all when stdin is closed, for programs that start bnn')
    .option('--json', "print {outcome, folder, steps}; the tools' own words go to stderr")
    .addHelpText('after', '\nExample:\n  bnn build examples/mnist/sfc.bnn --step csynth')
    .action((file: string, options: BuildOptions) =>
      start(async ({ terminal, host }) => {
        const { build } = await import('../commands/build.js');
        return build(terminal, host, file, options);
      }),
    );
}

export function doctorCommand(program: Command, start: Start): void {
  program
    .command('doctor')
    .description('What a build needs, what of it is here and where, and what to do about the rest.')
    .argument('[file]', 'a .bnn file: looks for the parts of its targets, too')
    .option('--tools <folder>', 'look for the tools here first; may be given several times', collect, [])
    .option('--tool-version <version>', 'only tools of this version, such as 2022.2')
    .option('--json', 'print {checks: [{name, state, found, remedy}]}')
    .action((file: string | undefined, options: DoctorOptions) =>
      start(async ({ terminal, host }) => {
        const { doctor } = await import('../commands/doctor.js');
        return doctor(terminal, host, file, options);
      }),
    );
}

export function reportCommand(program: Command, start: Start): void {
  program
    .command('report')
    .description('What the reports of Vivado, HLS or FINN below a folder say, beside the estimates.')
    .argument('<folder>', 'a generated project, or any folder with reports')
    .option('--file <file>', 'the .bnn file that it was built from (default: the one that its manifest names)')
    .option('--target <name>', "the target that it was built for (default: the manifest's, else the first of the file)")
    .option('--markdown', 'print it as Markdown')
    .option('--json', 'print {layers: [{measured, estimated, ratio}], totals, reports, notUnderstood}')
    .addHelpText('after', '\nExample:\n  bnn report build/sfc --json')
    .action((folder: string, options: ReportOptions) =>
      start(async ({ terminal, host }) => {
        const { report } = await import('../commands/report.js');
        return report(terminal, host, folder, options);
      }),
    );
}

export function calibrateCommand(program: Command, start: Start): void {
  program
    .command('calibrate')
    .description('Learn from reports of your own: factors by which the estimates of this workspace are corrected.')
    .argument('[report...]', 'reports of Vivado, Vitis HLS or FINN, or folders with them')
    .option('--design <file...>', 'the .bnn files that they may be of (default: by manifest, else those below here)')
    .option('--target <name>', 'the target that they are of')
    .option('--reset', 'forget what was learnt')
    .option('--json', 'print {file, written, factors, reports}')
    .addHelpText('after', '\nExample:\n  bnn calibrate build/ --design net.bnn')
    .action((reports: string[], options: CalibrateOptions) =>
      start(async ({ terminal, host }) => {
        const { calibrate } = await import('../commands/calibrate.js');
        return calibrate(terminal, host, reports, options);
      }),
    );
}
