import type { Fault } from '../parameters/npy.js';
import { dmasOf, MOST_MASTERS } from './dmas.js';
import { shellOf, type FlowProject } from './flow-project.js';

/** Names that tools, Tcl, Verilog and file systems all take as they are. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** `xc7z020clg400-1`, `xczu3eg-sbva484-1-e`, `xck26-sfvc784-2LV-c`: die, package with its pins, speed grade. */
const WHOLE_PART = /^xc[a-z0-9]+-?[a-z]{3,4}[0-9]{2,4}-[0-9][A-Za-z]*(-[A-Za-z]+)*$/i;
/** `tul.com.tw:pynq-z2:part0:1.0` */
const BOARD_PART = /^[A-Za-z0-9_.-]+(:[A-Za-z0-9_.-]+){3}$/;

/** Why no scripts can be written for a project, or undefined. What passes is safe in file names and in scripts. */
export function flowFault(project: FlowProject): Fault | undefined {
  const { part, board, clockHz, network, top, ports, weightPorts } = project;
  const wrongName = [network, top, ...[...ports, ...weightPorts].map(({ name }) => name)].find(
    (name) => !NAME.test(name),
  );
  if (wrongName !== undefined)
    return { fault: `'${wrongName}' cannot be a name in scripts: letters, digits and _ only` };
  if (!WHOLE_PART.test(part)) {
    return {
      fault: `the tools need a whole part with package and speed grade, such as xc7z020clg400-1, not '${part}'`,
    };
  }
  if (board?.boardPart && !BOARD_PART.test(board.boardPart)) {
    return { fault: `'${board.boardPart}' is no board part: vendor:board:part0:version` };
  }
  if (!(clockHz >= 1e6 && clockHz <= 1e9)) return { fault: `a clock of ${clockHz} Hz is outside of 1 MHz to 1 GHz` };
  return shellOf(project) === 'none' ? undefined : dmaFault(project);
}

const STREAM_BITS = [8, 16, 32, 64, 128, 256, 512, 1024];

function dmaFault(project: FlowProject): Fault | undefined {
  const wide = project.ports.find(({ portBits }) => !STREAM_BITS.includes(portBits));
  if (wide)
    return { fault: `the AXI DMA has no streams of ${wide.portBits} bits (${wide.name}): a power of two up to 1024` };
  const long = project.ports.find(({ words, portBits }) => (words * portBits) / 8 > MOST_BYTES);
  if (long) return { fault: `a frame of ${long.layer} is more than a DMA moves at once, 64 MiB` };
  const dmas = dmasOf(project);
  const impossible = dmas.find(({ input }) => input?.bits === undefined && input !== undefined);
  if (impossible)
    return {
      fault: `the weights of ${impossible.input?.port ?? ''} come in words wider than a DMA can be made to give`,
    };
  const heavy = project.weightPorts.find(
    ({ kind, words, positions, bits }) =>
      words * Math.ceil(bits / 8) * (kind === 'stream' ? positions : 1) > MOST_BYTES,
  );
  if (heavy) {
    return {
      fault:
        heavy.layer === null
          ? 'the parameters that are loaded are more than a DMA moves at once, 64 MiB'
          : `the weights of ${heavy.layer} for one frame are more than a DMA moves at once, 64 MiB; mem=bram keeps them inside`,
    };
  }
  const masters = dmas.reduce((count, { input, output }) => count + (input ? 1 : 0) + (output ? 1 : 0), 0);
  if (masters <= MOST_MASTERS) return undefined;
  return { fault: `${masters} streams to memory are more than one SmartConnect takes, ${MOST_MASTERS}` };
}

/** What 26 bits of length hold, the most that the AXI DMA moves in one transfer. */
export const MOST_BYTES = 2 ** 26 - 1;
