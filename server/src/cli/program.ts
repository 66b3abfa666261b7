import { Command, CommanderError, Option } from 'commander';
import type { Host } from '../host/host.js';
import type { CalibrateOptions } from './commands/calibrate.js';
import type { CheckOptions } from './commands/check.js';
import type { BoardsOptions } from './commands/boards.js';
import type { DiffOptions } from './commands/diff.js';
import type { EstimateOptions } from './commands/estimate.js';
import type { FoldOptions } from './commands/fold.js';
import type { GenerateOptions } from './commands/generate.js';
import type { BuildOptions } from './commands/build.js';
import type { DoctorOptions } from './commands/doctor.js';
import type { FormatOptions } from './commands/format.js';
import type { ParetoOptions } from './commands/pareto.js';
import type { ReportOptions } from './commands/report.js';
import type { SweepOptions } from './commands/sweep.js';
import type { SimulateOptions } from './commands/simulate.js';
import { PROFILES } from '../vendor/flow-project.js';
import { STEPS } from '../vendor/steps.js';
import { ENGINE_NAMES } from './engine-names.js';
import { readStdin } from './stdin.js';
import { EXIT, UsageError, type Terminal } from './terminal.js';
import { VERSION } from './version.js';

/** The whole command line, whose commands are loaded when they are run; `run` takes the arguments after `bnn` and gives the exit code. */
export function commandLine(terminal: Terminal, host: Host): { run(args: readonly string[]): Promise<number> } {
  let code: number = EXIT.ok;
  const finish = (work: Promise<number>): Promise<void> =>
    work.then((result) => {
      code = result;
    });

  const program = new Command('bnn')
    .description('Quantised neural networks as streaming dataflow accelerators on FPGAs.')
    .version(VERSION, '-V, --version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: () => undefined })
    .showHelpAfterError(false)
    .addHelpText(
      'after',
      `
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
Exit codes: 0 fine, 1 the result cannot be made (or \`check\` found errors), 2 wrong command line, 3 a tool is missing.`,
    );

  program
    .command('check')
    .description('Check files: syntax, names, shapes, folding, goals, budgets. Exit 1 when there is an error.')
    .argument('<file...>', '.bnn files, or - for stdin')
    .option('--json', 'print [{file, range, severity, code, message}]')
    .addOption(new Option('--format <form>', 'print for a tool').choices(['github', 'sarif']))
    .addHelpText('after', '\nExample:\n  bnn check examples/*.bnn --format github')
    .action((files: string[], options: CheckOptions) =>
      finish(import('./commands/check.js').then(({ check }) => check(terminal, host, files, options))),
    );

  program
    .command('estimate')
    .description('Frames per second, latency and resources of a network on a target.')
    .argument('<file>', 'a .bnn file, or - for stdin')
    .option('--target <name>', 'the target to estimate (default: the first of the file)')
    .option('--all-targets', 'every target of the file; --json prints a list')
    .option('--explain <name>', 'the formulas of one layer, or of a row of the infrastructure, with its numbers put in')
    .option('--strict', 'exit 1 when any diagnostic is an error')
    .option('--json', 'print the estimate as JSON')
    .addHelpText('after', '\nExample:\n  bnn estimate examples/cnv.bnn --target max --explain c1')
    .action((file: string, options: EstimateOptions) =>
      finish(import('./commands/estimate.js').then(({ estimate }) => estimate(terminal, host, file, options))),
    );

  program
    .command('fold')
    .description('The best folding of what is left open, with the proof that it is the best.')
    .argument('<file>', 'a .bnn file, or - for stdin')
    .option('--target <name>', 'the target to fold for (default: the first of the file)')
    .option('--throughput <rate>', 'instead of the goal of the target, such as 10kFPS')
    .option('--max', 'the highest throughput within the budgets')
    .option('--write', 'write the folding into the file')
    .option('--time-limit <seconds>', 'stop and give the best found with its gap (default: 2)')
    .option('--strict', 'exit 1 when any diagnostic is an error')
    .option('--json', 'print the estimate with {optimal, bound, searchMs, folding}')
    .addHelpText('after', '\nExample:\n  bnn fold examples/cnv.bnn --target max --throughput 20kFPS')
    .action((file: string, options: FoldOptions) =>
      finish(import('./commands/fold.js').then(({ fold }) => fold(terminal, host, file, options))),
    );

  program
    .command('pareto')
    .description('The front: foldings that no other beats in frames per second and in one resource at once.')
    .argument('<file>', 'a .bnn file, or - for stdin')
    .option('--target <name>', 'the target (default: the first of the file)')
    .option('--time-limit <seconds>', 'give what was found by then (default: 60)')
    .option('--strict', 'exit 1 when any diagnostic is an error')
    .option('--json', 'print [{fps, totals, folding}]')
    .addHelpText('after', '\nExample:\n  bnn pareto examples/tfc.bnn --time-limit 10')
    .action((file: string, options: ParetoOptions) =>
      finish(import('./commands/pareto.js').then(({ pareto }) => pareto(terminal, host, file, options))),
    );

  program
    .command('boards')
    .description('Which board: what the network reaches on each of the catalogue.')
    .argument('<file>', 'a .bnn file, or - for stdin')
    .option('--target <name>', 'the target whose clock, goals and budgets count (default: the first of the file)')
    .option('--time-limit <seconds>', 'seconds for each board (default: 2)')
    .option('--strict', 'exit 1 when any diagnostic is an error')
    .option('--json', 'print [{board, fps, meetsGoal, totals, available, folding}]')
    .addHelpText('after', '\nExample:\n  bnn boards examples/cnv.bnn --target pynq')
    .action((file: string, options: BoardsOptions) =>
      finish(import('./commands/boards.js').then(({ boards }) => boards(terminal, host, file, options))),
    );

  program
    .command('format')
    .description('Write files in the canonical layout. Comments are kept; what cannot be parsed is left as it is.')
    .argument('<file...>', '.bnn files, or - to go from stdin to stdout')
    .option('--check', 'change nothing; exit 1 and name the files that would change')
    .option('--json', 'print {changed: [file]}')
    .addHelpText('after', '\nExample:\n  bnn format --check examples/*.bnn')
    .action((files: string[], options: FormatOptions) =>
      finish(import('./commands/format.js').then(({ format }) => format(terminal, host, files, options, readStdin))),
    );

  program
    .command('build')
    .description("Generate the project of a network and run the vendor's tools on it, up to a step.")
    .argument('<file>', 'a .bnn file, or - for stdin')
    .addOption(new Option('--step <step>', 'the step to come to').choices(STEPS).makeOptionMandatory())
    .option('--out <folder>', 'the folder of the project (default: build/NAME-TARGET beside the file)', folderOf)
    .option('--target <name>', 'the target to build for (default: the first of the file)')
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
      finish(import('./commands/build.js').then(({ build }) => build(terminal, host, file, options))),
    );

  program
    .command('doctor')
    .description('What a build needs, what of it is here and where, and what to do about the rest.')
    .argument('[file]', 'a .bnn file: looks for the parts of its targets, too')
    .option('--tools <folder>', 'look for the tools here first; may be given several times', collect, [])
    .option('--tool-version <version>', 'only tools of this version, such as 2022.2')
    .option('--json', 'print {checks: [{name, state, found, remedy}]}')
    .action((file: string | undefined, options: DoctorOptions) =>
      finish(import('./commands/doctor.js').then(({ doctor }) => doctor(terminal, host, file, options))),
    );

  program
    .command('generate')
    .description(
      'Write the project of a network on a target: HLS C++, testbench with golden vectors, scripts for the tools, driver.',
    )
    .argument('<file>', 'a .bnn file, or - for stdin')
    .requiredOption('--out <folder>', 'where to; nothing outside of it is written', folderOf)
    .option('--target <name>', 'the target to generate for (default: the first of the file)')
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
      finish(import('./commands/generate.js').then(({ generate }) => generate(terminal, host, file, options))),
    );

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
      finish(import('./commands/report.js').then(({ report }) => report(terminal, host, folder, options))),
    );

  program
    .command('simulate')
    .description('Run images through a network, in the integers that the hardware computes.')
    .argument('<file>', 'a .bnn file, or - for stdin')
    .requiredOption('--input <npz>', 'images [N, ...input shape], channels last; labels [N] for the accuracy')
    .option('--target <name>', 'the target whose network is run (default: the first of the file)')
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
      finish(import('./commands/simulate.js').then(({ simulate }) => simulate(terminal, host, file, options))),
    );

  program
    .command('diff')
    .description('What a change costs: layer by layer and in total, between two files or two revisions of one.')
    .argument('<file...>', 'two .bnn files, or one with --against')
    .option('--against <revision>', 'compare with this revision of the file, by git')
    .option('--target <name>', 'the target that is compared (default: the first of the new file)')
    .option('--fail-if <limit>', 'exit 1 beyond it, such as lut+5%, fps-3%, bram18+2; may be given again', collect)
    .option('--markdown', 'print for a pull request')
    .option('--json', 'print {before, after, layers, infrastructure, totals, failed}')
    .addHelpText('after', '\nExample:\n  bnn diff net.bnn --against HEAD~1 --fail-if lut+5% --fail-if fps-3%')
    .action((files: string[], options: DiffOptions) =>
      finish(import('./commands/diff.js').then(({ diff }) => diff(terminal, host, files, options))),
    );

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
      finish(import('./commands/calibrate.js').then(({ calibrate }) => calibrate(terminal, host, reports, options))),
    );

  program
    .command('sweep')
    .description('Write the design points of a grid with their projects, and a Snakemake workflow that builds them.')
    .argument('[file]', 'a .bnn file')
    .option(
      '--grid <axes...>',
      'key=value,value: device, clock, throughput, latency, budget.lut, LAYER.pe, LAYER.simd, ...',
    )
    .option('--out <folder>', 'where to: new, empty, or that of an earlier sweep, whose points are replaced', folderOf)
    .option('--target <name>', 'the target that the points vary (default: the first of the file)')
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
      finish(import('./commands/sweep.js').then(({ sweep }) => sweep(terminal, host, file, options))),
    );

  program
    .command('lsp')
    .description('Run the language server, for editors other than VS Code.')
    .option('--stdio', 'speak over stdin and stdout (the only way)')
    .option('--no-warm-up', 'run through no made-up keystrokes in idle moments before the first ones are typed')
    .action(() => finish(import('./commands/lsp.js').then(({ languageServer }) => languageServer())));

  return {
    async run(args) {
      try {
        await program.parseAsync(named(program, args), { from: 'user' });
        return code;
      } catch (error) {
        if (error instanceof CommanderError) {
          if (error.exitCode === 0) return EXIT.ok;
          const help = error.code === 'commander.help' ? 'say what to do: bnn --help' : error.message;
          throw new UsageError(help.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' '));
        }
        throw error;
      }
    },
  };
}

/**
 * The arguments, of which a name of no command stays alone: commander would print the general help for `frob --help`, as if
 * that were one.
 */
function named(program: Command, args: readonly string[]): string[] {
  const name = args[0] === 'help' ? args[1] : args[0];
  const known = name === undefined || name.startsWith('-') || name === 'help' || name === '';
  return known || program.commands.some((command) => command.name() === name) ? [...args] : [name];
}

/** An option that may be given several times. */
function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** A folder of an option. An empty one would be the current folder, which hardly anybody means who gives an empty variable. */
function folderOf(value: string): string {
  if (value === '') throw new UsageError('--out: the name of the folder is empty');
  return value;
}
