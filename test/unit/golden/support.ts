import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from '../../../server/src/language/parser.js';
import type { Network } from '../../../server/src/network/graph.js';
import { resolve } from '../../../server/src/network/resolve.js';
import { isFault } from '../../../server/src/parameters/npy.js';
import { readNpz, type Npz } from '../../../server/src/parameters/npz.js';
import { CNV_LAYERS } from '../../support/cnv.js';

/** The one network of a text that has no errors. */
export function networkOf(text: string): Network {
  const uri = 'file:///test.bnn';
  const { file, diagnostics } = parse(text, uri);
  const program = resolve(uri, () => file);
  const errors = [...diagnostics, ...program.diagnostics].filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(`${errors.map(({ message }) => message).join('\n')}\nin\n${text}`);
  const [network] = program.networks;
  if (!network?.complete) throw new Error(`no complete network in\n${text}`);
  return network;
}

export function readNpzFile(file: string): Npz {
  const npz = readNpz(readFileSync(file));
  if (isFault(npz)) throw new Error(npz.fault);
  return npz;
}

/** Networks of third parties, which are not part of this repository; undefined where they are not at hand. */
export function referenceNetworks(): string | undefined {
  const folder = path.resolve(import.meta.dirname, '../../../../shared/reference/networks');
  return existsSync(folder) ? folder : undefined;
}

/** A fully connected network of the FINN paper on 28x28 binarised images. */
export function mlp(name: string, units: number): string {
  return `network ${name} {
  defaults weights=bipolar activation=bipolar
  params "${name}.npz"
  input image type=bipolar shape=784
  dense fc0 units=${units}
  dense fc1 units=${units}
  dense fc2 units=${units}
  dense fc3 units=10 activation=none
  argmax label
}
`;
}

/** CNV of the FINN paper. */
export const CNV = `network CNV {
  params "cnv-cifar.npz"${CNV_LAYERS}}
`;
