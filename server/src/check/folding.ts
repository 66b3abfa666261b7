import type { ReplacedWish } from '../folding/folder.js';
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import { nearestLegal } from '../hardware/foldings.js';
import type { Layer } from '../network/graph.js';
import { isGuessedShape } from '../network/shapes.js';
import { wishesOf } from '../network/wishes.js';
import type { CheckedDesign } from './designs.js';
import { layerPlace, relatedInstances } from './places.js';
import { whatIf } from './what-if.js';

/** BNN401 pe, BNN402 simd, BNN403 parallel window, BNN406 depthwise window, BNN409 memory style. */
export function checkFolding(design: CheckedDesign): readonly Diagnostic[] {
  const { network, target, device, folded } = design;
  const wishes = wishesOf(network, target);
  const found: Diagnostic[] = [];
  for (const replaced of folded.replaced) {
    const layer = network.layers[replaced.layer];
    const wish = wishes[replaced.layer]?.[replaced.attribute];
    if (!layer || !wish || dividesGuess(layer, replaced.attribute)) continue;
    const diagnostic = illegal(design, layer, replaced, wish.at);
    if (diagnostic) found.push(diagnostic);
  }
  for (const layer of network.layers) {
    const mem = wishes[layer.index]?.mem;
    if (mem?.value !== 'uram' || !device || device.available.uram > 0) continue;
    const detail = `${device.title} has no UltraRAM`;
    found.push(diagnose('BNN409', mem.at, { layer: layer.name, device: device.title, detail }));
  }
  return found;
}

/** Whether what pe or simd must divide stands in for what could not be read: what is meant may well be divided. */
function dividesGuess({ operation, inputTensors, output }: Layer, attribute: ReplacedWish['attribute']): boolean {
  if (output?.guessed === 'channels') return true;
  if (attribute === 'pe') return false;
  return inputTensors.some((tensor) =>
    operation?.kind === 'dense' ? tensor && isGuessedShape(tensor) : tensor?.guessed === 'channels',
  );
}

function illegal(
  design: CheckedDesign,
  layer: Layer,
  { attribute, wished }: ReplacedWish,
  at: ReturnType<typeof layerPlace>,
): Diagnostic | undefined {
  const known = whatIf(design, layer.index);
  const { operation } = layer;
  if (!known || !operation) return undefined;
  const related = relatedInstances(layer);
  if (operation.kind === 'dwconv' && attribute === 'simd') {
    const channels = layer.inputTensors[0]?.shape.channels ?? 1;
    const taps = operation.kernel[0] * operation.kernel[1];
    const pe = known.folding.pe ?? 1;
    if (pe !== channels && taps % wished === 0) {
      return diagnose('BNN406', at, { layer: layer.name, simd: wished, pe, channels }, related);
    }
  }
  const nearest = nearestLegal(
    known.model.legal,
    attribute === 'pe' ? wished : known.folding.pe,
    attribute === 'simd' ? wished : known.folding.simd,
  );
  const facts = {
    layer: layer.name,
    kind: layer.kind,
    attribute,
    value: wished,
    ...dividend(layer, attribute),
    below: known.legalValue(attribute, attribute === 'pe' ? nearest.peBelow : nearest.simdBelow),
    above: known.legalValue(attribute, attribute === 'pe' ? nearest.peAbove : nearest.simdAbove),
  };
  if (attribute === 'pe') return diagnose('BNN401', at, facts, related);
  const window = parallelWindow(layer, wished);
  return window ? diagnose('BNN403', at, { ...facts, ...window }, related) : diagnose('BNN402', at, facts, related);
}

/** What pe or simd must divide, and what people call it. */
function dividend(layer: Layer, attribute: 'pe' | 'simd'): { readonly whole: number; readonly of: string } {
  const { operation, inputTensors } = layer;
  const channels = inputTensors[0]?.shape.channels ?? 1;
  switch (operation?.kind) {
    case 'dense':
      return attribute === 'pe'
        ? { whole: operation.units, of: 'units' }
        : {
            whole: operation.alignedInputs,
            of: operation.alignedInputs === operation.inputs ? 'inputs' : 'aligned inputs',
          };
    case 'conv': {
      const perGroup = operation.groups > 1 ? ' of a group' : '';
      return attribute === 'pe'
        ? { whole: operation.filters / operation.groups, of: `filters${perGroup}` }
        : { whole: channels / operation.groups, of: `input channels${perGroup}` };
    }
    case 'dwconv':
      return attribute === 'pe'
        ? { whole: channels, of: 'channels' }
        : { whole: operation.kernel[0] * operation.kernel[1], of: 'taps of the window' };
    default:
      return { whole: channels, of: inputTensors.length > 1 ? 'channels of every input' : 'channels' };
  }
}

function parallelWindow(
  { operation, inputTensors }: Layer,
  simd: number,
): { readonly channels: number; readonly taps: number } | undefined {
  if (operation?.kind !== 'conv') return undefined;
  const channels = (inputTensors[0]?.shape.channels ?? 1) / operation.groups;
  return simd > channels ? { channels, taps: operation.kernel[0] * operation.kernel[1] } : undefined;
}
