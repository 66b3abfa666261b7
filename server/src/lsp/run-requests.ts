import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { significant } from '../diagnostics/format-numbers.js';
import { contextOf } from '../hardware/lower.js';
import type { CheckedCsimOutput, MissingTool } from '../host/csim.js';
import type { Host } from '../host/host.js';
import type { RunningJob } from '../jobs/job.js';
import type { Difference, SelfCheckOutput } from '../jobs/self-check.js';
import type { SimulateOutput } from '../jobs/simulate.js';
import type { Network } from '../network/graph.js';
import { resolvePath } from '../network/paths.js';
import { bareNetwork } from '../parameters/state.js';
import type { Design } from '../workspace/analysis.js';
import { guardedLater } from './answer.js';
import { tell, type CancellationToken, type Connection } from './connection.js';
import {
  NETWORKS,
  RUN_CSIM,
  RUN_IMAGES,
  SELF_CHECK,
  WORK_PROGRESS,
  type NetworkInfo,
  type RunCsimParams,
  type RunImagesParams,
  type SelfCheckParams,
  type TextParams,
  type WorkResult,
} from './protocol.js';
import type { Session } from './session.js';

/** Seeded images of a self-check. */
const CHECK_IMAGES = 4;

export interface RunRequests {
  readonly [NETWORKS]: (params: TextParams, token: CancellationToken) => Promise<readonly NetworkInfo[]>;
  readonly [RUN_IMAGES]: (params: RunImagesParams, token: CancellationToken) => Promise<WorkResult>;
  readonly [RUN_CSIM]: (params: RunCsimParams, token: CancellationToken) => Promise<WorkResult>;
  readonly [SELF_CHECK]: (params: SelfCheckParams, token: CancellationToken) => Promise<WorkResult>;
}

/** Networks under test: what they give on images, and their self-checks. All of it runs in a job. */
export function runRequests(connection: Connection, session: Session, host: Host): RunRequests {
  const networks: RunRequests[typeof NETWORKS] = ({ uri }, token) =>
    guardedLater(session, NETWORKS, uri, [], token, async () => {
      const { program, lines } = await session.complete(uri);
      return program.networks.map(({ name, statement }) => {
        const position = lines.position((statement.name ?? statement).span.start);
        return { name, check: `${name}: reference = C simulation`, ...position };
      });
    });

  /** Runs a job on a network with its parameters; `worded` says what its output means. */
  const work = async <Output>(
    params: SelfCheckParams,
    token: CancellationToken,
    start: (
      design: Design,
      parameters: Uint8Array | undefined,
      progress: (done: number, total: number) => void,
    ) => Promise<RunningJob<Output> | string>,
    worded: (network: Network, output: Output) => WorkResult,
  ): Promise<WorkResult> => {
    const analysis = await session.complete(params.uri);
    const design = analysis.shown.get(params.network);
    const network = design?.network;
    if (!network) return failed(`There is no network ${params.network} in this file.`);
    if (!network.complete) return failed(`${network.name} has errors; see the Problems view.`);
    const parameters = await readParameters(host, network);
    if (typeof parameters === 'string') return failed(parameters);
    const progress = (done: number, total: number): void =>
      tell(connection, WORK_PROGRESS, {
        work: params.work,
        message: `${done} of ${total} images`,
        share: total > 0 ? done / total : 1,
      });
    const running = await start(design, parameters, progress);
    if (typeof running === 'string') return failed(running);
    if (token.isCancellationRequested) running.cancel();
    const listening = token.onCancellationRequested(() => running.cancel());
    const outcome = await running.outcome;
    listening.dispose();
    if (outcome.status === 'cancelled') return failed('Cancelled.');
    return outcome.status === 'failed' ? failed(outcome.message) : worded(network, outcome.output);
  };

  /** The bytes of the images, or why there are none. */
  const readImages = async (uri: string): Promise<Uint8Array | string> => {
    const read = await host.readBytes(uri);
    return read.ok ? read.bytes : `The images cannot be read: ${read.message}.`;
  };

  const images: RunRequests[typeof RUN_IMAGES] = (params, token) =>
    guardedLater(session, RUN_IMAGES, params.uri, failed(FAULT), token, () =>
      work(
        params,
        token,
        async ({ network }, parameters, progress) => {
          const images = await readImages(params.images);
          if (typeof images === 'string') return images;
          const input = { network: bareNetwork(network), parameters, images };
          return host.startJob('simulate', input, progress);
        },
        simulationWorded,
      ),
    );
  const csim: RunRequests[typeof RUN_CSIM] = (params, token) =>
    guardedLater(session, RUN_CSIM, params.uri, failed(FAULT), token, () =>
      work(
        params,
        token,
        async (shown, parameters, progress) => {
          const images = await readImages(params.images);
          if (typeof images === 'string') return images;
          const { checkedCsim } = await import('../host/csim.js');
          const { depthsOf } = await import('../jobs/fifo-depths.js');
          const { network, target, device, folded } = shown;
          const { bounded } = params;
          const depths = bounded ? depthsOf(shown) : undefined;
          const context = contextOf(target, device);
          const design = { network: bareNetwork(network), folding: folded.folding, context, parameters, depths };
          return checkedCsim(host, design, images, { hlsInclude: undefined, bounded, progress });
        },
        csimWorded,
      ),
    );
  const selfCheck: RunRequests[typeof SELF_CHECK] = (params, token) =>
    guardedLater(session, SELF_CHECK, params.uri, failed(FAULT), token, () =>
      work(
        params,
        token,
        async ({ network, target, device, folded: { folding } }, parameters, progress) => {
          const { selfCheckCsim } = await import('../host/csim.js');
          const context = contextOf(target, device);
          const design = { network: bareNetwork(network), folding, context, parameters };
          const options = { hlsInclude: undefined, progress };
          return selfCheckCsim(host, design, CHECK_IMAGES, options);
        },
        selfCheckWorded,
      ),
    );
  return { [NETWORKS]: networks, [RUN_IMAGES]: images, [RUN_CSIM]: csim, [SELF_CHECK]: selfCheck };
}

const FAULT = 'The tool itself failed; the log says where.';

/** The bytes of a network's parameter file, undefined where it names none, or what is wrong. */
async function readParameters(host: Host, { uri, params }: Network): Promise<Uint8Array | string | undefined> {
  if (!params) return undefined;
  const file = resolvePath(uri, params.path);
  if (file === undefined) return `There is no file "${params.path}" beside this one.`;
  const read = await host.readBytes(file);
  return read.ok ? read.bytes : `Cannot read "${params.path}": ${read.message}.`;
}

function simulationWorded({ name }: Network, output: SimulateOutput): WorkResult {
  if ('refused' in output) return failed(`${name}: ${output.refused}.`);
  if ('faults' in output) return faulty(name, output.faults);
  const { images, right, imagesPerSecond, predictions, random } = output;
  const accuracy =
    right === undefined
      ? `ran on ${images} images (no labels, so no accuracy)`
      : `${Number(((100 * right) / Math.max(1, images)).toFixed(2))} % of ${images} images right`;
  const marked = random ? ' with random weights (seeded)' : '';
  const counts = new Map<number, number>();
  for (const best of predictions) counts.set(best, (counts.get(best) ?? 0) + 1);
  const classes = [...counts].sort(([a], [b]) => a - b).map(([best, count]) => `class ${best}: ${count} images`);
  return {
    status: 'passed',
    message: `${name}${marked}: ${accuracy}, ${significant(imagesPerSecond)} images/s.`,
    details: classes,
  };
}

function csimWorded(network: Network, output: CheckedCsimOutput): WorkResult {
  const { name } = network;
  if ('missingTool' in output) return { status: 'skipped', message: `${name}: ${output.missingTool}.`, details: [] };
  if ('refused' in output) return failed(`${name}: ${output.refused}.`);
  if ('faults' in output) return faulty(name, output.faults);
  if (output.difference) return failed(`${name}: ${differenceText(output.difference)}`);
  const { message, details } = simulationWorded(network, output.simulated);
  return {
    status: 'passed',
    message: `${message} The C simulation gives the integers of the reference on every image.`,
    details,
  };
}

function differenceText({ image, layer, element, channel, expected, found }: Difference): string {
  return `image ${image} differs first in ${layer}, element ${element} (channel ${channel}): the reference gives ${expected}, the C simulation ${found}.`;
}

function selfCheckWorded({ name }: Network, output: SelfCheckOutput | MissingTool): WorkResult {
  if ('missingTool' in output) return { status: 'skipped', message: `${name}: ${output.missingTool}.`, details: [] };
  if ('refused' in output) return failed(`${name}: ${output.refused}.`);
  if ('faults' in output) return faulty(name, output.faults);
  const { images, difference, random } = output;
  if (difference) {
    return failed(`${name}: ${differenceText(difference)}`);
  }
  const weights = random ? 'random weights (seeded)' : 'its trained weights';
  return {
    status: 'passed',
    message: `${name}: reference and C simulation give equal integers in every layer on ${images} seeded images, with ${weights}.`,
    details: [],
  };
}

function faulty(name: string, faults: readonly Diagnostic[]): WorkResult {
  const lines = faults.map(({ code, message }) => `${code}: ${message}`);
  const [first = ''] = lines;
  return { status: 'failed', message: `${name}: ${first}`, details: lines };
}

function failed(message: string): WorkResult {
  return { status: 'failed', message, details: [] };
}
