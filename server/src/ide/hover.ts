import type { Hover } from 'vscode-languageserver-types';
import { touches, type Span } from '../diagnostics/span.js';
import type { Attribute } from '../language/ast.js';
import { layerKinds, statements, unmappableKinds } from '../language/table.js';
import type { AttributeSpec } from '../language/table-types.js';
import type { Analysis } from '../workspace/analysis.js';
import { definitionHover } from './hover-definitions.js';
import { deviceHover } from './hover-device.js';
import { layerHover } from './hover-layer.js';
import { targetHover } from './hover-target.js';
import { specOf } from './spec-of.js';
import type { MeasuredView } from './measured-view.js';
import { code, codeBlock, escapeMarkdown, markup, type HoverText } from './markdown.js';
import { attributesOf, commentAt, keywordOf, statementAt, type AnyStatement, type Placed } from './syntax.js';

/** What stands under the cursor, explained; undefined where there is nothing to say. */
export function hover(analysis: Analysis, offset: number, view?: MeasuredView): Hover | undefined {
  if (commentAt(analysis.file, offset)) return undefined;
  const placed = statementAt(analysis.file, offset);
  if (!placed) return undefined;
  const found = attributeHover(analysis, placed, offset) ?? headHover(analysis, placed, offset, view);
  return found && { contents: markup(...found.parts), range: analysis.lines.range(found.span) };
}

/** On the keyword or the name of a statement. */
function headHover(
  analysis: Analysis,
  { statement, parents }: Placed,
  offset: number,
  view: MeasuredView | undefined,
): HoverText | undefined {
  const definition = definitionHover(analysis, offset);
  const { start } = statement.span;
  const keyword = keywordOf(statement);
  const keywordSpan = { start, end: start + keyword.length };
  if (statement.type === 'layer') {
    if (statement.name && touches(statement.name.span, offset)) {
      const text = layerHover(analysis, statement, parents, view);
      if (text) return { span: statement.name.span, parts: text };
    }
    if (definition && !layerKinds.has(keyword)) return definition;
  }
  if (statement.type === 'target' && statement.name && touches(statement.name.span, offset)) {
    return { span: statement.name.span, parts: targetHover(analysis, statement) };
  }
  if (definition) return definition;
  return touches(keywordSpan, offset) ? keywordHover(keyword, keywordSpan) : undefined;
}

function keywordHover(keyword: string, span: Span): HoverText | undefined {
  const kind = layerKinds.get(keyword) ?? statements.get(keyword);
  if (kind) {
    const list = kind.attributes.map(
      (attribute) => `- ${code(attribute.name)}${defaultOf(attribute)}: ${attribute.doc}`,
    );
    return { span, parts: [`**${kind.name}**: ${kind.doc}`, codeBlock(kind.example), list.join('\n')] };
  }
  const instead = unmappableKinds.get(keyword.toLowerCase());
  return instead === undefined
    ? undefined
    : { span, parts: [`**${escapeMarkdown(keyword)}** is not mappable. ${instead}`] };
}

function attributeHover(analysis: Analysis, { statement }: Placed, offset: number): HoverText | undefined {
  const attribute = attributesOf(statement).find(({ span }) => touches(span, offset));
  if (!attribute) return undefined;
  if (touches(attribute.name.span, offset)) {
    const spec = specOf(statement, attribute.name.text);
    return spec && { span: attribute.name.span, parts: describe(spec) };
  }
  return valueHover(analysis, statement, attribute, offset);
}

function valueHover(
  analysis: Analysis,
  statement: AnyStatement,
  attribute: Attribute,
  offset: number,
): HoverText | undefined {
  const { value } = attribute;
  if (statement.type === 'target' && attribute.name.text === 'device' && value) {
    const device = deviceHover(analysis, statement, value);
    if (device) return { span: value.span, parts: device };
  }
  const definition = definitionHover(analysis, offset);
  if (definition) return definition;
  const spec = specOf(statement, attribute.name.text);
  return spec && value ? { span: value.span, parts: describe(spec) } : undefined;
}

function describe(spec: AttributeSpec): string[] {
  const words = spec.words ? `One of ${spec.words.map(code).join(', ')}.` : '';
  return [`**${spec.name}**${defaultOf(spec)}: ${spec.doc}`, words];
}

function defaultOf(spec: AttributeSpec): string {
  if (spec.default !== undefined) return ` (default ${code(spec.default)})`;
  return spec.required ? ' (required)' : '';
}
