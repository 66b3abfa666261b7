import { addResources, type Resources } from '../../server/src/devices/primitives.js';
import { sharesOf } from '../../server/src/folding/exact/goals.js';
import { linkCost } from '../../server/src/folding/exact/edges.js';
import { instanceOf, linkOf, nodeOf, type Problem } from '../../server/src/folding/exact/problem.js';
import { eliminationFor } from '../../server/src/folding/exact/search.js';
import { solve } from '../../server/src/folding/exact/solve.js';
import { evaluate } from '../../server/src/folding/exact/task.js';
import { CHAIN_DEPTH } from '../../server/src/hardware/engines/fifo.js';
import type { StreamShape } from '../../server/src/hardware/pipeline.js';
import { chainOf, type FinnNode } from './finn-chain.js';

export interface Vector {
  readonly id: string;
  readonly targetCycles: number;
  readonly widthMax: number;
  readonly twoPasses: boolean;
  readonly maxCycles: number;
  /** Name, PE, SIMD, cycles; PE or SIMD null where a node has none. */
  readonly folding: readonly (readonly [string, number | null, number | null, number])[];
}

interface Setting {
  pe: number;
  simd: number;
}

/**
 * FINN's SetFolding as documented: node after node, SIMD then PE, each raised until the cycles are strictly below the
 * target; SIMD goes back one where the weights are wider than `widthMax`. With two passes a target that was missed is
 * replaced by what was reached, and the whole is done once more.
 */
export function setFolding(
  nodes: readonly FinnNode[],
  { targetCycles, widthMax, twoPasses }: Vector,
): readonly Setting[] {
  const once = (target: number): readonly Setting[] => {
    const settings = nodes.map((): Setting => ({ pe: 1, simd: 1 }));
    nodes.forEach((node, at) => {
      const own = settings[at];
      if (!own || node.kind === 'dw-swg') return;
      if (node.kind === 'mvau') raiseSimd(node, own, target, widthMax);
      // FMPadding_rtl is in none of its lists; the pool has nothing to choose.
      if (node.kind === 'swg')
        raise(
          node.simds,
          (simd) => (own.simd = simd),
          () => node.cycles(own.pe, own.simd) < target,
        );
      if (node.kind === 'mvau' || node.kind === 'vvau') {
        raise(
          node.pes,
          (pe) => (own.pe = pe),
          () => node.cycles(own.pe, own.simd) < target,
        );
      }
      const before = settings[at - 1];
      if (node.kind === 'vvau' && before) before.simd = own.pe;
    });
    return settings;
  };
  const first = once(targetCycles);
  const reached = slowest(nodes, first);
  return twoPasses && reached > targetCycles ? once(reached) : first;
}

function raise(values: readonly number[], set: (value: number) => void, met: () => boolean): void {
  for (const value of values) {
    set(value);
    if (met()) return;
  }
}

function raiseSimd(node: FinnNode, own: Setting, target: number, widthMax: number): void {
  let before = own.simd;
  for (const simd of node.simds) {
    own.simd = simd;
    if (node.cycles(own.pe, simd) < target) return;
    if (node.weightBits * simd > widthMax) {
      own.simd = before;
      return;
    }
    before = simd;
  }
}

export function slowest(nodes: readonly FinnNode[], settings: readonly Setting[]): number {
  return Math.max(...nodes.map((node, at) => node.cycles(settings[at]?.pe ?? 1, settings[at]?.simd ?? 1)));
}

/** What SetFolding and the exact search make of one vector, by the same cycles, costs and widths. */
export interface Compared {
  readonly id: string;
  readonly targetCycles: number;
  readonly reachedCycles: number;
  readonly settings: readonly Setting[];
  /** LUTs of SetFolding's folding, and the least for the interval that it reached. */
  readonly theirLut: number;
  readonly ourLut: number;
  readonly ourCycles: number;
  /** The least LUTs for the target itself, or the nodes that no folding makes fast enough. */
  readonly atTarget: { readonly lut: number; readonly cycles: number } | { readonly tooSlow: readonly string[] };
}

export function compare(vector: Vector): Compared {
  const nodes = chainOf(vector.id);
  const settings = setFolding(nodes, vector);
  const reachedCycles = slowest(nodes, settings);
  const { problem, units } = problemOf(nodes, vector.widthMax);
  const chosen = units.map((unit) => {
    const found = unit.findIndex(({ members }) =>
      members.every(({ at, pe, simd }) => settings[at]?.pe === pe && settings[at].simd === simd),
    );
    if (found < 0) throw new Error(`${vector.id}: the peer's folding is not among the choices`);
    return found;
  });
  const theirs = evaluate(problem, [], Int32Array.from(chosen));
  const ours = leastLut(problem, reachedCycles);
  if (!ours) throw new Error(`${vector.id}: the interval that was reached is not reached`);
  const there = leastLut(problem, vector.targetCycles);
  const tooSlow = units.flatMap((unit) => {
    const [first, ...rest] = unit;
    if (!first) return [];
    const fastest = rest.reduce((least, each) => (each.cycles < least.cycles ? each : least), first);
    const slow = fastest.members.find(({ at, pe, simd }) => nodes[at]?.cycles(pe, simd) === fastest.cycles);
    return fastest.cycles > vector.targetCycles && slow ? [nodes[slow.at]?.name ?? ''] : [];
  });
  return {
    id: vector.id,
    targetCycles: vector.targetCycles,
    reachedCycles,
    settings,
    theirLut: theirs.totals[0] ?? 0,
    ourLut: ours.lut,
    ourCycles: ours.cycles,
    atTarget: there ?? { tooSlow },
  };
}

function leastLut(
  problem: Problem,
  intervalCycles: number,
): { readonly lut: number; readonly cycles: number } | undefined {
  const instance = instanceOf(problem, intervalCycles);
  if (!instance) return undefined;
  const objective = { weights: [1, 0, 0, 0, 0], share: sharesOf(undefined) };
  const task = { instance, objective, limits: [Infinity, Infinity, Infinity, Infinity, Infinity], paths: [] };
  const answer = solve(task, eliminationFor(problem), {
    expired: () => false,
    spend: () => undefined,
    mostNumbers: Infinity,
    outOfMemory: () => undefined,
  });
  if (answer.kind !== 'found' || !answer.optimal) throw new Error('nothing limits the search');
  return { lut: answer.solution.totals[0] ?? 0, cycles: answer.solution.intervalCycles };
}

interface Choice {
  readonly members: readonly { readonly at: number; readonly pe: number; readonly simd: number }[];
  readonly cycles: number;
  readonly resources: Resources;
  readonly input: StreamShape;
  readonly output: StreamShape;
}

/** The chain as a problem; a depthwise window and its unit share their lanes, as FINN has them, and are one node. */
function problemOf(
  nodes: readonly FinnNode[],
  widthMax: number,
): { readonly problem: Problem; readonly units: readonly (readonly Choice[])[] } {
  const units: (readonly Choice[])[] = [];
  nodes.forEach((node, at) => {
    if (node.kind === 'dw-swg') return;
    const before = nodes[at - 1];
    const unit: Choice[] = [];
    for (const pe of node.pes) {
      for (const [place, simd] of node.simds.entries()) {
        // As wide as the cap, or one step beyond where a single PE is then fast enough: what SetFolding can reach.
        const wide = node.weightBits * simd > widthMax;
        const stepBeyond = pe === 1 && node.weightBits * (node.simds[place - 1] ?? 0) <= widthMax;
        if (wide && !stepBeyond) continue;
        const engine = node.engine(pe, simd);
        const members = [{ at, pe, simd }];
        const cycles = node.cycles(pe, simd);
        const [input] = engine.inputs;
        const [output] = engine.outputs;
        if (!input || !output) continue;
        if (node.kind === 'vvau' && before) {
          const window = before.engine(1, pe);
          const [windowIn] = window.inputs;
          const [windowOut] = window.outputs;
          if (!windowIn || !windowOut) continue;
          const between = linkCost(windowOut, input, CHAIN, 'xc7').resources;
          unit.push({
            members: [{ at: at - 1, pe: 1, simd: pe }, ...members],
            cycles: Math.max(cycles, before.cycles(1, pe)),
            resources: addResources(addResources(window.resources, between), engine.resources),
            input: windowIn,
            output,
          });
        } else unit.push({ members, cycles, resources: engine.resources, input, output });
      }
    }
    units.push(unit);
  });
  const sides = units.map((unit) => ({
    inputs: [...new Map(unit.map(({ input }) => [input.bits, input])).values()],
    outputs: [...new Map(unit.map(({ output }) => [output.bits, output])).values()],
  }));
  const problem: Problem = {
    sizes: sides.flatMap(({ inputs, outputs }) => [inputs.length, outputs.length]),
    nodes: units.map((unit, at) =>
      nodeOf(
        2 * at,
        2 * at + 1,
        unit.map(({ cycles, resources, input, output }) => ({
          in: sides[at]?.inputs.findIndex(({ bits }) => bits === input.bits) ?? 0,
          out: sides[at]?.outputs.findIndex(({ bits }) => bits === output.bits) ?? 0,
          cycles,
          resources,
        })),
      ),
    ),
    links: sides.slice(1).map(({ inputs }, at) => {
      const outputs = sides[at]?.outputs ?? [];
      return linkOf(2 * at + 1, outputs.length, 2 * at + 2, inputs.length, (a, b) => {
        const [from, to] = [outputs[a], inputs[b]];
        if (!from || !to) throw new Error('a stream is missing');
        return linkCost(from, to, CHAIN, 'xc7');
      });
    }),
    constant: [0, 0, 0, 0, 0],
    floorCycles: 0,
  };
  return { problem, units };
}

const CHAIN = { depth: () => CHAIN_DEPTH, port: false };
