import { describe, expect, it } from 'vitest';
import { greedyFolder } from '../../../server/src/folding/greedy.js';
import { modelsOf } from '../../../server/src/hardware/layer-model.js';
import { madeUpKeystrokes } from '../../../server/src/ide/warm-up.js';
import { createAnalyser } from '../../../server/src/workspace/analyse.js';
import { analyseText, MAIN, snapshotOf } from '../../support/analysis.js';

const TEXT = `
network N { defaults weights=bipolar activation=bipolar
  input x type=bipolar shape=64
  dense a units=64
  dense b units=32 pe=5
}
target t for N { device=pynq_z1 clock=100MHz throughput=1MFPS }
`;

function take(steps: number): void {
  const keystrokes = madeUpKeystrokes();
  for (let step = 0; step < steps; step++) expect(keystrokes.next().done).not.toBe(true);
}

describe('the warm-up', () => {
  it('comes round again without an end or a fault', () => {
    take(150);
  });

  it('changes nothing that an analysis says', () => {
    const told = ({ diagnostics, designs }: ReturnType<typeof analyseText>): string =>
      JSON.stringify([diagnostics, designs.map(({ folded, estimate }) => [folded.folding, estimate.totals])]);
    const before = told(analyseText(TEXT));
    take(20);
    expect(told(analyseText(TEXT))).toBe(before);
  });

  it('pushes nothing out of what is kept for the texts that are open', () => {
    const analyser = createAnalyser(greedyFolder);
    const design = (text: string) => {
      const [found] = analyser.analyse(snapshotOf(text), MAIN).designs;
      if (!found) throw new Error('the text has no design');
      return found;
    };
    const before = design(TEXT);
    take(40);
    // An edit that changes no hardware: all that was estimated is taken as it was.
    const after = design(TEXT.replace('network', '// a comment\nnetwork'));
    expect(after.estimate).not.toBe(before.estimate);
    expect(after.folded.folding).toBe(before.folded.folding);
    expect(after.estimate.layers.map((layer, at) => layer === before.estimate.layers[at])).toEqual([true, true, true]);
    expect(modelsOf(after.network, { family: 'xc7' })).toEqual(modelsOf(before.network, { family: 'xc7' }));
  });
});
