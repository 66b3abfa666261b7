import type * as vscode from 'vscode';

export const TASK_TYPE = 'bnn';

/** Steps of `bnn build`, in order. */
export const BUILD_STEPS = ['csim', 'csynth', 'cosim', 'export', 'synth', 'impl', 'bitstream'] as const;
export type BuildStep = (typeof BUILD_STEPS)[number];

const PROFILES = ['quick', 'timing'] as const;

/** A `bnn` task as tasks.json writes it; package.json describes it. */
export interface BuildDefinition extends vscode.TaskDefinition {
  readonly type: typeof TASK_TYPE;
  /** Of the `.bnn` file: absolute, or relative to the workspace folder. */
  readonly file: string;
  readonly step: BuildStep;
  readonly target?: string;
  readonly out?: string;
  readonly profile?: (typeof PROFILES)[number];
  readonly interrupts?: boolean;
  readonly toolVersion?: string;
  readonly force?: boolean;
}

/** What is wrong with a definition: nobody but us checks what stands in tasks.json. */
export interface DefinitionFault {
  readonly property: string;
  readonly kind: 'a text' | 'true or false' | 'one of';
  /** What it may be, where it is one of several. */
  readonly values: readonly string[];
}

/** The definition of a task of ours, or the first thing that is wrong with it. */
export function readDefinition(
  definition: vscode.TaskDefinition,
): { readonly build: BuildDefinition } | { readonly fault: DefinitionFault } {
  const given = definition as Readonly<Record<string, unknown>>;
  const needed = ['file', 'step'];
  for (const [property, values] of [
    ['step', BUILD_STEPS],
    ['profile', PROFILES],
  ] as const) {
    const value = given[property];
    const isLeftOut = value === undefined && !needed.includes(property);
    if (!isLeftOut && !values.some((each) => each === value)) return { fault: { property, kind: 'one of', values } };
  }
  for (const property of ['file', 'target', 'out', 'toolVersion']) {
    const value = given[property];
    const isLeftOut = value === undefined && !needed.includes(property);
    if (!isLeftOut && (typeof value !== 'string' || value === ''))
      return { fault: { property, kind: 'a text', values: [] } };
  }
  for (const property of ['interrupts', 'force']) {
    const value = given[property];
    if (value !== undefined && typeof value !== 'boolean')
      return { fault: { property, kind: 'true or false', values: [] } };
  }
  return { build: definition as BuildDefinition };
}
