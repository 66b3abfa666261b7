import { suggestDevices } from '../devices/find.js';
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import { attributeMeant } from '../language/synonyms.js';
import type { CheckedTarget } from './designs.js';

/** BNN603 unknown device, BNN605 no device. */
export function checkDevice({ target, device }: CheckedTarget): readonly Diagnostic[] {
  const wish = target.device;
  if (!wish) {
    // A half-written or misread device=, or `board=` as others call it, has its own fault.
    const meant = target.statement.attributes.some(
      ({ name }) => name.text === 'device' || attributeMeant(name.text, ['device']) !== undefined,
    );
    if (meant) return [];
    // A target without a name or a body is being written; the parser has said so.
    if (!target.statement.name || !target.statement.braces) return [];
    const { span } = target.statement.name;
    return [diagnose('BNN605', { uri: target.uri, span }, { target: target.name })];
  }
  if (!device) {
    const suggestions = suggestDevices(wish.value).map(({ name }) => name);
    return [diagnose('BNN603', wish.at, { device: wish.value, suggestions })];
  }
  return [];
}
