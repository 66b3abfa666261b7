import type { CheckedTarget } from '../check/designs.js';
import { correctedDevice } from '../devices/corrected.js';
import type { Device } from '../devices/device.js';
import { findDevice } from '../devices/find.js';
import { DEFAULT_CLOCK_HZ } from '../estimate/compute.js';
import type { Folder } from '../folding/folder.js';
import type { Network, Program, Target } from '../network/graph.js';
import type { Design } from './analysis.js';
import type { ProjectSettings } from './snapshot.js';

/** The design of each target of the file, then of each network of its own that no target names. */
export function designsOf(program: Program, project: ProjectSettings, fold: Folder): readonly Design[] {
  const designs: Design[] = [];
  for (const target of program.targets) {
    if (target.network) designs.push(designOf(target.network, target, project, fold));
  }
  for (const network of program.networks) {
    const named = program.targets.some((target) => target.network === network);
    if (!named && network.uri === program.uri) designs.push(designOf(network, undefined, project, fold));
  }
  return designs;
}

/** The targets of a file with what is known of their devices, for the rules. */
export function targetsOf(program: Program, project: ProjectSettings): readonly CheckedTarget[] {
  return program.targets.map((target) => ({
    target,
    device: target.device && deviceFor(target.device.value, project),
  }));
}

function designOf(network: Network, target: Target | undefined, project: ProjectSettings, fold: Folder): Design {
  const device = target?.device ? deviceFor(target.device.value, project) : undefined;
  const clockHz = target?.clockHz?.value ?? DEFAULT_CLOCK_HZ;
  const folded = fold({ network, target, device, clockHz });
  return { network, target, device, clockHz, folded, estimate: folded.estimate };
}

/** A board of the project's own, else one of the catalogue; with what the project's reports correct on its family. */
function deviceFor(word: string, project: ProjectSettings): Device | undefined {
  const own = project.boards.find((board) => board.name === word.toLowerCase() || board.title === word);
  const device = own ?? findDevice(word);
  return device && correctedDevice(device, project.corrections);
}

/** Of each network, by name, the design whose numbers are shown: of the picked target, of the project's, else the first. */
export function pickShown(
  designs: readonly Design[],
  project: ProjectSettings,
  picked: (network: string) => string | undefined,
): ReadonlyMap<string, Design> {
  const shown = new Map<string, Design>();
  for (const design of designs) {
    const name = design.network.name;
    if (shown.has(name)) continue;
    const candidates = designs.filter((other) => other.network === design.network);
    const named = (target: string | undefined): Design | undefined =>
      target === undefined ? undefined : candidates.find((other) => other.target?.name === target);
    shown.set(name, named(picked(name)) ?? named(project.target) ?? design);
  }
  return shown;
}
