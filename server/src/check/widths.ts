import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import { TOOL_LIMITS } from '../hardware/limits.js';
import type { Layer } from '../network/graph.js';
import { wishesOf } from '../network/wishes.js';
import type { CheckedDesign } from './designs.js';
import { layerPlace, relatedLayer } from './places.js';

/** A converter is worth a word when it costs more than this share of the two layers that it stands between. */
const CONVERTER_SHARE = 0.05;
/** LUTs that are worth a word at all. */
const LEAST_CONVERTER = 100;

/** BNN404 words too wide for the HLS tools, BNN405 width converters that cost. */
export function checkWidths(design: CheckedDesign): readonly Diagnostic[] {
  return [...tooWide(design), ...converters(design)];
}

function tooWide({ network, target, folded, estimate }: CheckedDesign): readonly Diagnostic[] {
  const wishes = wishesOf(network, target);
  const found: Diagnostic[] = [];
  for (const layer of network.layers) {
    const engines = estimate.layers[layer.index]?.engines;
    const word = engines && widestWord(layer, folded.folding[layer.index]?.simd, engines);
    if (!word) continue;
    const wish = wishes[layer.index];
    const at = (word.what === 'words out' ? wish?.pe : wish?.simd)?.at ?? wish?.pe?.at ?? layerPlace(layer);
    const hard = word.bits > TOOL_LIMITS.apIntHardBits;
    const limit = hard ? TOOL_LIMITS.apIntHardBits : TOOL_LIMITS.apIntBits;
    found.push(diagnose('BNN404', at, { layer: layer.name, what: word.what, bits: word.bits, limit, hard }));
  }
  return found;
}

function widestWord(
  { operation }: Layer,
  simd: number | undefined,
  engines: NonNullable<CheckedDesign['estimate']['layers'][number]>['engines'],
): { readonly what: string; readonly bits: number } | undefined {
  for (const { inputs, outputs } of engines) {
    const wideIn = inputs.find(({ bits }) => bits > TOOL_LIMITS.apIntBits);
    if (wideIn) return { what: 'words in', bits: wideIn.bits };
    const wideOut = outputs.find(({ bits }) => bits > TOOL_LIMITS.apIntBits);
    if (wideOut) return { what: 'words out', bits: wideOut.bits };
  }
  const weights = operation && 'weights' in operation ? operation.weights.bits * (simd ?? 1) : 0;
  return weights > TOOL_LIMITS.apIntHardBits ? { what: 'weight words', bits: weights } : undefined;
}

function converters({ network, estimate }: CheckedDesign): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const layer of network.layers) {
    const own = estimate.layers[layer.index];
    const converter = own?.engines.find(({ kind }) => kind === 'width-converter');
    if (!own || !converter) continue;
    const producer = network.layers[layer.inputs[0] ?? -1];
    const lanesIn = converter.inputs[0]?.lanes;
    const lanesOut = converter.outputs[0]?.lanes;
    // The words of an input are the port's, which no folding changes.
    if (!producer || producer.operation?.kind === 'input' || lanesIn === undefined || lanesOut === undefined) continue;
    const gearbox = lanesIn % lanesOut !== 0 && lanesOut % lanesIn !== 0;
    const { lut } = converter.resources;
    const both = own.resources.lut + (estimate.layers[producer.index]?.resources.lut ?? 0);
    if (!gearbox && (lut < LEAST_CONVERTER || lut <= CONVERTER_SHARE * both)) continue;
    const facts = { layer: layer.name, producer: producer.name, lanesIn, lanesOut, lut, gearbox };
    found.push(diagnose('BNN405', layerPlace(layer), facts, [relatedLayer(producer, 'writes the stream')]));
  }
  return found;
}
