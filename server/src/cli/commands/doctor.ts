import path from 'node:path';
import type { Host } from '../../host/host.js';
import { findTools, TOOL_NAMES, type ToolSearch } from '../../host/tools/find-tools.js';
import { thisMachine, type Surroundings } from '../../host/tools/surroundings.js';
import type { Check, CheckState } from '../doctor/check.js';
import { machineChecks } from '../doctor/machine-checks.js';
import { vendorChecks } from '../doctor/vendor-checks.js';
import { loadFile } from '../load.js';
import { EXIT, paint, printJson, type Terminal } from '../terminal.js';

export interface DoctorOptions {
  readonly toolVersion?: string;
  readonly tools?: readonly string[];
  readonly json?: boolean;
}

/**
 * `bnn doctor`: what a build needs, what of it is here, and the remedy for what is not. Exit 3 where a tool is missing.
 * With a file, its targets' parts and the version that its project pins are looked at, too.
 */
export async function doctor(
  terminal: Terminal,
  host: Host,
  file: string | undefined,
  options: DoctorOptions,
  around: Surroundings = thisMachine,
): Promise<number> {
  const loaded = file === undefined ? undefined : await loadFile(host, file);
  const designs = loaded?.analysis.designs ?? [];
  const devices = new Map(designs.flatMap(({ device }) => (device ? [[device.part, device]] : [])));
  const search: ToolSearch = {
    folders: (options.tools ?? []).map((folder) => path.resolve(folder)),
    version: options.toolVersion ?? loaded?.project.tool,
  };
  const found = await findTools(TOOL_NAMES, search, around);
  const folder = file === undefined || file === '-' ? process.cwd() : path.dirname(path.resolve(file));
  const checks = [
    ...(await vendorChecks(found, search, around, [...devices.values()])),
    ...(await machineChecks(host, around, folder)),
  ];
  if (options.json) printJson(terminal, { checks: checks.map(document) });
  else terminal.out(table(terminal, checks));
  return checks.some(({ state }) => state === 'missing') ? EXIT.missingTool : EXIT.ok;
}

function document({ remedy, ...check }: Check): object {
  return { ...check, remedy: remedy ?? null };
}

const MARKS: Readonly<Record<CheckState, readonly [string, 'bold' | 'yellow' | 'red' | 'grey']>> = {
  ok: ['ok', 'bold'],
  info: ['info', 'grey'],
  warning: ['warning', 'yellow'],
  missing: ['missing', 'red'],
};

function table(terminal: Terminal, checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, state, found, remedy }) => {
    const [word, colour] = MARKS[state];
    const head = `${paint(terminal, colour, word.padEnd(8))} ${name.padEnd(width)}  ${found}`;
    return remedy === undefined ? [head] : [head, `${' '.repeat(width + 11)}${remedy}`];
  });
  return `${lines.join('\n')}\n`;
}
