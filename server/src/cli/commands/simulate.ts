import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { significant } from '../../diagnostics/format-numbers.js';
import type { Host } from '../../host/host.js';
import type { Simulated } from '../../jobs/simulate.js';
import { placed } from '../../parameters/state.js';
import type { EngineName } from '../engine-names.js';
import { engines, vendorHeaders } from '../engines.js';
import { loadFile, parameterBytes, type LoadedFile } from '../load.js';
import { diagnosticLine, printed, printedDiagnostics } from '../report-diagnostics.js';
import { exitOf, reportAndJudge, selectDesigns } from '../select.js';
import { EXIT, endProgress, showProgress, UsageError, type Terminal } from '../terminal.js';

export interface SimulateOptions {
  readonly input: string;
  readonly engine: EngineName;
  readonly target?: string;
  readonly strict?: boolean;
  readonly hlsInclude?: string;
  readonly bounded?: boolean;
  readonly json?: boolean;
}

/** `bnn simulate`: runs images through a network; exit 1 where its parameters or the images are wrong, 3 without a compiler. */
export async function simulate(
  terminal: Terminal,
  host: Host,
  file: string,
  options: SimulateOptions,
): Promise<number> {
  const engine = engines[options.engine];
  if (options.bounded && options.engine !== 'csim') throw new UsageError('--bounded is for --engine csim');
  if (options.bounded && options.hlsInclude !== undefined) {
    throw new UsageError("--bounded takes bnn's own streams: leave --hls-include out");
  }
  const hlsInclude = options.engine === 'csim' ? await vendorHeaders(host, options.hlsInclude, process.env) : undefined;
  const images = await host.readBytes(pathToFileURL(path.resolve(options.input)).href);
  if (!images.ok) throw new UsageError(`${options.input}: ${images.message}`);
  const loaded = await loadFile(host, file);
  const designs = selectDesigns(terminal, loaded, { target: options.target });
  const [design] = designs;
  if (!reportAndJudge(terminal, loaded, designs) || !design) return EXIT.failed;
  const parameters = parameterBytes(loaded, design);
  // That the file is missing has been told.
  if (parameters === 'missing') return EXIT.failed;
  const { network } = design;

  const running = engine({
    host,
    design,
    parameters,
    images: images.bytes,
    hlsInclude,
    bounded: options.bounded ?? false,
    progress: (done, total) => {
      showProgress(terminal, `${network.name}: ${done} of ${total} images`);
    },
  });
  const stopListening = terminal.onInterrupt?.(() => running.cancel());
  const outcome = await running.outcome;
  stopListening?.();
  endProgress(terminal);
  if (outcome.status === 'cancelled') {
    terminal.err('bnn: interrupted\n');
    return EXIT.interrupted;
  }
  if (outcome.status === 'failed') {
    terminal.err(`bnn: ${outcome.message}\n`);
    return EXIT.failed;
  }
  const { output } = outcome;
  if ('missingTool' in output) {
    terminal.err(`bnn: ${output.missingTool}\n`);
    return EXIT.missingTool;
  }
  if ('refused' in output) {
    terminal.err(`bnn: ${options.input}: ${output.refused}\n`);
    return EXIT.failed;
  }
  if ('faults' in output) {
    reportOnce(terminal, loaded, placed(output.faults, network));
    return EXIT.failed;
  }
  if (output.random) terminal.err(`bnn: ${network.name} has no params: random weights (seeded)\n`);
  terminal.out(
    options.json ? `${JSON.stringify(documentOf(output))}\n` : summary(network.name, options.engine, output),
  );
  return exitOf(loaded, options);
}

/** Prints what the analysis has not printed yet. */
function reportOnce(terminal: Terminal, loaded: LoadedFile, faults: readonly Diagnostic[]): void {
  const told = new Set(printedDiagnostics(loaded).map(diagnosticLine));
  for (const line of printed(loaded, faults).map(diagnosticLine)) if (!told.has(line)) terminal.err(`${line}\n`);
}

/** The contract of docs/command-line.md. */
function documentOf({ images, predictions, outputs, outputsPerImage, right, imagesPerSecond }: Simulated): object {
  return {
    predictions: [...predictions],
    outputs: Array.from({ length: images }, (_, image) => [
      ...outputs.subarray(image * outputsPerImage, (image + 1) * outputsPerImage),
    ]),
    ...(right === undefined ? {} : { accuracy: images === 0 ? 0 : right / images }),
    imagesPerSecond,
  };
}

const MOST_CLASSES = 20;

function summary(name: string, engine: EngineName, result: Simulated): string {
  const { images, predictions, right, imagesPerSecond } = result;
  const classes = [...predictions.subarray(0, MOST_CLASSES)].join(' ');
  const lines = [
    `${name} (${engine}): ${images} images, ${significant(imagesPerSecond)} images/s`,
    right === undefined
      ? 'no labels, so no accuracy'
      : `accuracy ${Number(((100 * right) / Math.max(1, images)).toFixed(2))} %: ${right} of ${images} right`,
    `classes ${classes}${images > MOST_CLASSES ? ' ... (--json for all)' : ''}`,
  ];
  return `${lines.join('\n')}\n`;
}
