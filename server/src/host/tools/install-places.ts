import type { Surroundings } from './surroundings.js';

/** Where the vendor's installer puts things when nobody says otherwise. */
export const USUAL_PLACES = {
  unix: ['/tools/Xilinx', '/opt/Xilinx', '/opt/xilinx', '/tools/AMD', '/opt/AMD'],
  windows: ['C:\\Xilinx', 'C:\\AMD'],
} as const;

const PRODUCTS = ['Vivado', 'Vitis_HLS', 'Vitis', 'Vivado_HLS'];
const VERSION = /^20\d\d\.\d(\.\d+)?$/;

/**
 * Folders below one that the user, a variable or the installer named, in which executables may be: the folder itself, its
 * `bin`, and the `bin` folders of both layouts, `Vivado/2022.2/bin` and (since 2024.2) `2025.1/Vivado/bin`.
 */
export async function candidatesBelow(folder: string, around: Surroundings): Promise<readonly string[]> {
  const join = (...parts: readonly string[]): string => around.path.join(...parts);
  const folders = [folder, join(folder, 'bin')];
  const add = (...parts: string[]): void => void folders.push(join(folder, ...parts, 'bin'));
  for (const entry of await around.list(folder)) {
    if (VERSION.test(entry)) {
      add(entry);
      for (const product of PRODUCTS) add(entry, product);
    }
    if (PRODUCTS.includes(entry)) {
      add(entry);
      for (const version of await around.list(join(folder, entry))) if (VERSION.test(version)) add(entry, version);
    }
  }
  return folders;
}
