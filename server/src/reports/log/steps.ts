/** Steps of a build, in their usual order; `impl` is what our own scripts call all from linking to routing. */
export const STEPS = [
  'csim',
  'csynth',
  'cosim',
  'export',
  'synth',
  'link',
  'opt',
  'place',
  'phys_opt',
  'route',
  'impl',
  'bitstream',
] as const;

export type Step = (typeof STEPS)[number];

export type StepState = 'started' | 'passed' | 'failed';

/** Something that a log line tells about the run. */
export type Mark =
  | {
      readonly kind: 'step';
      readonly step: Step;
      readonly state: StepState;
      readonly seconds?: number;
      /** That a command has returned, which some say after a failure, too. */
      readonly returned?: true;
    }
  | { readonly kind: 'stage'; readonly name: string; readonly index: number; readonly of: number }
  | { readonly kind: 'end' };

const VIVADO: ReadonlyMap<string, Step> = new Map([
  ['synth_design', 'synth'],
  ['link_design', 'link'],
  ['opt_design', 'opt'],
  ['place_design', 'place'],
  ['phys_opt_design', 'phys_opt'],
  ['route_design', 'route'],
  ['write_bitstream', 'bitstream'],
]);

const HLS: ReadonlyMap<string, Step> = new Map([
  ['csim_design', 'csim'],
  ['csynth_design', 'csynth'],
  ['cosim_design', 'cosim'],
  ['export_design', 'export'],
]);

interface Rule {
  readonly pattern: RegExp;
  readonly mark: (groups: readonly (string | undefined)[]) => Mark | undefined;
}

const step = (name: Step | undefined, state: StepState, seconds?: number): Mark | undefined =>
  name === undefined ? undefined : { kind: 'step', step: name, state, ...(seconds === undefined ? {} : { seconds }) };

/** A command that has returned after so many seconds, however it went. */
const returned = (name: Step | undefined, time: string | undefined): Mark | undefined => {
  const mark = step(name, 'passed', secondsOf(time));
  return mark?.kind === 'step' ? { ...mark, returned: true } : mark;
};

const ownStep = (name: string | undefined): Step | undefined => STEPS.find((known) => known === name);

/** First rule that matches a line wins. Sources: recorded logs of 2016.4 to 2025.2. */
const RULES: readonly Rule[] = [
  {
    // The marker that our own scripts print.
    pattern: /^BNN-STEP (\w+) (START|OK|FAIL)\b/,
    mark: ([, name, word]) => step(ownStep(name), word === 'START' ? 'started' : word === 'OK' ? 'passed' : 'failed'),
  },
  {
    pattern:
      /^(?:Command: |Running: |INFO: \[HLS 200-1510\] Running: )(csim_design|csynth_design|cosim_design|export_design)\b/,
    mark: ([, name]) => step(HLS.get(name ?? ''), 'started'),
  },
  { pattern: /\[SIM (?:211-)?2\] \*+ CSIM start/, mark: () => step('csim', 'started') },
  { pattern: /\[SIM (?:211-)?1\] CSim done with 0 errors/, mark: () => step('csim', 'passed') },
  { pattern: /\[SIM (?:211-)?100\] CSim failed/, mark: () => step('csim', 'failed') },
  {
    pattern: /\[HLS 200-10\] (?:Analyzing design file|Starting code transformations)/,
    mark: () => step('csynth', 'started'),
  },
  // Vivado HLS says it as an error, Vitis HLS as a line of its own.
  { pattern: /^(?:ERROR: \[HLS 200-70\] )?Pre-synthesis failed\./, mark: () => step('csynth', 'failed') },
  { pattern: /^\*+ C\/RTL SYNTHESIS COMPLETED/, mark: () => step('csynth', 'passed') },
  { pattern: /\[HLS 200-789\] \*+ Estimated Fmax/, mark: () => step('csynth', 'passed') },
  { pattern: /\[COSIM 212-(?:47|302|333)\]/, mark: () => step('cosim', 'started') },
  { pattern: /C\/RTL co-simulation finished: PASS/, mark: () => step('cosim', 'passed') },
  { pattern: /C\/RTL co-simulation finished: FAIL/, mark: () => step('cosim', 'failed') },
  { pattern: /\[IMPL 213-8\] Exporting RTL/, mark: () => step('export', 'started') },
  { pattern: /\[HLS 200-802\] Generated output file/, mark: () => step('export', 'passed') },
  { pattern: /\[IMPL 213-28\] Failed/, mark: () => step('export', 'failed') },
  {
    pattern: /\[HLS 200-(?:111|2161)\] Finished Command (\w+).*?Elapsed time: ([\d.:]+)/,
    mark: ([, name, time]) => returned(HLS.get(name ?? ''), time),
  },
  { pattern: /^Command: (\w+)/, mark: ([, name]) => step(VIVADO.get(name ?? ''), 'started') },
  { pattern: /^Starting (?:RTL Elaboration|Synthesize|synth_design)\b/, mark: () => step('synth', 'started') },
  { pattern: /^(\w+) completed successfully\s*$/, mark: ([, name]) => step(VIVADO.get(name ?? ''), 'passed') },
  { pattern: /^(\w+) failed\s*$/, mark: ([, name]) => step(VIVADO.get(name ?? ''), 'failed') },
  {
    pattern: /^(\w+): Time \(s\): cpu = [\d:.]+ ; elapsed = ([\d:.]+)/,
    mark: ([, name, time]) => returned(VIVADO.get(name ?? ''), time),
  },
  {
    pattern: /Running step: (\S+) \[(\d+)\/(\d+)\]/,
    mark: ([, name = '', index, of]) => ({ kind: 'stage', name, index: Number(index), of: Number(of) }),
  },
  {
    pattern:
      /\[Common 17-206\] Exiting|\[HLS 200-112\] Total|^Build (?:completed|finished)|\] Completed successfully|^INFO: \[(?:vitis-run|v\+\+) 60-\d+\] (?:Total elapsed time|Stopping dispatch|Closing dispatch)/,
    mark: () => ({ kind: 'end' }),
  },
];

/** What a line of a log tells about where the run stands. */
export function readMark(line: string): Mark | undefined {
  for (const { pattern, mark } of RULES) {
    const found = pattern.exec(line);
    const made = found === null ? undefined : mark(found);
    if (made !== undefined) return made;
  }
  return undefined;
}

/** `12.8`, `00:00:18`, `00:00:00.49`. */
function secondsOf(text: string | undefined): number | undefined {
  const parts = (text ?? '').split(':').map(Number);
  return parts.some((part) => !Number.isFinite(part)) ? undefined : parts.reduce((sum, part) => sum * 60 + part, 0);
}
