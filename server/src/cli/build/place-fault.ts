import { layerPlace, relatedLayer, targetPlace } from '../../check/places.js';
import { RESOURCE_TITLES, type ResourceName } from '../../devices/primitives.js';
import { tools } from '../../diagnostics/catalogue/tools.js';
import { diagnosticOf, type Diagnostic, type Related } from '../../diagnostics/diagnostic.js';
import { fullCount } from '../../diagnostics/format-numbers.js';
import type { Location } from '../../diagnostics/span.js';
import { partNames } from '../../hls/design.js';
import type { Layer } from '../../network/graph.js';
import type { ToolFault } from '../../reports/log/fault.js';
import { layerOf } from '../../reports/log/layer-of.js';
import type { Design } from '../../workspace/analysis.js';

/** Puts faults of the tools where they belong in the text. */
export interface Placer {
  /**
   * The fault on the line of the layer that one of the texts speaks of, the first text first; a fault of the whole device
   * on the target's line, with the biggest layers as related places.
   */
  place(fault: ToolFault, texts: readonly string[]): Diagnostic;
  /** The layer that a text speaks of. */
  layerIn(text: string): Layer | undefined;
}

/** Faults of the machine that builds, which no layer has to do with. */
const ABOUT_MACHINE: ReadonlySet<ToolFault['code']> = new Set(['BNN830', 'BNN831', 'BNN833', 'BNN834']);

/** How many layers are named as the biggest. */
const BIGGEST = 5;

export function placerOf(design: Pick<Design, 'network' | 'target' | 'estimate'>): Placer {
  const { network, target } = design;
  const layerByName = namesOf(design);
  const names = [...layerByName.keys()];
  const top = partNames(design.estimate.pipeline).top;
  const layerIn = (text: string): Layer | undefined => {
    // The name of the whole design may hold that of a layer.
    const name = layerOf(text.replaceAll(top, ' '), names);
    return name === undefined ? undefined : network.layers[layerByName.get(name) ?? -1];
  };
  const whole: Location = target
    ? targetPlace(target)
    : { uri: network.uri, span: network.statement.name?.span ?? network.statement.span };
  const placeOf = ({ code }: ToolFault): Location | undefined => {
    if (code === 'BNN805') return target?.device?.at ?? whole;
    if (code === 'BNN806') return target?.clockHz?.at ?? whole;
    if (code === 'BNN804' || code === 'BNN812' || code === 'BNN832' || code === 'BNN835')
      return target?.device?.at ?? whole;
    if (ABOUT_MACHINE.has(code)) return whole;
    return undefined;
  };
  return {
    layerIn,
    place(fault, texts) {
      // A path may hold a layer's name by chance.
      const layer = ABOUT_MACHINE.has(fault.code) ? undefined : texts.map(layerIn).find((found) => found !== undefined);
      const fixed = placeOf(fault);
      const related = fault.code === 'BNN805' ? biggest(design, fault.facts.resource) : [];
      // A path or message of a whole-device fault may still name the layer to look at.
      const named = fixed && layer ? [relatedLayer(layer, `the tool names ${layer.name}`)] : [];
      return placed(fault, fixed ?? (layer ? layerPlace(layer) : whole), [...named, ...related]);
    },
  };
}

/** The code and the facts of a fault belong together, which a union does not tell the checker. */
function placed(fault: ToolFault, at: Location, related: readonly Related[]): Diagnostic {
  return diagnosticOf(fault.code, tools[fault.code] as never, at, fault.facts as never, related) as Diagnostic;
}

/** Names in tool messages, and the layers that they lead to. Infrastructure leads to the layer that feeds it. */
function namesOf({ estimate: { pipeline } }: Pick<Design, 'estimate'>): ReadonlyMap<string, number> {
  const { processes, streams, layerNames } = partNames(pipeline);
  const found = new Map<string, number>();
  streams.forEach((name, at) => {
    const edge = pipeline.edges[at];
    const layer = pipeline.engines[edge?.from ?? -1]?.layer ?? pipeline.engines[edge?.to ?? -1]?.layer;
    if (layer !== undefined) found.set(name, layer);
  });
  layerNames.forEach((name, layer) => {
    if ((pipeline.enginesOf[layer]?.length ?? 0) > 0) found.set(name, layer);
  });
  processes.forEach((name, engine) => {
    const layer = pipeline.engines[engine]?.layer;
    if (layer !== undefined) found.set(name, layer);
  });
  return found;
}

function biggest({ network, estimate }: Pick<Design, 'network' | 'estimate'>, said: string): readonly Related[] {
  const resource = resourceOf(said);
  return network.layers
    .map((layer) => ({ layer, amount: estimate.layers[layer.index]?.resources[resource] ?? 0 }))
    .filter(({ amount }) => amount > 0)
    .sort((a, b) => b.amount - a.amount)
    .slice(0, BIGGEST)
    .map(({ layer, amount }) =>
      relatedLayer(layer, `${layer.name} is estimated at ${fullCount(amount)} ${RESOURCE_TITLES[resource]}`),
    );
}

/** The resource that a tool speaks of: `Slice LUTs`, `RAMB36/FIFO`, `DSP48E2`. */
function resourceOf(said: string): ResourceName {
  if (/URAM/i.test(said)) return 'uram';
  if (/RAMB|BRAM|Block ?RAM/i.test(said)) return 'bram18';
  if (/DSP/i.test(said)) return 'dsp';
  return /Register|Flip|\bFF|FDRE/i.test(said) ? 'ff' : 'lut';
}
