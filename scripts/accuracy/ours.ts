// What FINN built, kind of instance by kind, beside what ours would build of the same network at the same folding.
import { fullCount } from '../../server/src/diagnostics/format-numbers.js';
import type { Resources } from '../../server/src/devices/primitives.js';
import type { EngineKind } from '../../server/src/hardware/pipeline.js';
import { addResources, NO_RESOURCES } from '../../server/src/devices/primitives.js';
import type { DesignRow } from './designs.js';
import type { KindRow } from './builds.js';
import { table } from './markdown.js';

/** The names that test/data/measured-builds.json has for our engines. */
const KINDS: Readonly<Partial<Record<EngineKind, string>>> = {
  'input-dma': 'dma',
  'output-dma': 'dma',
  'width-converter': 'converter',
  'sliding-window': 'window',
  mvtu: 'mvau',
};

/** Builds by the measured point of the same design. */
export function oursTable(designs: readonly DesignRow[], built: readonly KindRow[]): string {
  const rows = designs.flatMap(({ known, design }) => {
    const [id = ''] = known.points;
    const measured = built.filter(({ build }) => build === id);
    if (measured.length === 0) return [];
    const ours = byKind(design.estimate);
    const kinds = [...new Set([...measured.map(({ kind }) => kind), ...ours.keys()])].filter(
      (kind) => kind !== 'total',
    );
    return [...kinds, 'total'].map((kind) => {
      const theirs = measured.find((row) => row.kind === kind)?.measured ?? NO_RESOURCES;
      const own = kind === 'total' ? design.estimate.totals : (ours.get(kind) ?? NO_RESOURCES);
      return [
        id,
        kind,
        fullCount(theirs.lut),
        fullCount(own.lut),
        difference(own.lut - theirs.lut),
        fullCount(theirs.ff),
        fullCount(own.ff),
        difference(own.ff - theirs.ff),
        fullCount(own.bram18),
      ];
    });
  });
  const head = [
    'build',
    'kind',
    'LUT measured',
    'ours',
    'difference',
    'FF measured',
    'ours',
    'difference',
    'BRAM18, ours',
  ];
  return table(head, rows);
}

function byKind({ layers, infrastructure }: DesignRow['design']['estimate']): ReadonlyMap<string, Resources> {
  const sums = new Map<string, Resources>();
  for (const { kind, resources } of [...layers.flatMap((layer) => layer?.engines ?? []), ...infrastructure]) {
    const name = KINDS[kind] ?? kind;
    sums.set(name, addResources(sums.get(name) ?? NO_RESOURCES, resources));
  }
  return sums;
}

function difference(value: number): string {
  return value > 0 ? `+${fullCount(value)}` : fullCount(value);
}
