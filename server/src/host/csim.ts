import type { CsimDesign, CsimPlan } from '../jobs/csim-plan.js';
import type { CsimProjectInput, CsimProjectOutput } from '../jobs/csim-project.js';
import type { JobOutcome, RunningJob } from '../jobs/job.js';
import type { Difference, SelfCheckOutput } from '../jobs/self-check.js';
import type { Simulated, SimulateOutput } from '../jobs/simulate.js';
import type { Host, TemporaryFolder } from './host.js';

/** There is no compiler; the text says what to install. */
export interface MissingTool {
  readonly missingTool: string;
}

export interface CsimOptions {
  /** Folder of the vendor's headers, taken before our own stand-ins: a path. It needs no more than `ap_int.h`. */
  readonly hlsInclude: string | undefined;
  /** FIFOs of the design's depths and a thread for each process: proves that no FIFO is too shallow. */
  readonly bounded?: boolean;
  readonly progress: (done: number, total: number) => void;
}

const NO_COMPILER =
  'there is no C++ compiler: install g++ or clang++ (Debian, Ubuntu: apt install g++; Fedora: dnf install gcc-c++; macOS: xcode-select --install; Windows: MSYS2) and put it on PATH';

/** Generates, compiles and runs the C++ of a design on the images of a `.npz` file. */
export function simulateCsim(
  host: Host,
  design: CsimDesign,
  images: Uint8Array,
  options: CsimOptions,
): RunningJob<SimulateOutput | MissingTool> {
  return inSteps(async (step) => {
    const ran = await compileAndRun(host, { ...design, images, everyLayer: false }, options, step);
    if (!('written' in ran)) return ran;
    const { plan, labels, random, seconds, written } = ran;
    const { network } = design;
    return step(host.startJob('csimResults', { network, plan, labels, random, seconds, ...written }));
  });
}

/** Compares the generated C++ with the reference model layer by layer, on images of a `.npz` file or on as many seeded ones. */
export function selfCheckCsim(
  host: Host,
  design: CsimDesign,
  images: number | Uint8Array,
  options: CsimOptions,
): RunningJob<SelfCheckOutput | MissingTool> {
  return inSteps(async (step) => {
    const ran = await compileAndRun(host, { ...design, images, everyLayer: true }, options, step);
    if (!('written' in ran)) return ran;
    return step(host.startJob('csimCompare', { ...design, images, plan: ran.plan, ...ran.written }));
  });
}

/** What a C simulation of images gives, and where it first differs from the reference model. */
interface CheckedCsim {
  readonly simulated: Simulated;
  readonly difference: Difference | undefined;
}

export type CheckedCsimOutput =
  CheckedCsim | Exclude<SimulateOutput | SelfCheckOutput, Simulated | { images: number }> | MissingTool;

/** Runs images through the generated C++ and the reference model; where they differ, the first layer is searched for. */
export function checkedCsim(
  host: Host,
  design: CsimDesign,
  images: Uint8Array,
  options: CsimOptions,
): RunningJob<CheckedCsimOutput> {
  return inSteps(async (step) => {
    const simulated = await step(simulateCsim(host, design, images, options));
    if (!('predictions' in simulated)) return simulated;
    const { network, parameters } = design;
    const reference = await step(host.startJob('simulate', { network, parameters, images }));
    if (!('predictions' in reference)) return reference;
    const only = firstDifference(simulated, reference);
    if (only === undefined) return { simulated, difference: undefined };
    const ran = await compileAndRun(host, { ...design, images, only, everyLayer: true }, options, step);
    if (!('written' in ran)) return ran;
    const input = { ...design, images, only, plan: ran.plan, ...ran.written };
    const compared = await step(host.startJob('csimCompare', input));
    return 'images' in compared ? { simulated, difference: compared.difference } : compared;
  });
}

/** The first image whose integers or class differ. */
function firstDifference(a: Simulated, b: Simulated): number | undefined {
  const element = a.outputs.findIndex((value, at) => value !== b.outputs[at]);
  const byOutput = element < 0 ? Infinity : Math.floor(element / a.outputsPerImage);
  const byClass = a.predictions.findIndex((best, at) => best !== b.predictions[at]);
  const first = Math.min(byOutput, byClass < 0 ? Infinity : byClass);
  return Number.isFinite(first) ? first : undefined;
}

/** Waits for one piece of the work; throws where it was cancelled or failed. */
type Step = <Output>(running: RunningJob<Output>) => Promise<Output>;

interface Ran {
  readonly plan: CsimPlan;
  readonly labels: Extract<CsimProjectOutput, { plan: CsimPlan }>['labels'];
  readonly random: boolean;
  readonly seconds: number;
  readonly written: { readonly out: string; readonly taps: string };
}

async function compileAndRun(
  host: Host,
  input: CsimProjectInput,
  options: CsimOptions,
  step: Step,
): Promise<Ran | Exclude<CsimProjectOutput, { plan: CsimPlan }> | MissingTool> {
  const compiler = await host.findTool(['g++', 'clang++', 'c++']);
  if (compiler === undefined) return { missingTool: NO_COMPILER };
  const project = await step(host.startJob('csimProject', input));
  if (!('plan' in project)) return project;
  const folder = await host.temporaryFolder();
  try {
    const files = project.files.map(({ path, text }) => ({ path, content: text }));
    const stored = await host.writeFiles(folder.uri, files);
    if (!stored.ok) return { refused: `the generated files cannot be written: ${stored.message}` };
    // Only our own streams are bounded.
    const vendor = options.hlsInclude === undefined || options.bounded ? [] : [options.hlsInclude];
    const includes = [host.hlsLibrary, ...vendor, `${host.hlsLibrary}/sim`].flatMap((path) => ['-I', path]);
    const effort = input.everyLayer ? FOR_FEW_IMAGES : FOR_MANY_IMAGES;
    const flags = [effort, ...FLAGS, ...(options.bounded ? BOUNDED : [])];
    const args = [...flags, ...includes, ...project.sources, '-o', PROGRAM];
    const compiled = await tool(host, folder, compiler, args, step);
    if (compiled.code !== 0) return { refused: `the C++ does not compile: ${firstError(compiled.output)}` };
    const { plan, labels, random } = project;
    const taps = plan.taps.flatMap(({ stream }) => ['--tap', stream]);
    const line = (text: string): void => {
      const [word, done, total] = text.split(' ');
      if (word === 'progress') options.progress(Number(done), Number(total));
    };
    const program = `${folder.path}/${PROGRAM}`;
    const ran = await tool(
      host,
      folder,
      program,
      ['--progress', '--out', 'out.txt', '--taps', 'taps.txt', ...taps],
      step,
      line,
    );
    if (ran.code === DEADLOCK) return { refused: deadlockText(ran.output) };
    if (ran.code !== 0) return { refused: `the C simulation failed: ${ran.output.trim().split('\n').at(-1) ?? ''}` };
    const seconds = Number(/^seconds ([\d.]+)/m.exec(ran.output)?.[1] ?? NaN);
    const [out, inside] = await Promise.all(['out.txt', 'taps.txt'].map((name) => readAll(host, folder, name)));
    return { plan, labels, random, seconds, written: { out: out ?? '', taps: inside ?? '' } };
  } finally {
    await folder.remove();
  }
}

const PROGRAM = 'csim';
const BOUNDED = ['-DBNN_BOUNDED', '-pthread'];
/** Exit code of a bounded simulation in which no process can go on (server/hls/sim/bounded.h). */
const DEADLOCK = 71;
/** Every layer is looked at on few images: compiling is then what takes long, a third less of it at this level. */
const FOR_FEW_IMAGES = '-O1';
const FOR_MANY_IMAGES = '-O2';
const FLAGS = ['-std=c++14', ...(process.arch === 'x64' ? ['-march=native'] : []), '-w', '-DBNN_TAPS'];

async function tool(
  host: Host,
  folder: TemporaryFolder,
  executable: string,
  args: readonly string[],
  step: Step,
  line?: (text: string) => void,
): Promise<{ readonly code: number; readonly output: string }> {
  const running = host.runTool(executable, args, { folder: folder.uri, line });
  const outcome = running.outcome.then((ended): JobOutcome<{ code: number; output: string }> => {
    if (ended.status === 'cancelled') return ended;
    return { status: 'done', output: ended.status === 'missing' ? { code: -1, output: 'it is not there' } : ended };
  });
  return step({ outcome, cancel: () => running.cancel() });
}

async function readAll(host: Host, folder: TemporaryFolder, name: string): Promise<string> {
  const read = await host.readBytes(`${folder.uri}/${name}`);
  return read.ok ? Buffer.from(read.bytes).toString('latin1') : '';
}

/** Who waits for what, in one line, from the report of the simulation. */
function deadlockText(output: string): string {
  const waits = [...output.matchAll(/^ {2}(\w+) waits: stream '(\w+)' is (full|empty) \(depth (\d+)\)$/gm)];
  const told = waits.map(([, process = '', stream = '', state = '', depth = '']) => {
    return state === 'full' ? `${process} to write ${stream}, full at ${depth} words` : `${process} to read ${stream}`;
  });
  // Processes are told in the order of the pipeline: who reads what the last of them writes waits for another stream.
  const [, , stream] = waits.findLast(([, , , state]) => state === 'full') ?? [];
  const cure = stream === undefined ? '' : `; a deeper FIFO for ${stream} would let it go on`;
  return `the pipeline stands still: ${told.join('; ')}${cure}`;
}

function firstError(output: string): string {
  const lines = output.split('\n');
  return (lines.find((line) => line.includes('error')) ?? lines[0] ?? '').trim();
}

class Stopped extends Error {
  constructor(readonly outcome: Exclude<JobOutcome<never>, { status: 'done' }>) {
    super(outcome.status);
  }
}

/** Work in several pieces as one job: cancelling it cancels the piece that is under way, and none is begun any more. */
function inSteps<Output>(work: (step: Step) => Promise<Output>): RunningJob<Output> {
  let cancelled = false;
  let current: { cancel(): void } | undefined;
  const step: Step = async (running) => {
    current = running;
    if (cancelled) running.cancel();
    const outcome = await running.outcome;
    if (outcome.status !== 'done') throw new Stopped(outcome);
    if (cancelled) throw new Stopped({ status: 'cancelled' });
    return outcome.output;
  };
  const outcome = work(step).then(
    (output): JobOutcome<Output> => (cancelled ? { status: 'cancelled' } : { status: 'done', output }),
    (error: unknown): JobOutcome<Output> =>
      error instanceof Stopped ? error.outcome : { status: 'failed', message: String(error) },
  );
  return {
    outcome,
    cancel() {
      cancelled = true;
      current?.cancel();
    },
  };
}
