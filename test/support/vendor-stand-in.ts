import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { GeneratedFile } from '../../server/src/hls/source-text.js';
import { flowFiles } from '../../server/src/vendor/flow-files.js';
import type { FlowPort, FlowProject, FlowWeightPort } from '../../server/src/vendor/flow-project.js';
import type { Step } from '../../server/src/vendor/steps.js';
import { tclList, type TclList } from '../../server/src/vendor/tcl-text.js';
import { parseToolVersion, type FlowVersions } from '../../server/src/vendor/tool-version.js';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Whether this machine has a `tclsh`. */
export const hasTcl = spawnSync('tclsh', { input: 'exit 0\n' }).status === 0;

/** The releases that there are scripts for. */
export const RELEASES: readonly string[] = [
  ...['2018.1', '2018.2', '2018.3', '2019.1', '2019.2', '2020.1', '2020.2', '2021.1', '2021.2', '2022.1', '2022.2'],
  ...['2023.1', '2023.2', '2024.1', '2024.2', '2025.1'],
];

/** Those for which scripts are executed: by day the first of each change in scripts or commands, and the last before some. */
export const TRIED: readonly string[] = process.env['BNN_NIGHTLY']
  ? RELEASES
  : ['2018.1', '2019.1', '2020.1', '2020.2', '2022.1', '2023.1', '2023.2', '2024.2', '2025.1'];

export function versions(release: string): FlowVersions {
  const version = parseToolVersion(release) ?? { year: 0, minor: 0 };
  return { hls: version, vivado: version };
}

const SHAPE = { height: 1, width: 1, channels: 32 };
const BIPOLAR = { name: 'bipolar', lo: -1, hi: 1, bits: 1, signed: false, bipolar: true };
const SUM = { name: 'int6', lo: -16, hi: 16, bits: 6, signed: true, bipolar: false };

export function port(direction: FlowPort['direction'], layer: string, portBits = 64): FlowPort {
  const input = direction === 'input';
  const type = input ? BIPOLAR : SUM;
  const words = Math.ceil((32 * type.bits) / portBits);
  const name = `${input ? 's' : 'm'}_axis_${layer}`;
  return { ...SHAPE, name, layer, direction, type, bits: portBits, portBits, words };
}

export function weightPort(layer: string, kind: FlowWeightPort['kind'], bits: number): FlowWeightPort {
  return { name: `s_axis_${layer}_weights`, layer, kind, bits, words: 8, positions: 4 };
}

const PROJECT: FlowProject = {
  network: 'Net',
  target: 't',
  part: 'xc7z020clg400-1',
  family: 'Zynq-7000',
  board: { title: 'Pynq-Z1', boardPart: 'www.digilentinc.com:pynq-z1:part0:1.0' },
  clockHz: 100e6,
  interface: 'dma',
  top: 'Net_top',
  loads: null,
  ports: [port('input', 'x'), port('output', 'y')],
  weightPorts: [],
  profile: 'quick',
  interrupts: false,
};

/** A project with this and that changed: a Pynq-Z1 with one input and one output. */
export function flowProject(changed: Partial<FlowProject> = {}): FlowProject {
  return { ...PROJECT, ...changed };
}

export const ULTRA96: Partial<FlowProject> = {
  part: 'xczu3eg-sbva484-1-e',
  family: 'Zynq UltraScale+',
  board: { title: 'Ultra96', boardPart: 'avnet.com:ultra96v1:part0:1.2' },
  ports: [port('input', 'x', 128), port('output', 'y', 128)],
};

export const BARE: Partial<FlowProject> = {
  part: 'xc7a35tcpg236-1',
  family: 'Artix-7',
  board: null,
  interface: 'stream',
  ports: [port('input', 'x', 8), port('output', 'y', 24)],
};

let library: readonly GeneratedFile[] | undefined;

/** The files of `server/vendor`. */
export function vendorLibrary(): readonly GeneratedFile[] {
  return (library ??= readLibrary());
}

function readLibrary(): readonly GeneratedFile[] {
  const root = path.join(ROOT, 'server/vendor');
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('__pycache__'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ path: path.relative(root, file).split(path.sep).join('/'), text: readFileSync(file, 'utf8') }));
}

/** Writes the scripts of a project, with something in place of its C++. */
export function writeProject(folder: string, project: FlowProject, release: string): void {
  const weights = project.weightPorts.map(({ words }) => Array.from({ length: words }, () => '0'));
  const sources = [
    'top.cpp',
    'tb/testbench.cpp',
    'tb/vectors.txt',
    'include/bnn.hpp',
    ...(project.loads ? ['tb/parameters.txt'] : []),
  ];
  const files = [
    ...flowFiles(project, versions(release), vendorLibrary(), weights),
    ...sources.map((name) => ({ path: name, text: '// nothing\n' })),
  ];
  for (const { path: name, text } of files) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

export interface Played {
  /** The exit code of each script that ran; the last one may have failed. */
  readonly codes: readonly number[];
  /** The calls of the tool's commands, as written. */
  readonly calls: readonly string[];
  readonly output: string;
}

/** Runs steps of one tool against the recording stand-in. `fail` names a command that is to fail, or `run:NAME`. */
export function play(
  folder: string,
  project: FlowProject,
  release: string,
  steps: readonly Step[],
  { fail = '-', env = {} }: { readonly fail?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Played {
  const tool = steps.some((step) => ['synth', 'impl', 'bitstream'].includes(step)) ? 'vivado' : 'hls';
  const scripts = steps.map((step) => path.join(folder, `tcl/${step}.tcl`));
  const args = [path.join(ROOT, 'test/tcl/stand-in.tcl'), STAND_IN_DATA, tool, release, fail, ...scripts];
  const { stdout, stderr } = spawnSync('tclsh', args, {
    encoding: 'utf8',
    env: { ...process.env, ...standInEnvironment(project, release), ...env },
  });
  const lines = stdout.split('\n');
  return {
    codes: lines.flatMap((line) => (line.startsWith('EXIT ') ? [Number(line.slice(5))] : [])),
    calls: lines.flatMap((line) => (line.startsWith('CALL ') ? [line.slice(5)] : [])),
    output: stdout + stderr,
  };
}

/** What the stand-in takes from the environment: the pins of the design, and commands.json for recorded executables. */
export function standInEnvironment(project: FlowProject, release: string): Readonly<Record<string, string>> {
  return { STANDIN_PORTS: portsText(project, release), STANDIN_DATA: STAND_IN_DATA };
}

/**
 * The pins of the packaged design, for the stand-in's block design. Streams of plain words have a suffix in Vivado HLS
 * (FINN's `hls_sname`: V_V, then V).
 */
function portsText(project: FlowProject, release: string): string {
  const suffix = release < '2020.2' ? '_V_V' : release < '2022.1' ? '_V' : '';
  const named = [
    ...project.ports.map(({ name, portBits }) => [name, String(portBits)]),
    ...project.weightPorts.map(({ name, bits }) => [name + suffix, String(Math.ceil(bits / 8) * 8)]),
  ];
  const streams = named.map(([name = '']) => name);
  return tclList(['interfaces', ['s_axi_control', ...streams], 'bits', named.flat()]).slice(1, -1);
}

/** commands.json as a Tcl dictionary. */
export const STAND_IN_DATA: string = tclList(
  asTcl(JSON.parse(readFileSync(path.join(ROOT, 'test/tcl/commands.json'), 'utf8')) as unknown) as TclList,
).slice(1, -1);

function asTcl(value: unknown): string | TclList {
  if (Array.isArray(value)) return value.map(asTcl);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value).flatMap(([key, each]): TclList => [key, asTcl(each)]);
}

export function isThere(folder: string, name: string): boolean {
  return existsSync(path.join(folder, name));
}
