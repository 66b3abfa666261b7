import { describe, expect, it } from 'vitest';
import { contextOf, lower } from '../../../server/src/hardware/lower.js';
import type { Pipeline } from '../../../server/src/hardware/pipeline.js';
import { foldText, read, requestOf } from './design.js';

const RESIDUAL = `network N {
  defaults weights=bipolar activation=uint4
  input x type=uint4 shape=16x16x8
  conv a filters=8 kernel=3 pad=1
  conv b filters=8 kernel=3 pad=1
  add  sum from=[b, a] activation=uint4
  dense out units=4 activation=none
}`;

/** Engines as `name: what it reads`, in pipeline order. */
function wiring({ engines, edges }: Pipeline): readonly string[] {
  return engines.map(({ name }, at) => {
    const from = edges.filter((edge) => edge.to === at).sort((a, b) => a.toPort - b.toPort);
    return `${name}: ${from.map((edge) => `${engines[edge.from]?.name}.${edge.fromPort}`).join(', ')}`;
  });
}

function pipelineOf(text: string): Pipeline {
  return foldText(text).estimate.pipeline;
}

describe('lower', () => {
  it('makes a layer its engines, and what stands between layers', () => {
    expect(wiring(pipelineOf(RESIDUAL))).toEqual([
      'x.input-dma: ',
      'a.input-width-converter: x.input-dma.0',
      'a.pad: a.input-width-converter.0',
      'a.sliding-window: a.pad.0',
      'a.mvtu: a.sliding-window.0',
      'a.duplicate: a.mvtu.0',
      'b.pad: a.duplicate.0',
      'b.sliding-window: b.pad.0',
      'b.mvtu: b.sliding-window.0',
      'sum.add: b.mvtu.0, a.duplicate.1',
      'sum.threshold: sum.add.0',
      'out.mvtu: sum.threshold.0',
      'out.output-width-converter: out.mvtu.0',
      'out.output-dma: out.output-width-converter.0',
    ]);
  });

  it('every port is read once and carries what both ends say', () => {
    const { engines, edges } = pipelineOf(RESIDUAL);
    for (const { from, fromPort, to, toPort, stream } of edges) {
      expect(engines[from]?.outputs[fromPort]).toMatchObject({ bits: stream.bits, words: stream.words });
      expect(engines[to]?.inputs[toPort]).toMatchObject({ bits: stream.bits, words: stream.words });
    }
    const outputs = engines.flatMap((engine) => engine.outputs).length;
    expect(new Set(edges.map(({ from, fromPort }) => `${from} ${fromPort}`)).size).toBe(outputs);
    expect(new Set(engines.map(({ name }) => name)).size).toBe(engines.length);
  });

  it('puts a converter where words differ, in front of the reader', () => {
    const pipeline = pipelineOf(RESIDUAL.replace('conv b', 'conv b simd=4').replace('conv a', 'conv a pe=2'));
    const converter = pipeline.engines.find(({ name }) => name === 'b.width-converter');
    expect(converter).toMatchObject({ layer: 2, cycles: 16 * 16 * 4, inputs: [{ lanes: 2 }], outputs: [{ lanes: 4 }] });
  });

  it('leaves no FIFO of a branch too shallow for the window of the other one', () => {
    const { engines, edges } = pipelineOf(RESIDUAL);
    const into = edges.filter((edge) => engines[edge.to]?.name === 'sum.add');
    // b's window runs 3 + 1 of 16 rows behind: 4/16 of 2 048 words, and a word in flight at either end of both.
    expect(into.map(({ depth, pinned }) => [depth, pinned])).toEqual([
      [2, false],
      [516, false],
    ]);
  });

  it('takes depths as written', () => {
    const { engines, edges } = pipelineOf(RESIDUAL.replace('from=[b, a]', 'from=[b, a] fifo=[4, auto]'));
    const into = edges.filter((edge) => engines[edge.to]?.name === 'sum.add');
    expect(into.map(({ depth, pinned }) => [depth, pinned])).toEqual([
      [4, true],
      [516, false],
    ]);
  });

  it('pads the lanes that align adds', () => {
    const { engines } = pipelineOf(`network N {
      input x type=bipolar shape=784
      dense f units=64 align=64 simd=64 weights=bipolar activation=none
    }`);
    expect(engines.map(({ name, cycles }) => [name, cycles])).toEqual([
      ['x.input-dma', 13],
      ['f.mvtu', 64 * 13],
      ['f.output-width-converter', 64],
      ['f.output-dma', 11],
    ]);
  });

  it('bare streams bring the words that the first reader takes', () => {
    const stream = 'target t for N { device="xc7z020clg400-1" }';
    const names = pipelineOf(`${RESIDUAL}\n${stream}`).engines.map(({ name }) => name);
    expect(names).not.toContain('a.input-width-converter');
    expect(names).not.toContain('out.output-width-converter');
  });

  it('a network without hardware layers, or one with a layer that reads nothing, still lowers', () => {
    expect(pipelineOf('network N { input x type=uint4 shape=4 }').engines.length).toBeLessThanOrEqual(2);
    const broken = pipelineOf(RESIDUAL.replace('conv b filters=8 kernel=3', 'conv b filters=8 kernel=3 from=nowhere'));
    expect(broken.engines.map(({ name }) => name)).toEqual([
      'x.input-dma',
      'a.input-width-converter',
      'a.pad',
      'a.sliding-window',
      'a.mvtu',
    ]);
  });

  it('computes nothing anew for an equal layer of another text', () => {
    const texts = [RESIDUAL, RESIDUAL.replace('units=4', 'units=5')].map((text) => requestOf(read(text)));
    const [before, after] = texts.map(({ network, target, device }) =>
      lower(network, [], contextOf(target, device)).engines.find(({ name }) => name === 'b.sliding-window'),
    );
    expect(after?.resources).toBe(before?.resources);
    expect(after?.explain).toBe(before?.explain);
  });
});
