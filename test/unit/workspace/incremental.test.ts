import { describe, expect, it, vi } from 'vitest';
import type { Found } from '../../../server/src/folding/found.js';
import type { FoldingQuestion } from '../../../server/src/folding/live.js';
import type { Analysis } from '../../../server/src/workspace/analysis.js';
import { MAIN, snapshotOf } from '../../support/analysis.js';
import { cases } from '../../support/cases.js';
import { randomNetworkText, seeded, type Random } from '../../support/random-network.js';

/** Who folds: the rule of the command line, or searches that have ended, as the server has them. */
const FOLDERS = ['the rule', 'answers of searches'] as const;

/** The modules as a new process has them: every table that outlives an analysis is empty. */
async function newProcess(
  folder: (typeof FOLDERS)[number],
): Promise<{ readonly analyser: () => { analyse: (text: string) => Analysis } }> {
  vi.resetModules();
  const { createAnalyser } = await import('../../../server/src/workspace/analyse.js');
  const { greedyFolder } = await import('../../../server/src/folding/greedy.js');
  return {
    analyser: () => {
      const analyser = createAnalyser(greedyFolder);
      const answers = new Map<string, Found>();
      const folding = ({ key, request }: FoldingQuestion): Found | undefined => {
        const answer: Found = { folding: greedyFolder(request).folding, latencyS: undefined, certificate: undefined };
        return answers.get(key) ?? answers.set(key, answer).get(key);
      };
      const answered = folder === 'the rule' ? {} : { folding };
      return { analyse: (text) => analyser.analyse({ ...snapshotOf(text), ...answered }, MAIN) };
    },
  };
}

/** Everything that an analysis says, as text. */
function everything({ diagnostics, foreign, program, designs, shown }: Analysis): string {
  const told = designs.map(({ target, folded, estimate }) => {
    const { pipeline } = estimate;
    const numbers = { ...estimate, pipeline: undefined, device: undefined };
    const { engines, edges, enginesOf } = pipeline;
    const explained = engines.map(({ explain }) => explain());
    const { folding, chosen, replaced } = folded;
    return [target?.name, folding, chosen, replaced, engines, edges, enginesOf, numbers, explained];
  });
  return JSON.stringify([diagnostics, foreign, program.networks, told, [...shown.keys()]]);
}

const TARGETS = `
target fast { device=pynq_z1 clock=100MHz throughput=20kFPS }
target full { device=pynq_z1 clock=100MHz }
target soon { device=zc706 clock=200MHz latency=40us }
`;

function networkText(random: Random): string {
  const text = randomNetworkText(random, 8);
  const name = /network (\w+)/.exec(text)?.[1] ?? 'N';
  return text + TARGETS.replace(/target (\w+)/g, `target $1 for ${name}`);
}

/** One edit, as people make them: a number, a line more or less, a character, an attribute. */
function edited(text: string, random: Random): string {
  const below = (n: number): number => Math.floor(random() * n);
  const numbers = [...text.matchAll(/(?<==)\d+/g)];
  const number = numbers[below(numbers.length)];
  const lines = text.split('\n');
  const line = below(lines.length);
  switch (below(6)) {
    case 0:
    case 1: {
      if (!number) return text;
      const value = Number(number[0]);
      const other = [value * 2, Math.max(1, value >> 1), 1 + below(40)][below(3)];
      return `${text.slice(0, number.index)}${other}${text.slice(number.index + number[0].length)}`;
    }
    case 2:
      return lines.toSpliced(line, 1).join('\n');
    case 3:
      return lines.toSpliced(line, 0, '// a comment', lines[below(lines.length)] ?? '').join('\n');
    case 4:
      return lines
        .with(line, `${lines[line] ?? ''} ${['pe=2', 'simd=4', 'fifo=8', 'mem=bram', '{'][below(5)]}`)
        .join('\n');
    default: {
      const at = below(text.length);
      return text.slice(0, at) + ' }=x1\n'.charAt(below(6)) + text.slice(at);
    }
  }
}

describe('what is kept from one keystroke to the next', () => {
  it.each(FOLDERS)(
    'changes nothing, folded by %s: an edited text says what it says to a new process',
    async (folder) => {
      const random = seeded(4);
      const sequences = Array.from({ length: 8 }, () => {
        const first = networkText(random);
        const texts = [first];
        for (let edit = 0; edit < cases(12); edit++) texts.push(edited(texts.at(-1) ?? first, random));
        // Back to where it began, as undo does.
        return [...texts, first];
      });
      const typing = await newProcess(folder);
      const typed = sequences.map((texts) => {
        const { analyse } = typing.analyser();
        return texts.map((text) => everything(analyse(text)));
      });
      // Another process meets the same texts the other way round, each with a new analyser.
      const other = await newProcess(folder);
      sequences.toReversed().forEach((texts, fromEnd) => {
        texts.toReversed().forEach((text, stepFromEnd) => {
          const before = typed[sequences.length - 1 - fromEnd]?.[texts.length - 1 - stepFromEnd];
          expect(everything(other.analyser().analyse(text))).toBe(before);
        });
      });
    },
  );

  it('holds foldings and estimates, so that the test compares something', async () => {
    const { analyser } = await newProcess('the rule');
    const { designs } = analyser().analyse(networkText(seeded(4)));
    expect(designs).toHaveLength(3);
    expect(designs.every(({ estimate }) => estimate.fps > 0)).toBe(true);
  });
});
