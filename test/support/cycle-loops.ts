// The loops of the engines in plain form, one iteration a cycle, each written after server/hls/<engine>.hpp.

/** What one iteration touches: inputs by number, and whether it writes. */
export interface Iteration {
  readonly reads: readonly number[];
  readonly writes: boolean;
}

/** An engine at work: its iterations, one after the other. */
export type Loop = Generator<Iteration, undefined>;

export function* counted(count: number, iteration: (at: number) => Iteration): Loop {
  for (let at = 0; at < count; at++) yield iteration(at);
  return undefined;
}

export function* mvtu(frames: number, positions: number, groups: number, columnFolds: number, rowFolds: number): Loop {
  for (let vector = 0; vector < frames * positions * groups; vector++) {
    for (let row = 0; row < rowFolds; row++) {
      for (let column = 0; column < columnFolds; column++) {
        yield { reads: row === 0 ? [0] : [], writes: column === columnFolds - 1 };
      }
    }
  }
  return undefined;
}

export function* padding(
  frames: number,
  height: number,
  width: number,
  words: number,
  { top, bottom, left, right }: { top: number; bottom: number; left: number; right: number },
): Loop {
  for (let frame = 0; frame < frames; frame++) {
    for (let y = 0; y < top + height + bottom; y++) {
      for (let x = 0; x < left + width + right; x++) {
        const inside = y >= top && y < top + height && x >= left && x < left + width;
        for (let word = 0; word < words; word++) yield { reads: inside ? [0] : [], writes: true };
      }
    }
  }
  return undefined;
}

export function* upsample(
  frames: number,
  height: number,
  width: number,
  [sh, sw]: readonly [number, number],
  words: number,
): Loop {
  for (let frame = 0; frame < frames; frame++)
    for (let y = 0; y < height; y++)
      for (let copyY = 0; copyY < sh; copyY++)
        for (let x = 0; x < width; x++)
          for (let copyX = 0; copyX < sw; copyX++)
            for (let word = 0; word < words; word++)
              yield { reads: copyX === 0 && copyY === 0 ? [0] : [], writes: true };
  return undefined;
}

export function* argmax(frames: number, positions: number, words: number, top: number): Loop {
  const period = Math.max(words, top);
  let left = 0;
  let remaining = frames * positions;
  let step = 0;
  while (remaining > 0 || left > 0) {
    const writes = left > 0;
    if (left > 0) left--;
    const reads = remaining > 0 && step < words;
    yield { reads: reads ? [0] : [], writes };
    if (remaining === 0) continue;
    if (reads && step === words - 1) left = top;
    if (++step === period) {
      step = 0;
      remaining--;
    }
  }
  return undefined;
}

export function* converter(frames: number, inBits: number, outBits: number, inWords: number, outWords: number): Loop {
  const rest = outWords - (Math.floor(((inWords - 1) * inBits) / outBits) + 1);
  const flushed = inWords > 1 && rest > 0 ? 1 : 0;
  const widening = inWords + (rest > 0 ? rest - flushed : 0);
  const words = Math.max(inWords, outWords);
  const cycles = inBits >= outBits ? words : Math.max(words, widening);
  let held = 0;
  let flush = false;
  for (let frame = 0; frame < frames; frame++) {
    let [read, written] = [0, 0];
    for (let step = 0; step < cycles; step++) {
      let write = flush;
      if (flush) {
        held = 0;
        flush = false;
      }
      const reads = read !== inWords && held < outBits;
      if (reads) {
        held += inBits;
        read++;
      }
      if (!write && written !== outWords && (held >= outBits || read === inWords)) {
        write = true;
        held = held > outBits ? held - outBits : 0;
        written++;
      }
      yield { reads: reads ? [0] : [], writes: write };
    }
    flush = written !== outWords;
    if (!flush) held = 0;
  }
  if (flush) yield { reads: [], writes: true };
  return undefined;
}

export interface Window {
  readonly height: number;
  readonly width: number;
  readonly outH: number;
  readonly outW: number;
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly words: number;
  readonly groups: number;
  readonly taps: number;
  readonly cycles: number;
}

export function* windowSerial(frames: number, w: Window): Loop {
  const [kh, kw] = w.kernel;
  const spanH = (kh - 1) * w.dilation[0] + 1;
  const spanW = (kw - 1) * w.dilation[1] + 1;
  const wordsIn = w.height * w.width * w.words;
  const groupWords = w.words / w.groups;
  const reach = ((spanH - 1) * w.width + spanW - 1) * w.words;
  const toNext = w.stride[1] * w.words;
  const toNextRow = (w.stride[0] * w.width - (w.outW - 1) * w.stride[1]) * w.words;
  const meanwhile = w.width === 1 ? 0 : (kh - 1) * kw * groupWords;
  const aheadRow = w.outH > 1 || w.height > spanH ? toNextRow - meanwhile : 0;
  const aheadPixel = w.outW > 1 ? toNext - meanwhile : 0;
  const depth = reach + w.words + Math.max(0, aheadRow, aheadPixel);
  const used = reach + ((w.outH - 1) * w.stride[0] * w.width + (w.outW - 1) * w.stride[1] + 1) * w.words;
  // The order of the words, spelled out.
  const order: { at: number; release: number }[] = [];
  for (let y = 0; y < w.outH; y++)
    for (let x = 0; x < w.outW; x++) {
      for (let group = 0; group < w.groups; group++)
        for (let row = 0; row < kh; row++)
          for (let column = 0; column < kw; column++)
            for (let word = 0; word < groupWords; word++) {
              const pixel =
                (y * w.stride[0] + row * w.dilation[0]) * w.width + x * w.stride[1] + column * w.dilation[1];
              order.push({ at: pixel * w.words + group * groupWords + word, release: 0 });
            }
      const last = order.at(-1);
      if (last) last.release = x < w.outW - 1 ? toNext : toNextRow;
    }
  for (let frame = 0; frame < frames; frame++) {
    let [read, limit, done] = [0, depth, 0];
    for (let step = 0; step < w.cycles || done < order.length || read < wordsIn; step++) {
      const wanted = order[done];
      const ready = wanted !== undefined && wanted.at < read;
      const spare = read >= used;
      const takes = read !== wordsIn && (wanted === undefined || spare || read < limit);
      yield { reads: takes ? [0] : [], writes: ready };
      if (ready) {
        limit += wanted.release;
        done++;
      }
      if (takes) read++;
    }
  }
  return undefined;
}

export function* windowSeveral(frames: number, w: Window): Loop {
  const [kh, kw] = w.kernel;
  const wordsIn = w.height * w.width * w.words;
  const reach = ((kh - 1) * w.dilation[0] * w.width + (kw - 1) * w.dilation[1]) * w.words;
  // By window word: how many words must have come.
  const needed: number[] = [];
  for (let y = 0; y < w.outH; y++)
    for (let x = 0; x < w.outW; x++)
      for (let word = 0; word < w.words; word++)
        needed.push(reach + (y * w.stride[0] * w.width + x * w.stride[1]) * w.words + word + 1);
  for (let frame = 0; frame < frames; frame++) {
    let [read, taken, left] = [0, 0, 0];
    for (let step = 0; step < w.cycles || taken < needed.length || left > 0 || read < wordsIn; step++) {
      const takes = read !== wordsIn && (taken === needed.length || read !== needed[taken]);
      if (takes) read++;
      if (left === 0 && taken < needed.length && read === needed[taken]) {
        left = (kh * kw) / w.taps;
        taken++;
      }
      yield { reads: takes ? [0] : [], writes: left > 0 };
      if (left > 0) left--;
    }
  }
  return undefined;
}

export function* pool(
  frames: number,
  height: number,
  width: number,
  outH: number,
  outW: number,
  [kh, kw]: readonly [number, number],
  [sh, sw]: readonly [number, number],
  top: number,
  left: number,
  words: number,
): Loop {
  const inside = top === 0 && left === 0 && (outH - 1) * sh + kh <= height && (outW - 1) * sw + kw <= width;
  if (inside && kh <= sh && kw <= sw) {
    for (let frame = 0; frame < frames; frame++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          for (let word = 0; word < words; word++) yield { reads: [0], writes: x % sw === kw - 1 && y % sh === kh - 1 };
    return undefined;
  }
  const windows = (outW - 1) * sw + 1;
  const pitch = Math.max(width, kw, Math.ceil(windows / sh));
  const size = Math.max((height - 1) * pitch + width, (outH - 1) * sh * pitch + windows);
  const lead = (kh - 1 - top) * pitch + kw - 1 - left;
  // Window (y, x) of a frame stands `lead` pixels behind its place in the frame's raster.
  const places = new Set<number>();
  for (let y = 0; y < outH; y++) for (let x = 0; x < outW; x++) places.add(y * sh * pitch + x * sw);
  let outFrames = 0;
  for (let pixel = 0; outFrames < frames || pixel < frames * size; pixel++) {
    const at = pixel % size;
    const reads = pixel < frames * size && at % pitch < width && Math.floor(at / pitch) < height;
    const behind = pixel - lead;
    const writes = behind >= 0 && places.has(behind % size);
    for (let word = 0; word < words; word++) yield { reads: reads ? [0] : [], writes };
    if (writes && behind % size === (outH - 1) * sh * pitch + (outW - 1) * sw) outFrames++;
  }
  return undefined;
}
