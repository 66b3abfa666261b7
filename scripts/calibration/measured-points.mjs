// The measured MVTUs as points of the fit: stand-alone units, and layers of whole designs after synthesis or placement.
import { readFileSync } from 'node:fs';
import { buildInfrastructure, buildMvtus, buildPools } from './measured-builds.mjs';
import { ramLuts } from './features.mjs';
import { heldOutUnits } from './held-out.mjs';

const read = (name) => JSON.parse(readFileSync(new URL(`../../test/data/${name}`, import.meta.url), 'utf8'));

/** All points whose confidence is A or B and that HLS built; what is quoted from memory is never fitted. */
export function measuredMvtus() {
  return [...earlierMvtus(), ...heldOutUnits().flatMap(({ points }) => points)];
}

/** Those that were known before test/data/held-out.json tested the fit. */
export function earlierMvtus() {
  return [...standAlone(), ...thesis(), ...layers(), ...buildMvtus()].map((point) => ({
    ...point,
    repository: /^mvu_.*_hls/.test(point.id) ? 'asadalam/FINN_MatrixVector_RTL' : point.source,
  }));
}

/** Vivado HLS units of the comparison with hand-written RTL (xczu3eg, weights inside, no thresholds). */
function standAlone() {
  return read('measured.json')
    .points.filter(({ id, confidence }) => /^mvu_.*_hls/.test(id) && confidence !== 'C')
    .map(({ id, folding, measured }) => ({
      id,
      source: id.startsWith('mvu_blog') ? 'FINN blog 2021' : id.replace(/_hls.*/, ''),
      unit: {
        family: 'xcup',
        pe: folding.PE,
        simd: folding.SIMD,
        weightBits: folding.w_bits,
        valueBits: folding.inp_bits,
        columns: folding.MW,
        rows: folding.MH,
        // This version of the library keeps its inputs even where one pass over the rows needs them once.
        buffered: true,
      },
      lut: measured.LUT,
      ff: measured.FF,
      ...(measured.BRAM === undefined ? {} : { bram18: measured.BRAM, style: 'auto' }),
    }));
}

/** A CNV after implementation, weights streamed from block RAM. The first layer multiplies 8-bit pixels in DSPs. */
function thesis() {
  const point = read('measured.json').points.find(({ id }) => id === 'finn_thesis_cnv_w1a1');
  return point.layers.map((layer) => ({
    id: `finn_thesis ${layer.layer}`,
    source: 'Finn_Thesis',
    unit: {
      family: 'xc7',
      pe: layer.PE,
      simd: layer.SIMD,
      weightBits: 1,
      valueBits: layer.MW === 27 ? 8 : 1,
      columns: layer.MW,
      rows: layer.MH,
      levels: layer.MH === 10 ? 0 : 1,
      embedded: false,
      streamed: true,
      dsp: layer.DSP,
    },
    lut: layer.LUT,
    ff: layer.FF,
    bram18: 2 * layer.BRAM_36K + layer.BRAM_18K,
    // Its folding file says ram_style=auto.
    style: 'auto',
  }));
}

/** MVAUs of Vitis HLS 2022.2 after synthesis; their multipliers were left to the tool, which took DSPs. */
function layers() {
  return read('measured-layers.json')
    .points.filter(({ kind, syn_LUT: lut }) => kind === 'MVAU_hls' && lut !== undefined)
    .map((layer) => {
      const levels = layer.levels ?? 2 ** (layer.out_w / layer.PE) - 1;
      return {
        id: `${layer.source.split('@')[0]} ${layer.node}`,
        source: layer.source.split('@')[0],
        unit: {
          family: 'xc7',
          pe: layer.PE,
          simd: layer.SIMD,
          weightBits: layer.w_w / (layer.PE * layer.SIMD),
          valueBits: layer.in_w / layer.SIMD,
          columns: layer.MW,
          rows: layer.MH,
          levels,
          thresholdBits: layer.thresholdBits,
          embedded: false,
          // The other two list the memory that streams the weights apart, or not at all.
          streamed: layer.source.startsWith('akhilvasan/finn_cybsec'),
          dsp: layer.syn_DSP,
        },
        lut: layer.syn_LUT,
        ff: layer.syn_FF,
        ...(layer.wstrm_BRAM36 === undefined
          ? { bram18: 2 * layer.syn_BRAM36 + layer.syn_BRAM18, style: streamedStyle(layer.source) }
          : { bram18: 2 * layer.wstrm_BRAM36 + layer.wstrm_BRAM18, style: streamedStyle(layer.source) }),
      };
    });
}

/** Where streamed weights went: 64 x 2 bits took no block RAM in one design, 8 x 72 bits a PE did in the others. */
function streamedStyle(source) {
  return source.startsWith('akhilvasan/finn_cybsec') ? 'auto' : 'bram';
}

/** Max pools of FINN after synthesis or implementation: 2 x 2 windows, all channels a word. */
export function measuredPools() {
  const separate = read('measured-layers.json')
    .points.filter(({ kind, syn_LUT: lut }) => kind === 'StreamingMaxPool_hls' && lut !== undefined)
    .map((layer) => ({
      id: `${layer.source.split('@')[0]} ${layer.node}`,
      source: layer.source.split('@')[0],
      bits: layer.NumChannels * Number(layer.valueTypes[0].replace(/\D/g, '')),
      valueBits: Number(layer.valueTypes[0].replace(/\D/g, '')),
      rows: true,
      // The report of some leaves the row buffer out; of the others a RAM32M holds six bits in four LUTs.
      memory:
        layer.syn_LUT_logic === undefined
          ? ramLuts(
              layer.ImgDim / layer.PoolDim,
              layer.NumChannels * Number(layer.valueTypes[0].replace(/\D/g, '')),
              'xc7',
            )
          : 0,
      lut: layer.syn_LUT_logic ?? layer.syn_LUT,
      ff: layer.syn_FF,
    }));
  const instances = read('measured.json').points.find(({ id }) => id === 'finn_thesis_cnv_w1a1').instances;
  const whole = Object.entries(instances)
    .filter(([name]) => name.includes('StreamingMaxPool'))
    .map(([name, { LUT, FF }], index) => ({
      id: `Finn_Thesis ${name}`,
      source: 'Finn_Thesis',
      bits: [64, 128][index],
      valueBits: 1,
      rows: true,
      memory: 0,
      lut: LUT,
      ff: FF,
    }));
  return [...separate, ...whole, ...buildPools()];
}

/** What belongs to no layer: memory ports, and the whole design less all of its instances. */
export function infrastructure() {
  const separate = read('measured-layers.json').infrastructure.map(({ source, ...rest }) => ({ id: source, ...rest }));
  const whole = read('measured.json')
    .points.filter(({ instances }) => instances !== undefined)
    .map(({ id, device, measured, instances }) => {
      const all = Object.entries(instances);
      const sum = (key) => all.reduce((total, [, counts]) => total + counts[key], 0);
      return {
        id,
        device,
        dma: all
          .filter(([name]) => name.includes('IODMA'))
          .map(([, counts]) => ({ lut: counts.LUT, ff: counts.FF, bram18: counts.BRAM_18K + 2 * counts.BRAM_36K })),
        shell: { lut: measured.LUT - sum('LUT'), ff: measured.FF - sum('FF') },
      };
    });
  return [...separate, ...whole, ...buildInfrastructure()];
}
