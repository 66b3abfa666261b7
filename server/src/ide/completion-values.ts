import type { CompletionItem } from 'vscode-languageserver-types';
import { verificationMark, type Device } from '../devices/device.js';
import { allDevices } from '../devices/find.js';
import { layerKinds, statements, typeNames } from '../language/table.js';
import type { AttributeSpec } from '../language/table-types.js';
import type { Analysis } from '../workspace/analysis.js';
import type { CompletionContext } from './completion-context.js';
import type { DocumentedThing } from './completion-docs.js';
import { foldingItems } from './completion-folding.js';
import { shortCount } from '../diagnostics/format-numbers.js';
import { namesInScope } from './names-in-scope.js';
import { statementAt, type AnyStatement, type Placed } from './syntax.js';
import { CompletionItemKind } from './lsp-kinds.js';

interface ValuePlace {
  readonly attribute: string | undefined;
  readonly inList: boolean;
}

/** Values of the attribute that is being written, by its form in the table of the language. */
export function valueItems(
  analysis: Analysis,
  offset: number,
  context: CompletionContext,
  place: ValuePlace & { readonly open?: { readonly keyword: string } },
  boards: readonly Device[],
): CompletionItem[] {
  const attribute = place.attribute ?? '';
  const placed = statementAt(analysis.file, offset);
  const keyword = place.open?.keyword ?? '';
  const spec = specFor(keyword, attribute, context);
  const own = spec ? ofForm(analysis, offset, spec, placed, boards, context) : attribute === '' ? words(typeNames) : [];
  const scalar = spec?.form !== 'device' && spec?.form !== 'layers';
  return [...own, ...(scalar ? constItems(analysis, placed) : [])];
}

function specFor(keyword: string, attribute: string, context: CompletionContext): AttributeSpec | undefined {
  const kind = layerKinds.get(keyword) ?? statements.get(keyword);
  const found = kind?.attributes.find(({ name }) => name === attribute);
  if (found) return found;
  // An attribute of the target behind a budget or fold line; `from=` of an instance.
  const inTarget = context.body === 'target' ? statements.get('target') : undefined;
  const other = inTarget ?? (attribute === 'from' ? layerKinds.get('add') : undefined);
  return other?.attributes.find(({ name }) => name === attribute);
}

function ofForm(
  analysis: Analysis,
  offset: number,
  spec: AttributeSpec,
  placed: Placed | undefined,
  boards: readonly Device[],
  context: CompletionContext,
): CompletionItem[] {
  switch (spec.form) {
    case 'count':
    case 'whole':
    case 'integer':
      return [];
    case 'pair':
      return examples(spec.name === 'kernel' ? ['1', '3', '5', '7'] : ['1', '2', '3']);
    case 'padding':
      return [...words(['same']), ...examples(['0', '1', '2'])];
    case 'shape':
      return examples(['28x28x1', '32x32x3', '224x224x3', '1024x2', '784']);
    case 'weight-type':
    case 'value-type':
      return words(typeNames);
    case 'activation':
      return words(['none', ...typeNames.filter((name) => !/1[0-6]$|9$/.test(name))]);
    case 'layers':
      return layerItems(analysis, offset, placed);
    case 'folding':
      return foldingItems(analysis, spec.name === 'simd' ? 'simd' : 'pe', placed);
    case 'fifo':
      return [...words(['auto']), ...examples(['2', '16', '32', '512'])];
    case 'word':
      return words(spec.words ?? []);
    case 'device':
      return deviceItems(boards, context);
    case 'clock':
      return words(['100MHz', '150MHz', '200MHz', '250MHz', '300MHz']);
    case 'rate':
      return words(['1kFPS', '3kFPS', '10kFPS', '100kFPS', '1MFPS']);
    case 'time':
      return words(['10us', '100us', '500us', '1ms']);
    case 'amount':
      return words(['50%', '70%', '80%', '90%']);
  }
}

/**
 * Some of the numbers that could stand here. They go as soon as a digit is typed (none matches it): Enter behind `fifo=5`
 * would otherwise make 512 of it.
 */
function examples(list: readonly string[]): CompletionItem[] {
  return words(list).map((item) => ({ ...item, filterText: 'example', sortText: `2${item.sortText ?? ''}` }));
}

function words(list: readonly string[]): CompletionItem[] {
  return list.map((label, at) => ({
    label,
    kind: CompletionItemKind.EnumMember,
    sortText: `1${String(at).padStart(3, '0')}`,
  }));
}

function constItems(analysis: Analysis, placed: Placed | undefined): CompletionItem[] {
  const around: readonly AnyStatement[] = placed ? [...placed.parents, placed.statement] : [];
  const block = around.find((statement) => statement.type === 'block');
  const parameters = (block?.parameters ?? []).map(({ name }) => ({
    label: name.text,
    labelDetails: { description: 'parameter' },
    kind: CompletionItemKind.Variable,
    sortText: `2${name.text}`,
  }));
  const consts = namesInScope(analysis).consts.map(({ name, value }) => ({
    label: name,
    labelDetails: { description: `const = ${value}` },
    kind: CompletionItemKind.Constant,
    sortText: `3${name}`,
  }));
  return [...parameters, ...consts];
}

/** The layers above the cursor in the same network or block, nearest first; `in` inside a block. */
function layerItems(analysis: Analysis, offset: number, placed: Placed | undefined): CompletionItem[] {
  const around: readonly AnyStatement[] = placed ? [...placed.parents, placed.statement] : [];
  const top = around.find((statement) => statement.type === 'network' || statement.type === 'block');
  const names: string[] = [];
  const design = top?.type === 'network' && top.name ? analysis.shown.get(top.name.text) : undefined;
  if (design) {
    for (const layer of design.network.layers) {
      const written = layer.instances[0]?.statement ?? layer.statement;
      if (written.span.end < offset && layer.kind !== 'output') names.push(layer.name);
    }
  }
  const open: AnyStatement[] = top?.type === 'network' || top?.type === 'block' ? [...top.body.statements] : [];
  for (const statement of open)
    if (statement.type === 'layer' && statement.name && statement.span.end < offset) names.push(statement.name.text);
  const inside = around
    .filter((statement) => statement.type === 'repeat')
    .flatMap((statement) => statement.body.statements);
  for (const statement of inside)
    if (statement.type === 'layer' && statement.name && statement.span.end < offset) names.push(statement.name.text);
  const unique = [...new Set(names)].reverse();
  if (top?.type === 'block') unique.push('in');
  return unique.map((label, at) => ({
    label,
    kind: CompletionItemKind.Field,
    sortText: `1${String(at).padStart(4, '0')}`,
  }));
}

function deviceItems(boards: readonly Device[], context: CompletionContext): CompletionItem[] {
  const quoted = context.place.at === 'string';
  return [...boards, ...allDevices()].map((device) => {
    const about: DocumentedThing = { of: 'device', name: device.name };
    const word = /^[A-Za-z_]\w*$/.test(device.name);
    const mark = verificationMark(device);
    return {
      label: device.name,
      labelDetails: { description: deviceSize(device) },
      kind: CompletionItemKind.EnumMember,
      detail: `${device.title}, ${device.part}${mark === '' ? '' : `, ${mark}`}`,
      insertText: quoted || word ? device.name : `"${device.name}"`,
      filterText: quoted || word ? `${device.name} ${device.title}` : `"${device.name}"`,
      sortText: `${device.board ? '1' : '2'}${device.name}`,
      data: about,
    };
  });
}

/** `53.2k LUT, 280 BRAM18, 220 DSP`. */
export function deviceSize({ available }: Device): string {
  const uram = available.uram > 0 ? `, ${shortCount(available.uram)} URAM` : '';
  return `${shortCount(available.lut)} LUT, ${shortCount(available.bram18)} BRAM18${uram}, ${shortCount(available.dsp)} DSP`;
}
