import { layerKinds, statements } from '../language/table.js';
import type { AttributeSpec } from '../language/table-types.js';
import type { AnyStatement } from './syntax.js';

/** The table's entry for an attribute of a statement; of a block's instance those that every layer has. */
export function specOf(statement: AnyStatement, name: string): AttributeSpec | undefined {
  const kind = statement.type === 'layer' ? layerKinds.get(statement.kind.text) : statements.get(statement.type);
  return kind?.attributes.find((attribute) => attribute.name === name);
}
