import type { Analysis, Design } from '../../../server/src/workspace/analysis.js';
import { inlayHints } from '../../../server/src/ide/inlay-hints.js';

/** Every stage of one example, as text that a person can read and compare. */
export function stagesOf(analysis: Analysis): Readonly<Record<string, string>> {
  return {
    diagnostics: diagnosticsStage(analysis),
    network: analysis.program.networks.map(networkStage).join('\n'),
    design: analysis.designs.map(designStage).join('\n'),
    hints: hintsStage(analysis),
  };
}

function diagnosticsStage({ diagnostics, lines }: Analysis): string {
  return diagnostics
    .map(({ code, severity, message, span }) => {
      const { line, character } = lines.position(span.start);
      return `${line + 1}:${character + 1} ${severity} ${code}: ${message}\n`;
    })
    .join('');
}

function networkStage(network: Analysis['program']['networks'][number]): string {
  const rows = network.layers.map((layer) => {
    const shape = layer.output?.shape;
    const size = shape ? `${shape.height}x${shape.width}x${shape.channels}` : '?';
    const reads = layer.inputs.map((input) => network.layers[input]?.name).join(' ');
    const sum = layer.accumulator
      ? ` sum ${layer.accumulator.lo}..${layer.accumulator.hi} (${layer.accumulator.name})`
      : '';
    return `${layer.name}: ${layer.kind} <- ${reads || '-'} = ${size} ${layer.output?.type.name ?? '?'}${sum}\n`;
  });
  return `network ${network.name}\n${rows.join('')}`;
}

function designStage({ network, target, device, estimate, folded }: Design): string {
  const rows = network.layers.flatMap((layer) => {
    const own = estimate.layers[layer.index];
    const folding = folded.folding[layer.index];
    if (!own) return [];
    const engines = own.engines.map(({ kind, cycles }) => `${kind} ${cycles}`).join(', ');
    const { lut, ff, bram18, uram, dsp } = own.resources;
    return [
      `${layer.name}: pe=${folding?.pe ?? '-'} simd=${folding?.simd ?? '-'} ${own.cycles} cycles (${engines}) ${lut} LUT ${ff} FF ${bram18} BRAM18 ${uram} URAM ${dsp} DSP\n`,
    ];
  });
  const { lut, ff, bram18, uram, dsp } = estimate.totals;
  return [
    `design ${network.name} ${target?.name ?? '-'} ${device?.name ?? '-'} ${estimate.clockHz} Hz\n`,
    `interval ${estimate.intervalCycles}, path ${estimate.criticalPathCycles}, ${estimate.fps.toPrecision(8)} FPS, bottleneck ${estimate.bottleneck?.engine.name ?? '-'}\n`,
    `total ${lut} LUT ${ff} FF ${bram18} BRAM18 ${uram} URAM ${dsp} DSP\n`,
    ...rows,
  ].join('');
}

function hintsStage(analysis: Analysis): string {
  return inlayHints(analysis, analysis.lines.range({ start: 0, end: analysis.text.length }), {
    folding: true,
    cost: true,
  })
    .map(({ position, label }) => {
      const text = typeof label === 'string' ? label : label.map(({ value }) => value).join('');
      return `${position.line + 1}:${position.character + 1} ${text}\n`;
    })
    .join('');
}
