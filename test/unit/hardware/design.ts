import type { Device } from '../../../server/src/devices/device.js';
import { findDevice } from '../../../server/src/devices/find.js';
import { DEFAULT_CLOCK_HZ } from '../../../server/src/estimate/compute.js';
import type { FoldingRequest, FoldingResult } from '../../../server/src/folding/folder.js';
import { greedyFolder } from '../../../server/src/folding/greedy.js';
import { parse } from '../../../server/src/language/parser.js';
import type { Network, Target } from '../../../server/src/network/graph.js';
import { resolve } from '../../../server/src/network/resolve.js';

const URI = 'file:///test.bnn';

export interface Text {
  readonly network: Network;
  readonly targets: readonly Target[];
  readonly diagnostics: readonly string[];
}

/** The first network of a text and its targets, with the faults of the text. */
export function read(text: string): Text {
  const parsed = parse(text, URI);
  const program = resolve(URI, () => parsed.file);
  const [network] = program.networks;
  if (!network) throw new Error(`no network in ${text}`);
  const diagnostics = [...parsed.diagnostics, ...program.diagnostics].map(({ code, message }) => `${code} ${message}`);
  return { network, targets: program.targets, diagnostics };
}

/** A network from its layer lines alone. */
export function networkOf(layers: string): Network {
  return read(`network test {\n${layers}\n}`).network;
}

export function requestOf({ network, targets }: Pick<Text, 'network' | 'targets'>): FoldingRequest {
  const [target] = targets;
  const device: Device | undefined = target?.device && findDevice(target.device.value);
  return { network, target, device, clockHz: target?.clockHz?.value ?? DEFAULT_CLOCK_HZ };
}

/** A text folded by the greedy rule for its first target, and estimated. */
export function foldText(text: string): FoldingResult {
  return greedyFolder(requestOf(read(text)));
}
