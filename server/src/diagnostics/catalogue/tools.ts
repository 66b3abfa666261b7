import { entry } from '../entry.js';
import { fullCount as count } from '../format-numbers.js';

/** A line of a tool's log: the step it came from, its own identifier and its own words. */
export interface ToolLine {
  readonly step: string | undefined;
  readonly id: string | undefined;
  readonly text: string;
}

const said = ({ id, text }: ToolLine): string => (id === undefined ? text : `${text} [${id}]`);
const at = ({ step }: ToolLine): string => step ?? 'the tool';

/** BNN8xx. */
export const tools = {
  BNN801: entry<ToolLine>({
    severity: 'error',
    title: 'A tool failed',
    message: (facts) => `${at(facts)} failed: ${said(facts)}`,
    docs: "The vendor tool stopped at an error that has no explanation here; the line shown is the first error of the log that is not a follow-up of another. Its identifier (in brackets) is what to look for in the vendor's documentation. Please report it, so that the next version explains it.",
  }),
  BNN802: entry<{ readonly step: string | undefined; readonly lastLine: string }>({
    severity: 'error',
    title: 'The log just stops',
    message: ({ step, lastLine }) =>
      lastLine === ''
        ? `The tool ended during ${step ?? 'the run'} and said nothing: its log is empty`
        : `The log stops in the middle of ${step ?? 'the run'} without an end marker; its last line is: ${lastLine}`,
    docs: 'A tool that ends by itself says so in its log. This one did not: it was ended from outside, the machine ran out of memory or disk, or it still runs. The step has no result; older reports in its folder are not of this run. Run the step again; when it stops at the same place, watch the memory, and lower pe and simd of the layer named in the last lines.',
  }),
  BNN803: entry<{ readonly step: string | undefined; readonly how: string }>({
    severity: 'error',
    title: 'The tool was killed',
    message: ({ step, how }) =>
      CRASHED.test(how)
        ? `The tool crashed during ${step ?? 'the run'} (${how})`
        : `The tool was killed during ${step ?? 'the run'} (${how}); most often the machine ran out of memory`,
    docs: 'The operating system ended the tool, or it crashed. A crash (SIGSEGV, an abnormal termination) is a fault of the tool, which another release may not have; it comes with too little memory, too. Vitis HLS needs many gigabytes where a loop is unrolled far: lower pe or simd of the layer that was being built, build layers one at a time, or give the machine more memory or swap.',
  }),
  BNN804: entry<ToolLine>({
    severity: 'error',
    title: 'No licence',
    message: (facts) => `The tool found no licence for ${at(facts)}: ${said(facts)}`,
    docs: 'The part or the feature needs a licence that the tool did not find. Set XILINXD_LICENSE_FILE (or LM_LICENSE_FILE) to the licence file or server, or choose a part of the free edition: the small Zynq-7000, Artix-7, Spartan-7 and Zynq UltraScale+ parts are in it.',
  }),
  BNN805: entry<{ readonly resource: string; readonly needed: number; readonly available: number }>({
    severity: 'error',
    title: 'The design does not fit the device',
    message: ({ resource, needed, available }) =>
      `Placement needs ${count(needed)} ${resource} but the device has ${count(available)} (${Math.round((100 * needed) / available)} %)`,
    docs: 'The placed design needs more of a resource than the device has. The related locations are the layers that use most of it. Lower their pe and simd (LUT), move memories with mem=lutram or mem=bram (BRAM, LUT), use impl=lut (DSP), or choose a larger device; a throughput goal and a budget let the folding be chosen.',
  }),
  BNN806: entry<{ readonly wnsNs: number | undefined; readonly periodNs: number | undefined }>({
    severity: 'error',
    title: 'Timing is not met',
    message: ({ wnsNs, periodNs }) =>
      wnsNs === undefined
        ? 'The clock is not met; the bitstream was written all the same and must not be trusted'
        : `The clock is missed by ${Math.abs(wnsNs)} ns${reachable(wnsNs, periodNs)}; the bitstream was written all the same and must not be trusted`,
    docs: 'Some path is longer than the clock period. Vivado says so in a critical warning only, and writes the bitstream. Lower the clock of the target to what was reached, or shorten the path: less simd in the layer of the failing path shortens its adder tree, smaller fan-out helps wide streams.',
  }),
  BNN807: entry<{ readonly file: string }>({
    severity: 'error',
    title: 'Weights are missing in the netlist',
    message: ({ file }) => `The memory file ${file} was not found: the hardware was built without these weights`,
    docs: 'Synthesis could not open the file that initialises a memory, said so in a critical warning only, and went on with an empty memory. The result computes nonsense. The file must be part of the project (or its path absolute on the machine that builds).',
  }),
  BNN808: entry<{ readonly bits: number; readonly limit: number }>({
    severity: 'error',
    title: 'A FIFO is too large for shift registers',
    message: ({ bits, limit }) =>
      `A FIFO of ${count(bits)} bits is built from shift registers, of which the tool takes at most ${count(limit)} bits`,
    docs: 'Synthesis refuses a variable of more than a million bits. A FIFO that deep belongs into block RAM, and the depth often comes from one slow engine: look at which engine makes the stream wait.',
  }),
  BNN809: entry<{ readonly depth: number; readonly legal: number }>({
    severity: 'error',
    title: 'The FIFO depth is not one that the tool offers',
    message: ({ depth, legal }) =>
      `A FIFO depth of ${count(depth)} is not legal for the FIFO generator; the next one is ${count(legal)}`,
    docs: 'The FIFO generator takes powers of two from 16 to 32768 as depths.',
  }),
  BNN810: entry<{ readonly what: string; readonly elements: number | undefined; readonly limit: number | undefined }>({
    severity: 'error',
    title: 'Unrolled too far',
    message: ({ what, elements, limit }) =>
      elements === undefined || limit === undefined
        ? `${what} is unrolled too far for the tool: lower pe or simd of its layer`
        : `${what} is split into ${count(elements)} elements, more than the tool's limit of ${count(limit)}: lower pe or simd of its layer`,
    docs: 'HLS stops where a loop or an array is unrolled or partitioned beyond its limits, because the run would take hours and much memory. pe x simd of the layer is what unrolls it.',
  }),
  BNN811: entry<{ readonly limit: number }>({
    severity: 'error',
    title: 'A stream word is too wide',
    message: ({ limit }) =>
      `A stream word is wider than the tool's limit of ${count(limit)} bits: lower pe or simd, or use fewer bits`,
    docs: 'A word carries all lanes of an engine at once: lanes x bits. HLS takes at most 32768 bits a value.',
  }),
  BNN812: entry<{ readonly part: string }>({
    severity: 'error',
    title: 'The part or board is not installed',
    message: ({ part }) =>
      `${part} is not installed in this tool: add its device family in the installer, or choose another version of the tool`,
    docs: 'Device families and board files are chosen when the tool is installed. Add Design Tools or Devices in the installer adds a family; board files are copied into the boards folder.',
  }),
  BNN813: entry<{ readonly option: string }>({
    severity: 'error',
    title: 'The generated script is for another version of the tool',
    message: ({ option }) => `This version of the tool does not know ${option}: generate the project again for it`,
    docs: 'Options of the tools come and go between versions. The project was generated for another version than the one that runs: set the version, or let it be found, and generate again.',
  }),
  BNN814: entry<ToolLine>({
    severity: 'error',
    title: 'No test bench',
    message: (facts) => `C simulation has no test bench: ${said(facts)}`,
    docs: 'The test bench of the project was not found. Generate the project again; it writes the test bench and adds it.',
  }),
  BNN815: entry<ToolLine>({
    severity: 'error',
    title: 'The tool cannot export IP after 2021',
    message: (facts) => `The IP was not exported (${said(facts)}): versions up to 2021.2 need AMD's Y2K22 patch`,
    docs: 'Versions 2014 to 2021.2 write the date into a 32-bit number, which overflows since January 2022. Install the patch of answer record 76960 (y2k22_patch), or use a newer version.',
  }),
  BNN816: entry<{ readonly file: string }>({
    severity: 'error',
    title: 'A file is missing',
    message: ({ file }) => `The tool did not find ${file}`,
    docs: 'A script or source that the project names is not there: it was moved, or the tool was started in another folder. Generate the project again.',
  }),
  BNN817: entry<ToolLine>({
    severity: 'error',
    title: 'C simulation failed',
    message: (facts) => `C simulation failed: ${said(facts)}`,
    docs: 'The C++ did not compile, or its results differ from the golden vectors. The first error of the compiler stands in the message.',
  }),
  BNN818: entry<ToolLine>({
    severity: 'error',
    title: 'Co-simulation failed',
    message: (facts) => `The RTL does not do what the C++ does: ${said(facts)}`,
    docs: 'Co-simulation ran the generated RTL against the C++ and saw another result, or no end. Where it stands still because of a FIFO, BNN827 says so. Another result most often comes from C++ that reads what it has not written, which software forgives and hardware does not.',
  }),
  BNN819: entry<{ readonly loop: string | undefined; readonly target: number; readonly reached: number }>({
    severity: 'warning',
    title: 'A loop misses its initiation interval',
    message: ({ loop, target, reached }) =>
      `${loop === undefined ? 'A loop' : `Loop ${loop}`} starts every ${reached} cycles instead of ${target}: its engine is ${round(reached / target)} x slower than estimated`,
    docs: 'HLS could not start the loop as often as asked, because of a dependency or a memory port. The engine takes that much longer a frame than estimated.',
  }),
  BNN820: entry<{ readonly loop: string; readonly reason: string }>({
    severity: 'warning',
    title: 'A loop nest is not flattened',
    message: ({ loop, reason }) => `Loop ${loop} is not flattened (${reason}): every round of it costs extra cycles`,
    docs: 'A loop nest that is not perfect is entered and left anew in every outer round, which costs a few cycles each time.',
  }),
  BNN821: entry<{ readonly step: string | undefined; readonly minutes: number }>({
    severity: 'warning',
    title: 'The tool is silent',
    message: ({ step, minutes }) =>
      `${step ?? 'The tool'} has said nothing for ${minutes} minutes; it may hang, or unroll a large layer`,
    docs: 'Long silences are normal in a few places of synthesis and routing, but a run that stays silent where others took seconds most often never ends. Stop it, and lower pe and simd of the layer being built.',
  }),
  BNN822: entry<{ readonly step: string | undefined; readonly exitCode: number }>({
    severity: 'error',
    title: 'The tool ended with an error code',
    message: ({ step, exitCode }) => `${step ?? 'The tool'} ended with code ${exitCode} and no error in its log`,
    docs: 'The tool ended with another code than 0 but logged no error; the cause may stand in the log of a run that it started (runs/*/runme.log).',
  }),
  BNN823: entry<{ readonly block: string; readonly latest: string | undefined }>({
    severity: 'error',
    title: 'A block has another version in this tool',
    message: ({ block, latest }) =>
      `The block ${block} is not in this tool's catalogue for the part${latest === undefined ? '' : `; it has version ${latest}`}`,
    docs: 'The block design was generated for another version of the tool. Generate the project again for the version that runs. A block that HLS makes (`:hls:` in its name) is missing where its export failed: the log of that step says why.',
  }),
  BNN824: entry<ToolLine>({
    severity: 'error',
    title: 'Routing failed',
    message: (facts) => `The design was placed but not routed: ${said(facts)}`,
    docs: 'Too many wires meet in one place. Very wide streams and full devices cause it: lower the folding of the widest layer, or leave more of the device free (budget lut=70%).',
  }),
  BNN825: entry<ToolLine>({
    severity: 'error',
    title: 'The C++ reads outside of a value',
    message: (facts) => `The hardware reads bits that a value does not have: ${said(facts)}`,
    docs: 'HLS saw an index beyond the bits of a value, said so in a warning only, and went on: those bits are undefined in hardware, whatever the C simulation shows. In generated code this is a fault of the generator; please report it.',
  }),
  BNN826: entry<{ readonly step: string; readonly report: string }>({
    severity: 'error',
    title: 'A step left no result',
    message: ({ step, report }) => `${step} ended without an error, but ${report} is not there`,
    docs: 'A step has succeeded when its tool says so and its reports are there, written by this run: older ones are put aside first. A report that is missing means that the tool ended early without saying so, wrote it elsewhere, or that the disk is full. The log of the run is kept beside its record, in the folder that is named with the step.',
  }),
  BNN827: entry<{ readonly fifo: string | undefined; readonly state: 'full' | 'empty' | undefined }>({
    severity: 'error',
    title: 'The dataflow stands still',
    message: ({ fifo, state }) =>
      fifo === undefined || state === undefined
        ? 'Co-simulation stands still in a deadlock of the dataflow: a FIFO is too shallow'
        : `Co-simulation stands still in a deadlock of the dataflow: the FIFO ${fifo} is ${state}${state === 'full' ? ', and too shallow' : ', and nothing is written to it'}`,
    docs: 'Processes wait for each other in a circle: one cannot write because a FIFO is full, another cannot read because a FIFO is empty. Most often a branch that is short waits for one that is long, and its FIFO must hold what comes in between. Let the FIFO depths be chosen, or make the FIFO of the layer deeper; the log names all processes of the circle.',
  }),
  BNN828: entry<ToolLine>({
    severity: 'error',
    title: 'HLS refuses the dataflow',
    message: (facts) => `HLS refuses the processes as a dataflow: ${said(facts)}`,
    docs: 'In a dataflow every stream and every variable has exactly one process that writes it and one that reads it. In generated code a violation is a fault of the generator; please report it. In code that was changed by hand, look at who reads and writes the stream that is named.',
  }),
  BNN829: entry<{ readonly module: string }>({
    severity: 'error',
    title: 'A part of the design is missing',
    message: ({ module }) => `The module ${module} has no contents: what it was made from is missing or was not built`,
    docs: 'A module is used but not defined, a black box. Most often an IP was not generated or not synthesised in the same project, or files of an older run lie between those of a newer one. Run export and synth anew (--force); where that does not help, remove hls/ and vivado/ of the project and build again.',
  }),
  BNN830: entry<{ readonly why: string; readonly path: string | undefined }>({
    severity: 'error',
    title: 'The tool refuses the path of the project',
    message: ({ why, path }) =>
      `The path${path === undefined ? '' : ` ${path}`} is refused by the tool (${why}): build in another folder (--out)`,
    docs: 'Vivado HLS refuses folders whose names have blanks, Vivado those with an asterisk or brackets: a build there ends before it runs. Others are refused by some releases: letters that are not ASCII, and all else that the naming conventions do not name. The naming conventions of both allow letters, digits, ~ and _. On Windows no path may be longer than 260 characters, which the names inside of an IP reach soon. Build into a short path of plain letters: bnn build --out C:/b/net, or a drive letter for the folder (subst).',
  }),
  BNN831: entry<ToolLine>({
    severity: 'error',
    title: 'The disk is full',
    message: (facts) => `There is no space left on the disk: ${said(facts)}`,
    docs: 'The tool could not write. What it wrote last may be cut short, so nothing of this run counts. A Vivado project of a mid-sized network takes some gigabytes, and more in the folder for temporary files: make room, or set TMPDIR to a larger disk, and run the step again.',
  }),
  BNN832: entry<{ readonly ports: number | undefined; readonly pins: number | undefined }>({
    severity: 'error',
    title: 'More ports than pins',
    message: ({ ports, pins }) =>
      `The top module has ${ports === undefined ? 'more ports' : `${count(ports)} ports, more`} than the package has pins${pins === undefined ? '' : ` (${count(pins)})`}: it belongs inside of a block design, or is placed out of context`,
    docs: 'Vivado tries to lead every port of the top module to a pin of the package. A generated network has streams and control ports, hundreds of them, which belong inside of a larger design and never to pins. `bnn build` never places it so: on a board with a processor it places a block design (interface=dma), on other parts it works out of context. You see this where the IP or its files were built in a project of your own: connect the IP in a block design, or synthesise with `-mode out_of_context`. Where it comes from `bnn build` itself, files of another project lie in its folder: remove vivado/ of the project and build again (--force).',
  }),
  BNN833: entry<{ readonly missing: string }>({
    severity: 'error',
    title: 'Something of the system is missing',
    message: ({ missing }) => `The tool cannot run: ${missing} is missing on this machine`,
    docs: "The vendor's tools use libraries of older systems, which newer ones do not install by themselves: libtinfo.so.5 and libncurses.so.5 (Debian, Ubuntu: apt install libtinfo5 libncurses5; Fedora: dnf install ncurses-compat-libs; where the package is gone, a link from libtinfo.so.6 serves). The simulator of co-simulation compiles C: it needs gcc and its headers (build-essential). `bnn doctor` looks for both.",
  }),
  BNN834: entry<ToolLine>({
    severity: 'error',
    title: 'HLS does not find Vivado',
    message: (facts) => `HLS needs Vivado to make an IP, and does not find it: ${said(facts)}`,
    docs: 'Synthesis ran, but the export of the IP starts Vivado, which HLS looks for by the variable XILINX_VIVADO. Where it names another version, or one that was removed, run the settings64 script of the release that you use (Windows: settings64.bat), or unset the variable. `bnn doctor` shows which version it finds.',
  }),
  BNN835: entry<{ readonly ports: number | undefined }>({
    severity: 'error',
    title: 'Ports without a pin',
    message: ({ ports }) =>
      `No bitstream: ${ports === undefined ? 'ports' : `${count(ports)} ports`} of the top module have no pin or no I/O standard`,
    docs: 'Vivado writes no bitstream whose ports it had to place by itself: that may harm the board. A generated network is no design of its own on a part without a processor; `bnn build` works out of context there and writes no bitstream. You see this in a project of your own: connect the IP in a block design, and give the ports that remain a pin and an I/O standard (PACKAGE_PIN, IOSTANDARD) in a constraints file.',
  }),
};

/** How a process ends by its own fault, as the shell, the system or the tool names it. */
const CRASHED =
  /^SIG(?:SEGV|ABRT|BUS|ILL|FPE)$|^exit code 13[49]$|segfault|Segmentation fault|Abnormal program termination|terminate called|An un(?:expected|recoverable) error|Unexpected Assertion/;

function reachable(wnsNs: number, periodNs: number | undefined): string {
  if (periodNs === undefined || periodNs <= wnsNs) return '';
  return ` of a period of ${periodNs} ns (${Math.floor(1000 / (periodNs - wnsNs))} MHz would do)`;
}

function round(ratio: number): string {
  return String(Math.round(ratio * 10) / 10);
}
