// The slow oracle: every engine's loop in plain form, one iteration a cycle, all of them in lock-step. It knows nothing
// of runs, schedules or batches; each loop is written after server/hls/<engine>.hpp.
import type { Engine, Pipeline } from '../../server/src/hardware/pipeline.js';
import type { Layer } from '../../server/src/network/graph.js';
import {
  argmax,
  converter,
  counted,
  mvtu,
  padding,
  pool,
  upsample,
  windowSerial,
  windowSeveral,
  type Iteration,
  type Loop,
  type Window,
} from './cycle-loops.js';

export interface CycleResult {
  /** By frame: the cycle in which the last word of it left, counted from 0. */
  readonly finished: readonly number[];
  readonly peaks: readonly number[];
  readonly deadlock: boolean;
}

/** Runs `frames` frames through a pipeline with the given FIFO depths. */
export function simulateCycles(pipeline: Pipeline, depths: readonly number[], frames: number): CycleResult {
  const { engines, edges } = pipeline;
  const held = edges.map(() => 0);
  const peaks = edges.map(() => 0);
  const read = edges.map(() => 0);
  const written = edges.map(() => 0);
  const inputs = engines.map((_, at) =>
    edges.flatMap((edge, index) => (edge.to === at ? [{ port: edge.toPort, index }] : [])),
  );
  const outputs = engines.map((_, at) => edges.flatMap((edge, index) => (edge.from === at ? [index] : [])));
  const loops = engines.map((engine) =>
    loopOf(engine, engine.layer === undefined ? undefined : pipeline.network.layers[engine.layer], frames),
  );
  const next: (Iteration | undefined)[] = loops.map((loop) => loop.next().value ?? undefined);
  const total = (index: number): number => (edges[index]?.stream.words ?? 0) * frames;
  const finished: number[] = Array.from({ length: frames }, () => -1);
  for (let cycle = 0; ; cycle++) {
    const before = [...held];
    const fired: number[] = [];
    next.forEach((iteration, at) => {
      if (!iteration) return;
      const wanted = iteration.reads.flatMap((port) => inputs[at]?.find((input) => input.port === port)?.index ?? []);
      // What no frame brings any more is not waited for.
      const open = wanted.filter((index) => (read[index] ?? 0) < total(index));
      const ready = open.every((index) => (before[index] ?? 0) > 0);
      const room =
        !iteration.writes || (outputs[at] ?? []).every((index) => (before[index] ?? 0) < (depths[index] ?? 0));
      if (!ready || !room) return;
      fired.push(at);
      for (const index of open) {
        held[index] = (held[index] ?? 0) - 1;
        read[index] = (read[index] ?? 0) + 1;
        if ((outputs[at] ?? []).length === 0) {
          const words = edges[index]?.stream.words ?? 1;
          if ((read[index] ?? 0) % words === 0) {
            const frame = (read[index] ?? 0) / words - 1;
            finished[frame] = Math.max(finished[frame] ?? -1, cycle);
          }
        }
      }
      if (iteration.writes) {
        for (const index of outputs[at] ?? []) {
          held[index] = (held[index] ?? 0) + 1;
          written[index] = (written[index] ?? 0) + 1;
        }
      }
    });
    held.forEach((words, index) => (peaks[index] = Math.max(peaks[index] ?? 0, words)));
    for (const at of fired) next[at] = loops[at]?.next().value ?? undefined;
    if (next.every((iteration) => iteration === undefined)) return { finished, peaks, deadlock: false };
    if (fired.length === 0) return { finished, peaks, deadlock: true };
  }
}

function loopOf(engine: Engine, layer: Layer | undefined, frames: number): Loop {
  const [from] = engine.inputs;
  const [to] = engine.outputs;
  const wordsIn = from?.words ?? 0;
  const wordsOut = to?.words ?? 0;
  const operation = layer?.operation;
  const shape = layer?.inputTensors[0]?.shape;
  const output = layer?.output?.shape;
  const positions = output ? output.height * output.width : 1;
  switch (engine.kind) {
    case 'input-dma':
      return counted(frames * wordsOut, () => ({ reads: [], writes: true }));
    case 'output-dma':
      return counted(frames * wordsIn, () => ({ reads: [0], writes: false }));
    case 'mvtu': {
      const groups = operation?.kind === 'conv' ? operation.groups : 1;
      return mvtu(frames, positions, groups, wordsIn / (positions * groups), wordsOut / (positions * groups));
    }
    case 'dwmvtu':
      return mvtu(frames, wordsOut, 1, wordsIn / wordsOut, 1);
    case 'width-converter':
      return converter(frames, from?.bits ?? 1, to?.bits ?? 1, wordsIn, wordsOut);
    case 'add':
      return counted(frames * wordsOut, () => ({ reads: engine.inputs.map((_, port) => port), writes: true }));
    case 'concat': {
      const shares = engine.inputs.flatMap((input, port) =>
        Array.from({ length: input.words / positions }, () => port),
      );
      return counted(frames * wordsOut, (at) => ({ reads: [shares[at % shares.length] ?? 0], writes: true }));
    }
    case 'pad':
    case 'sliding-window':
      if ((operation?.kind !== 'conv' && operation?.kind !== 'dwconv') || !shape || !output) break;
      {
        const { pad, kernel, stride, dilation } = operation;
        const words = shape.channels / (from?.lanes ?? 1);
        if (engine.kind === 'pad') return padding(frames, shape.height, shape.width, words, pad);
        const groups = operation.kind === 'conv' ? operation.groups : words;
        const taps = (to?.lanes ?? 1) / (from?.lanes ?? 1);
        const window: Window = {
          height: shape.height + pad.top + pad.bottom,
          width: shape.width + pad.left + pad.right,
          outH: output.height,
          outW: output.width,
          kernel,
          stride,
          dilation,
          words,
          groups,
          taps,
          cycles: engine.cycles,
        };
        return taps > 1 || kernel[0] * kernel[1] === 1 ? windowSeveral(frames, window) : windowSerial(frames, window);
      }
    case 'pool':
      if (!shape || !output) break;
      {
        const words = shape.channels / (from?.lanes ?? 1);
        const whole = operation?.kind === 'globalavgpool';
        if (!whole && operation?.kind !== 'maxpool' && operation?.kind !== 'avgpool') break;
        const kernel = whole ? ([shape.height, shape.width] as const) : operation.kernel;
        const stride = whole ? kernel : operation.stride;
        const top = whole ? 0 : operation.pad.top;
        const left = whole ? 0 : operation.pad.left;
        return pool(frames, shape.height, shape.width, output.height, output.width, kernel, stride, top, left, words);
      }
    case 'upsample':
      if (operation?.kind !== 'upsample' || !shape) break;
      return upsample(frames, shape.height, shape.width, operation.scale, shape.channels / (from?.lanes ?? 1));
    case 'argmax':
      if (operation?.kind !== 'argmax') break;
      return argmax(frames, positions, wordsIn / positions, operation.top);
    default:
  }
  return counted(frames * wordsIn, () => ({ reads: [0], writes: true }));
}
