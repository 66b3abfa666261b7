import { assemble } from './wasm/assembler.js';
import { KERNELS } from './wasm/source.js';

/**
 * The inner loops of the reference model, over one block of memory that holds weights, one row of activations and sums.
 * Offsets and lengths count bytes; rows are a multiple of 16 bytes long, unused lanes zero on both sides.
 */
export interface Kernels {
  readonly memory: ArrayBuffer;
  /** Bipolar by bipolar, one bit a value: `units` sums of `bits` products, `bits - 2 * popcount(a xor w)`. */
  readonly xnor: (a: number, w: number, out: number, units: number, bytes: number, bits: number) => void;
  /** Integers of 16 bits: `units` sums of products, which fit 32 bits. */
  readonly dot: (a: number, w: number, out: number, units: number, bytes: number) => void;
}

/** Kernels in WebAssembly SIMD where the engine has it, else in plain words. */
export function createKernels(bytes: number): Kernels {
  return wasmKernels(bytes) ?? wordKernels(bytes);
}

/** Undefined where the engine knows no WebAssembly SIMD. */
export function wasmKernels(bytes: number): Kernels | undefined {
  try {
    const wasm = webAssembly();
    const memory = new wasm.Memory({ initial: Math.max(1, Math.ceil(bytes / PAGE_BYTES)) });
    const instance = new wasm.Instance(compiledModule(wasm), { host: { memory } });
    const { xnor, dot } = instance.exports as Pick<Kernels, 'xnor' | 'dot'>;
    return { memory: memory.buffer, xnor, dot };
  } catch {
    return undefined;
  }
}

/** The same in JavaScript, on 32-bit words: what runs without SIMD, and what tests hold the other against. */
export function wordKernels(bytes: number): Kernels {
  const memory = new ArrayBuffer(Math.ceil(bytes / 16) * 16);
  const words = new Int32Array(memory);
  const halves = new Int16Array(memory);
  return {
    memory,
    xnor: (a, w, out, units, rowBytes, bits) => {
      const count = rowBytes >> 2;
      for (let unit = 0; unit < units; unit++) {
        const row = (w >> 2) + unit * count;
        let ones = 0;
        for (let word = 0; word < count; word++)
          ones += popcount((words[(a >> 2) + word] ?? 0) ^ (words[row + word] ?? 0));
        words[(out >> 2) + unit] = bits - 2 * ones;
      }
    },
    dot: (a, w, out, units, rowBytes) => {
      const count = rowBytes >> 1;
      for (let unit = 0; unit < units; unit++) {
        const row = (w >> 1) + unit * count;
        let sum = 0;
        for (let lane = 0; lane < count; lane++) sum += (halves[(a >> 1) + lane] ?? 0) * (halves[row + lane] ?? 0);
        words[(out >> 2) + unit] = sum;
      }
    },
  };
}

/** How many bits of a 32-bit word are 1 (H. S. Warren, Hacker's Delight, 5-1). */
export function popcount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const PAGE_BYTES = 65_536;

/** The part of the WebAssembly interface that is used; the types of neither node nor ES2023 declare it. */
interface WasmInterface {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly Memory: new (limits: { initial: number }) => { readonly buffer: ArrayBuffer };
}

function webAssembly(): WasmInterface {
  return (globalThis as unknown as { readonly WebAssembly: WasmInterface }).WebAssembly;
}

let compiled: object | undefined;

function compiledModule(wasm: WasmInterface): object {
  compiled ??= new wasm.Module(assemble(KERNELS));
  return compiled;
}
