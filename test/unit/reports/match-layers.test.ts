import { describe, expect, test } from 'vitest';
import { matchLayers } from '../../../server/src/reports/match-layers.js';
import type { MeasuredModule } from '../../../server/src/reports/measured-report.js';
import { foldText } from '../hardware/design.js';

const { pipeline } = foldText(`block unit(n) { conv c filters=n kernel=3 }
network net {
  defaults weights=bipolar activation=bipolar
  input image type=int8 shape=8x8x3
  conv c1 filters=4 kernel=3
  unit r1 n=4
  dense c10 units=10 activation=none
}
target t for net { device=pynq_z1 clock=100MHz }`).estimate;

/** Modules by their paths (`net_wrapper/net/c1_mvtu_U0`), with LUTs and the name of the module. */
function modules(...rows: readonly (readonly [path: string, lut: number, module?: string])[]): MeasuredModule[] {
  return rows.map(([path, lut, module]) => {
    const names = path.split('/');
    return { name: names.at(-1) ?? '', path: names, module, resources: { lut } };
  });
}

/** Each match as `instance: engine or stream, layer`. */
function told(found: readonly MeasuredModule[]): string[] {
  return matchLayers(found, pipeline).matched.map(({ module, engine, stream, layer }) => {
    const part = engine === undefined ? (stream === undefined ? 'layer' : 'stream') : pipeline.engines[engine]?.name;
    return `${module.name}: ${part} of ${layer === undefined ? 'none' : pipeline.network.layers[layer]?.name}`;
  });
}

describe('names of a design of ours', () => {
  test('as HLS and Vivado wrap them; the longest name wins', () => {
    expect(
      told(
        modules(
          ['w/c1_mvtu_U0', 1],
          ['w/grp_c10_mvtu_fu_28', 1],
          ['w/net_top_r1_c_mvtu_U0', 1],
          ['w/c1_mvtu_out_U', 1],
          ['w/x17', 1, 'net_top_c1_sliding_window_0'],
          ['w/c1_weights_U', 1],
        ),
      ),
    ).toEqual([
      'c1_mvtu_U0: c1.mvtu of c1',
      'grp_c10_mvtu_fu_28: c10.mvtu of c10',
      'net_top_r1_c_mvtu_U0: r1.c.mvtu of r1.c',
      'c1_mvtu_out_U: stream of none',
      'x17: c1.sliding-window of c1',
      'c1_weights_U: layer of c1',
    ]);
  });

  test('what stands inside of a match, and what holds matches, is not counted again', () => {
    const found = modules(
      ['net_wrapper', 900],
      ['net_wrapper/ps7', 100],
      ['net_wrapper/ps7/inst', 100],
      ['net_wrapper/c1', 700],
      ['net_wrapper/c1/c1_mvtu_U0', 500],
      ['net_wrapper/c1/c1_mvtu_U0/c1_weights_U', 200],
      ['net_wrapper/c1/glue', 5],
    );
    expect(told(found)).toEqual(['c1_mvtu_U0: c1.mvtu of c1']);
    expect(matchLayers(found, pipeline).unmatched.map(({ name }) => name)).toEqual(['ps7', 'glue']);
  });

  test('in a list without hierarchy the process holds what it calls', () => {
    expect(
      told(modules(['mvtu_c1_mvtu_config_s', 480], ['c1_mvtu', 500], ['c1_weights_ROM', 20], ['entry_proc', 1])),
    ).toEqual(['c1_mvtu: c1.mvtu of c1']);
  });

  test('an input tells nothing', () => {
    expect(told(modules(['w/image_reader', 1]))).toEqual([]);
  });
});

describe("FINN's nodes", () => {
  test('are the n-th of their kind, in older names too', () => {
    const rows = [
      ['MVAU_hls_10', 3],
      ['MVAU_hls_2', 2],
      ['MVAU_hls_0', 1],
      ['ConvolutionInputGenerator_rtl_0', 1],
      ['ConvolutionInputGenerator_rtl_1', 1],
      ['StreamingFIFO_rtl_0', 1],
      ['MVAU_hls_0_wstrm', 1],
    ] as const;
    expect(told(modules(...rows))).toEqual([
      'MVAU_hls_10: c10.mvtu of c10',
      'MVAU_hls_2: r1.c.mvtu of r1.c',
      'MVAU_hls_0: c1.mvtu of c1',
      'ConvolutionInputGenerator_rtl_0: c1.sliding-window of c1',
      'ConvolutionInputGenerator_rtl_1: r1.c.sliding-window of r1.c',
    ]);
    expect(
      told(modules(['StreamingFCLayer_Batch_0', 1], ['StreamingFCLayer_Batch_1', 1], ['StreamingFCLayer_Batch_2', 1])),
    ).toHaveLength(3);
  });

  test('of several versions of one kind, stand in the order of the graph', () => {
    expect(told(modules(['MVAU_hls_0', 1], ['MVAU_rtl_0', 1], ['MVAU_hls_1', 1]))).toEqual([
      'MVAU_hls_0: c1.mvtu of c1',
      'MVAU_rtl_0: r1.c.mvtu of r1.c',
      'MVAU_hls_1: c10.mvtu of c10',
    ]);
  });

  test('another number of them is said, not guessed at', () => {
    const found = matchLayers(modules(['MVAU_hls_0', 1], ['MVAU_hls_1', 1]), pipeline);
    expect(found.matched).toEqual([]);
    expect(found.notes).toEqual([
      'the reports have 2 nodes such as MVAU_hls_0, the network has 3 engines of that kind: they were not told apart',
    ]);
    expect(found.unmatched).toHaveLength(2);
  });
});
