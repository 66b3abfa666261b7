// Sliding window unit. Its C++ twin is server/hls/sliding_window.hpp.
import type { Family } from '../../devices/primitives.js';
import type { MemoryStyle, Pair, WindowGeometry } from '../../network/graph.js';
import { ceilDiv, log2Ceil } from '../arithmetic.js';
import { BUILD_SOURCE, WINDOW } from '../cost-model.js';
import { draft, logicPart, memoryPart, streamOf, type CostPart, type EngineDraft } from '../draft.js';
import { memory } from '../memory.js';

export interface SlidingWindowSpec {
  /** The map it reads, padding included. */
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outputHeight: number;
  readonly outputWidth: number;
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  /** Channels in an input word. */
  readonly lanes: number;
  /** Window taps in an output word: 1, all of them, or a divisor of kh*kw between. */
  readonly taps: number;
  /** Whether the words of one channel group (a lane group of a depthwise layer) come out together, tap by tap. */
  readonly grouped: boolean;
  /** How many such groups a pixel has; where nothing is said, a word each if `grouped`, else one. */
  readonly groups?: number;
  readonly valueBits: number;
  readonly mem: MemoryStyle;
  readonly family: Family;
}

/** Whether a layer needs the unit: a 1x1 window that moves by one takes the map as it comes. */
export function needsWindow({ kernel, stride }: Pick<WindowGeometry, 'kernel' | 'stride'>): boolean {
  return kernel[0] * kernel[1] > 1 || stride[0] > 1 || stride[1] > 1;
}

/**
 * Cycles: FINN's ConvolutionInputGenerator_rtl (`get_exp_cycles`), and never fewer than the unit's own schedule needs
 * (docs/hls-library.md), which FINN's 1-D formula and its use of the column stride would allow. Taps between one and
 * all, which FINN has not, write kh*kw/taps words a position instead of kh*kw.
 */
export function slidingWindow(spec: SlidingWindowSpec): EngineDraft {
  const { height, width, channels, outputHeight, outputWidth, kernel, lanes, taps, valueBits } = spec;
  const fold = channels / lanes;
  const wordsIn = height * width * fold;
  const wordsOut = outputHeight * outputWidth * fold * ((kernel[0] * kernel[1]) / taps);
  const formula = cyclesFormula(spec, fold);
  const needed = neededCycles(spec, fold);
  return draft(
    'sliding-window',
    Math.max(formula.value, needed),
    {
      inputs: [streamOf(lanes, valueBits, wordsIn)],
      outputs: [streamOf(lanes * taps, valueBits, wordsOut)],
    },
    costParts(spec, fold),
    () => ({
      formula: `max(${formula.formula}, needed by the schedule)`,
      substituted: `max(${formula.substituted}, ${needed})`,
      source: 'FINN, ConvolutionInputGenerator_rtl.get_exp_cycles; docs/hls-library.md',
    }),
  );
}

/**
 * Fewest cycles of the generated unit: `SlidingWindowShape::needed` of its C++ twin. With one tap a cycle a word may
 * leave one cycle after it came; with several a window leaves once its last word has come, in kh*kw/taps words.
 */
function neededCycles(spec: SlidingWindowSpec, fold: number): number {
  const { height, width, outputHeight, outputWidth, kernel, stride, dilation, taps, grouped } = spec;
  const all = kernel[0] * kernel[1];
  const wordsIn = height * width * fold;
  if (taps > 1 || all === 1) {
    const chunks = all / taps;
    const reach = (firstWindow(spec) - 1) * fold;
    const last = ((outputHeight - 1) * stride[0] * width + (outputWidth - 1) * stride[1] + 1) * fold;
    const nextRow = (stride[0] * width - (outputWidth - 1) * stride[1]) * fold;
    return (
      reach +
      outputHeight * outputWidth * (fold - 1) * chunks +
      outputHeight * (outputWidth - 1) * Math.max(chunks, stride[1] * fold - fold + 1) +
      (outputHeight - 1) * Math.max(chunks, nextRow - fold + 1) +
      Math.max(chunks, wordsIn - reach - last + 1)
    );
  }
  const share = fold / (spec.groups ?? (grouped ? fold : 1));
  const late =
    Math.max(0, (outputHeight - 1) * (stride[0] * width * fold - outputWidth * all * fold)) +
    Math.max(0, (outputWidth - 1) * (stride[1] * fold - all * fold)) +
    Math.max(0, (kernel[0] - 1) * (dilation[0] * width * fold - kernel[1] * share)) +
    (kernel[1] - 1) * (dilation[1] * fold - share);
  return Math.max(wordsIn, 1 + outputHeight * outputWidth * all * fold + late);
}

interface WindowCycles {
  readonly value: number;
  readonly formula: string;
  readonly substituted: string;
}

function cyclesFormula(spec: SlidingWindowSpec, fold: number): WindowCycles {
  const { height, width, kernel, taps } = spec;
  const all = kernel[0] * kernel[1];
  if (taps === all) {
    return {
      value: height * width * fold + 2,
      formula: 'H*W*fold + 2',
      substituted: `${height}*${width}*${fold} + 2`,
    };
  }
  if (height === 1 && kernel[0] === 1) return oneRow(spec, fold, 1);
  if (width === 1 && kernel[1] === 1) return oneRow(spec, fold, 0);
  return rows(spec, fold);
}

/** A map of one row (or one column): what is read hides behind what is written. */
function oneRow(spec: SlidingWindowSpec, fold: number, axis: 0 | 1): WindowCycles {
  const { outputHeight, outputWidth, taps, grouped } = spec;
  const outputs = axis === 1 ? outputWidth : outputHeight;
  const kernel = spec.kernel[axis];
  const words = kernel / taps;
  const spread = (kernel - 1) * (spec.dilation[axis] - 1) * fold;
  const depthwise = grouped ? fold * (kernel - 1) * (spec.stride[axis] - 1) - (kernel - 1) : 0;
  return {
    value: outputs * words * fold + depthwise + spread + 2,
    formula: `out*k/taps*fold${grouped ? ' + fold*(k-1)*(s-1) - (k-1)' : ''}${spread ? ' + (k-1)*(d-1)*fold' : ''} + 2`,
    substituted: `${outputs}*${kernel}/${taps}*${fold}${grouped ? ` + ${depthwise}` : ''}${spread ? ` + ${spread}` : ''} + 2`,
  };
}

/** A map of rows: fill the first window, then each output row takes what it writes or what it reads. */
function rows(spec: SlidingWindowSpec, fold: number): WindowCycles {
  const { width, outputHeight, outputWidth, kernel, stride, taps, grouped } = spec;
  const fill = firstWindow(spec) * fold;
  const write = outputWidth * ((kernel[0] * kernel[1]) / taps) * fold;
  const read = stride[1] * width * fold;
  const seek = grouped ? outputWidth * (stride[1] - 1) * (fold - 1) : 0;
  const skip = grouped ? (stride[0] - 1) * width * fold : 0;
  const row = Math.max(write, read) + seek;
  return {
    value: fill + outputHeight * row + skip,
    formula: `fill + OH*(max(write, read)${grouped ? ' + OW*(sw-1)*(fold-1)' : ''})${grouped ? ' + (sh-1)*W*fold' : ''}`,
    substituted: `${fill} + ${outputHeight}*(max(${write}, ${read})${grouped ? ` + ${seek}` : ''})${grouped ? ` + ${skip}` : ''}`,
  };
}

/** Pixels from the first of the map to the last of the first window. */
export function firstWindow({
  width,
  kernel,
  dilation,
}: Pick<SlidingWindowSpec, 'width' | 'kernel' | 'dilation'>): number {
  return (kernel[0] - 1) * dilation[0] * width + (kernel[1] - 1) * dilation[1] + 1;
}

/** Words from the first to the last of a window, and those that a stride skips and the buffer still holds. */
function bufferOf(spec: SlidingWindowSpec, fold: number): { readonly words: number; readonly skipped: number } {
  const { width, kernel, stride } = spec;
  const all = kernel[0] * kernel[1];
  const skipped = Math.max(0, stride[1] - 1 - all) + Math.max(0, (stride[0] - 1) * width - all);
  return { words: firstWindow(spec) * fold, skipped: skipped * fold };
}

/**
 * One tap a cycle: one buffer from the first to the last pixel of a window, with what a stride skips (FINN's RTL unit).
 * Several taps a cycle: a line buffer for each row but the last, and a register for each tap of the window.
 */
function costParts(spec: SlidingWindowSpec, fold: number): readonly CostPart[] {
  const { width, kernel, dilation, lanes, taps, valueBits, mem, family } = spec;
  const bits = lanes * valueBits;
  const { skipped, words } = bufferOf(spec, fold);
  const address = Math.max(1, log2Ceil(words));
  const counters = log2Ceil(spec.height) + log2Ceil(width) + log2Ceil(fold);
  const output = bits * taps;
  const lut = WINDOW.lut.base + WINDOW.lut.addressBit * address + WINDOW.lut.counterBit * counters;
  const ff = WINDOW.ff.base + WINDOW.ff.addressBit * address + WINDOW.ff.counterBit * counters + WINDOW.ff.bit * output;
  const control = logicPart('control', lut, ff, (resource) => {
    const { base, addressBit, counterBit } = WINDOW[resource === 'ff' ? 'ff' : 'lut'];
    const [behind, behindNumbers] =
      resource === 'ff' ? [` + ${WINDOW.ff.bit}*output bits`, ` + ${WINDOW.ff.bit}*${output}`] : ['', ''];
    return {
      formula: `${base} + ${addressBit}*address bits + ${counterBit}*counter bits${behind}`,
      substituted: `${base} + ${addressBit}*${address} + ${counterBit}*${counters}${behindNumbers}`,
      source: BUILD_SOURCE,
    };
  });
  if (taps === 1) {
    const built = memory({ style: mem, depth: words + skipped, width: bits, count: 1, use: 'ram', family });
    return [control, memoryPart('window buffer', built, 1)];
  }
  const lines = kernel[0] - 1;
  const columns = (kernel[1] - 1) * dilation[1] + 1;
  const held = kernel[0] * columns * bits;
  const shift = fold > 1 ? held * ceilDiv(fold, 32) : 0;
  const registers = logicPart('window registers', shift, held, (resource) => ({
    formula: resource === 'ff' ? 'kh*columns*bits' : 'kh*columns*bits*ceil(fold/32), as shift registers',
    substituted: `${kernel[0]}*${columns}*${bits}${resource === 'ff' ? '' : `*ceil(${fold}/32)`}`,
    source: 'SRL32: 32 words a LUT (UG474)',
  }));
  if (lines === 0) return [control, registers];
  const depth = dilation[0] * width * fold;
  const built = memory({ style: mem, depth, width: bits, count: lines, use: 'ram', family });
  return [control, registers, memoryPart('line buffers', built, lines)];
}
