import { setValue } from './attributes.js';
import { fix, setAttribute, statementOf, type FixTable } from './fix.js';

/** BNN3xx: shapes and types. */
export const shapeFixes: FixTable = {
  BNN302: (analysis, { span, facts }) =>
    facts.legal.flatMap((value) => setValue(analysis, span, 'groups', String(value))),
  BNN303: (analysis, { span }) => {
    const placed = statementOf(analysis, span);
    if (!placed) return [];
    return ['-1', '1'].flatMap((value) =>
      fix(`Add pad_value=${value}`, setAttribute(placed.statement, 'pad_value', value), { preferred: value === '-1' }),
    );
  },
  BNN304: (analysis, { span, facts }) => {
    const values = facts.bipolar ? [-1, 1] : [facts.value < facts.lo ? facts.lo : facts.hi];
    return values.flatMap((value, at) => setValue(analysis, span, 'pad_value', String(value), at === 0));
  },
  BNN308: (analysis, { span, facts }) =>
    [facts.widest, 'none'].flatMap((type, at) => setValue(analysis, span, facts.attribute, type, at === 0)),
  BNN310: (analysis, { span, facts }) => setValue(analysis, span, 'top', String(facts.classes), true),
};
