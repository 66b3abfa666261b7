import type { Padding, WindowGeometry } from '../../network/graph.js';
import type { EngineDraft } from '../draft.js';
import type { StreamShape } from '../pipeline.js';
import type { ReadyLayer } from '../ready.js';
import { argmaxSchedule, converterSchedule, padSchedule, rowFolds, upsampleSchedule } from './loops.js';
import { poolSchedule } from './pool.js';
import { ONE_TO_ONE, READS_ONLY, repeated, WRITES_ONLY, type Schedule } from './schedule.js';
import { windowSchedule } from './window.js';

export { READS_ALL, READS_NONE, type Run, type Schedule } from './schedule.js';

/**
 * When an engine reads and writes its streams. `layer` is the one that it belongs to; infrastructure has none. Equal
 * drafts share one schedule.
 */
export function scheduleOf(engine: EngineDraft, layer: ReadyLayer | undefined): Schedule {
  // The list of inputs stays the same object wherever a draft is placed; a source has none of its own.
  const key = engine.inputs.length > 0 ? engine.inputs : engine.outputs;
  let schedule = known.get(key);
  if (!schedule) {
    schedule = makeSchedule(engine, layer);
    known.set(key, schedule);
  }
  return schedule;
}

const known = new WeakMap<readonly StreamShape[], Schedule>();

const NO_STREAM: StreamShape = { lanes: 1, valueBits: 1, bits: 1, words: 0 };
const NO_PAD: Padding = { top: 0, bottom: 0, left: 0, right: 0 };

function makeSchedule(engine: EngineDraft, layer: ReadyLayer | undefined): Schedule {
  const [from = NO_STREAM] = engine.inputs;
  const [to = NO_STREAM] = engine.outputs;
  switch (engine.kind) {
    case 'input-dma':
      return WRITES_ONLY;
    case 'output-dma':
      return READS_ONLY;
    case 'width-converter':
      return converterSchedule(from, to);
    case 'mvtu':
      return matrixSchedule(from, to, layer);
    case 'dwmvtu':
      return rowFolds(from.words / Math.max(1, to.words), 1);
    case 'concat':
      return repeated(
        ...engine.inputs.map(({ words }, port) => ({
          count: words / positionsOf(layer),
          gap: 1,
          reads: port,
          writes: true,
        })),
      );
    default:
      return layer ? mapSchedule(engine, layer) : ONE_TO_ONE;
  }
}

/** Row folds and column folds of one vector, from the words of a frame. */
function matrixSchedule(from: StreamShape, to: StreamShape, layer: ReadyLayer | undefined): Schedule {
  const groups = layer?.operation.kind === 'conv' ? layer.operation.groups : 1;
  const vectors = positionsOf(layer) * groups;
  return rowFolds(from.words / vectors, to.words / vectors);
}

/** Engines that walk over a map. */
function mapSchedule(engine: EngineDraft, { operation, inputTensors, output }: ReadyLayer): Schedule {
  const shape = inputTensors[0]?.shape ?? output.shape;
  const { height, width, channels } = shape;
  const lanes = engine.inputs[0]?.lanes ?? 1;
  const words = channels / lanes;
  const to = { outputHeight: output.shape.height, outputWidth: output.shape.width };
  switch (operation.kind) {
    case 'conv':
    case 'dwconv': {
      if (engine.kind === 'pad') return padSchedule(height, width, operation.pad, words);
      if (engine.kind !== 'sliding-window') return ONE_TO_ONE;
      const groups = operation.kind === 'conv' ? operation.groups : words;
      const taps = (engine.outputs[0]?.lanes ?? lanes) / lanes;
      const { kernel, stride, dilation, pad } = operation;
      const map = padded(height, width, pad);
      return windowSchedule({ ...map, channels, ...to, kernel, stride, dilation, lanes, taps, groups }, engine.cycles);
    }
    case 'maxpool':
    case 'avgpool':
      return engine.kind === 'pool' ? poolOf(operation, operation.pad) : ONE_TO_ONE;
    case 'globalavgpool': {
      const whole = [height, width] as const;
      return engine.kind === 'pool' ? poolOf({ kernel: whole, stride: whole }, NO_PAD) : ONE_TO_ONE;
    }
    case 'upsample':
      return engine.kind === 'upsample' ? upsampleSchedule(width, operation.scale, words) : ONE_TO_ONE;
    case 'argmax':
      return engine.kind === 'argmax' ? argmaxSchedule(words, operation.top) : ONE_TO_ONE;
    default:
      return ONE_TO_ONE;
  }

  function poolOf({ kernel, stride }: Pick<WindowGeometry, 'kernel' | 'stride'>, pad: Padding): Schedule {
    return poolSchedule({ height, width, ...to, kernel, stride, pad }, words);
  }
}

function padded(
  height: number,
  width: number,
  { top, bottom, left, right }: Padding,
): { height: number; width: number } {
  return { height: height + top + bottom, width: width + left + right };
}

/** Positions of a layer's output map. */
function positionsOf(layer: ReadyLayer | undefined): number {
  return layer ? layer.output.shape.height * layer.output.shape.width : 1;
}
