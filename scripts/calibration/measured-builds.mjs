// Whole FINN builds, instance by instance, as points of the fits: test/data/measured-builds.json, and the instances of
// test/data/held-out.json, which tested the fits before they were points of them.
import { readFileSync } from 'node:fs';
import { log2Ceil, ramLuts } from './features.mjs';

const read = (name) => JSON.parse(readFileSync(new URL(`../../test/data/${name}`, import.meta.url), 'utf8'));
const { builds } = read('measured-builds.json');
const { builds: heldOut } = read('held-out.json');

/** Instances of one kind with their build: shape, counts and family. */
function instances(kind) {
  return [...builds, ...heldOut].flatMap(({ id, device, instances: all }) =>
    all
      .filter((one) => one.kind === kind)
      .map((one) => ({ ...one, source: id, family: device.startsWith('xc7z') ? 'xc7' : 'xcup' })),
  );
}

/** MVAUs in HLS; the memory that streams the weights, in words of whole bytes, is in the counts. */
export function buildMvtus() {
  return instances('mvau').map((one) => ({
    id: `${one.source} ${one.node}`,
    source: one.source,
    unit: {
      family: one.family,
      pe: one.PE,
      simd: one.SIMD,
      weightBits: one.weightBits,
      valueBits: one.valueBits,
      columns: one.MW,
      rows: one.MH,
      levels: one.levels,
      thresholdBits: one.thresholdBits,
      embedded: false,
      streamed: true,
      // One DSP a product; a tenth beside nine products belongs to none.
      dsp: Math.min(one.DSP ?? 0, one.PE * one.SIMD),
      fabricDsp: one.fabricDsp ?? 0,
    },
    lut: one.LUT,
    ff: one.FF,
    bram18: one.BRAM18 ?? 0,
    style: 'auto',
  }));
}

/** Max pools: of maps, all channels a word; of rows, one channel a word. */
export function buildPools() {
  return instances('pool').map(({ source, family, height, width, channels, pe, bits, LUT, LUTMEM, FF }) => {
    const rows = height > 1;
    return {
      id: `${source} ${rows ? `${height}x${width}` : width} x ${channels}, ${bits} bits`,
      source,
      rows,
      bits: pe * bits,
      valueBits: bits,
      memory: LUTMEM ?? ramLuts(rows ? width / 2 : channels / pe, pe * bits, family),
      lut: LUT,
      ff: FF,
    };
  });
}

/**
 * Bits from which a shift register that is loaded takes a LUT a bit. Two bits share one below: of 22 converters from 24 to
 * 112 bits none takes more than 1.1 LUTs a bit and most half, of 20 from 128 bits on all take one.
 */
const WIDE_SPLIT = 128;

/** Converters, FIFOs, padding and windows, all in hand-written RTL: terms, and what is counted beforehand. */
export const BUILD_ENGINES = {
  converter: {
    points: instances('converter').map((one) => {
      const wide = Math.max(one.inBits, one.outBits);
      const parts = wide / Math.min(one.inBits, one.outBits);
      const split = one.inBits > one.outBits ? one.inBits : 0;
      return {
        ...one,
        // The word that is taken apart or put together, and a register of the narrow one.
        fixedFf: wide + Math.min(one.inBits, one.outBits),
        lutTerms: {
          base: 1,
          splitBit: split < WIDE_SPLIT ? split : 0,
          wideSplitBit: split < WIDE_SPLIT ? 0 : split,
          joinBit: one.inBits < one.outBits ? one.inBits : 0,
          countBit: log2Ceil(parts + 1),
        },
        ffTerms: { base: 1 },
      };
    }),
  },
  fifoOfTwo: {
    points: instances('fifo')
      .filter(({ depth }) => depth === 2)
      .map((one) => ({
        ...one,
        lutTerms: { addressBit: 1, bit: one.bits },
        ffTerms: { addressBit: 1, bit: one.bits },
      })),
  },
  fifoShifted: {
    points: instances('fifo')
      .filter(({ depth }) => depth > 2 && depth <= 256)
      .map((one) => ({
        ...one,
        fixedLut: one.bits * Math.ceil(one.depth / 32),
        lutTerms: { addressBit: log2Ceil(one.depth), bit: one.bits },
        ffTerms: { addressBit: log2Ceil(one.depth), bit: one.bits },
      })),
  },
  fifoDeep: {
    points: instances('fifo')
      .filter(({ depth }) => depth > 256)
      .map((one) => ({
        ...one,
        lutTerms: { addressBit: log2Ceil(one.depth) },
        ffTerms: { addressBit: log2Ceil(one.depth), bit: one.bits },
      })),
  },
  argmax: {
    points: instances('argmax').map((one) => {
      const compared = (one.pe ?? 1) * one.bits;
      return {
        ...one,
        lutTerms: { base: 1, comparedBit: compared, indexBit: (one.pe ?? 1) * one.indexBits },
        ffTerms: { base: 1, comparedBit: compared, indexBit: (one.pe ?? 1) * one.indexBits },
      };
    }),
  },
  pad: {
    points: instances('pad').map((one) => ({
      ...one,
      lutTerms: { base: 1, bit: one.lanes * one.bits },
      ffTerms: { base: 1, bit: one.lanes * one.bits },
    })),
  },
  window: {
    points: instances('window')
      .filter(({ allTaps }) => !allTaps)
      .map((one) => {
        const { height, width, channels, lanes, bits, kernel, stride = [1, 1], family } = one;
        const fold = channels / lanes;
        const words = ((kernel[0] - 1) * width + kernel[1]) * fold;
        // What a stride skips is held, too.
        const skipped = Math.max(0, (stride[0] - 1) * width - kernel[0] * kernel[1]) * fold;
        const counters = log2Ceil(height) + log2Ceil(width) + log2Ceil(fold);
        return {
          ...one,
          fixedLut: ramLuts(words + skipped, lanes * bits, family, false),
          lutTerms: { base: 1, addressBit: log2Ceil(words), counterBit: counters },
          ffTerms: { base: 1, addressBit: log2Ceil(words), counterBit: counters, bit: lanes * bits },
        };
      }),
  },
};

/** Memory ports and the whole design less all of its instances, where every instance is listed. */
export function buildInfrastructure() {
  return [...listedInfrastructure(), ...heldOutInfrastructure()];
}

/** Ports as wide as the memory's, or a byte, and shells of the builds that tested the fits; wider ports convert words, too. */
function heldOutInfrastructure() {
  return heldOut.flatMap(({ id, device, instances: all }) => {
    const port = device.startsWith('xc7') ? 64 : 128;
    const ports = all.filter(({ kind, bits }) => kind === 'dma' && (bits === 8 || bits === port));
    const shells = all.filter(({ kind }) => kind === 'shell');
    if (shells.length === 0) return [];
    const mean = (key) => Math.round(shells.reduce((sum, one) => sum + one[key], 0) / shells.length);
    return [
      {
        id,
        device,
        dma: ports.map((one) => ({ lut: one.LUT, ff: one.FF, bram18: one.BRAM18 ?? 0 })),
        shell: { lut: mean('LUT'), ff: mean('FF') },
      },
    ];
  });
}

function listedInfrastructure() {
  return builds.map(({ id, device, total, instances: all, selected }) => {
    const sum = (key) => all.reduce((count, one) => count + (one[key] ?? 0), 0);
    const ports = all.filter(({ kind }) => kind === 'dma');
    return {
      id,
      device,
      dma: ports.map((one) => ({ lut: one.LUT, ff: one.FF, bram18: one.BRAM18 ?? 0 })),
      ...(selected ? {} : { shell: { lut: total.LUT - sum('LUT'), ff: total.FF - sum('FF') } }),
    };
  });
}
