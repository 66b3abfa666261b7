import type { CompletionItem, Range } from 'vscode-languageserver-types';
import type { Device } from '../devices/device.js';
import { layerKinds, statements } from '../language/table.js';
import type { AttributeSpec } from '../language/table-types.js';
import type { Analysis } from '../workspace/analysis.js';
import { completionContext, type CompletionContext, type OpenStatement } from './completion-context.js';
import { pathItems, type FileListing } from './completion-paths.js';
import { skeleton, statementItems } from './completion-statements.js';
import { valueItems } from './completion-values.js';
import { documentationOf, type DocumentedThing } from './completion-docs.js';
import { namesInScope } from './names-in-scope.js';
import { isWorthSilencing } from './silencing.js';
import { statementAt } from './syntax.js';
import { CompletionItemKind, InsertTextFormat } from './lsp-kinds.js';

/** What completion may know beyond the analysis. */
export interface CompletionSources {
  /** Files of the workspace by URI, for `import` and `params`. */
  readonly files: FileListing;
  /** Boards of the project's own, beside the catalogue's. */
  readonly boards: readonly Device[];
}

const NO_SOURCES: CompletionSources = { files: [], boards: [] };

/** What may be written at the cursor, best first. */
export function completion(
  analysis: Analysis,
  offset: number,
  sources: CompletionSources = NO_SOURCES,
): CompletionItem[] {
  const context = completionContext(analysis.text, offset);
  const items = itemsAt(analysis, offset, context, sources);
  const range = analysis.lines.range(context.typed);
  return items.map((item) => finished(item, range));
}

/** Adds the documentation that a list of many items leaves out. */
export function resolveCompletion(item: CompletionItem): CompletionItem {
  const about = item.data as DocumentedThing | undefined;
  const documentation = about && documentationOf(about);
  return documentation ? { ...item, documentation } : item;
}

function itemsAt(
  analysis: Analysis,
  offset: number,
  context: CompletionContext,
  sources: CompletionSources,
): CompletionItem[] {
  const { place } = context;
  switch (place.at) {
    case 'nothing':
    case 'name':
      return [];
    case 'comment':
      return silenceItems(analysis, offset, place.text);
    case 'string':
      return place.attribute === undefined || place.attribute === ''
        ? pathItems(analysis, place.keyword, sources.files)
        : place.attribute === 'device'
          ? valueItems(analysis, offset, context, { ...place, inList: false }, sources.boards)
          : [];
    case 'for':
      return [{ label: 'for', kind: CompletionItemKind.Keyword, insertText: 'for ' }];
    case 'network':
      return networkItems(analysis);
    case 'value':
      return valueItems(analysis, offset, context, place, sources.boards);
    case 'statement':
      return analysis.text.trim() === '' || isOnlyWord(analysis.text)
        ? [...skeleton(), ...statementItems(analysis, offset, context)]
        : [...attributeItems(analysis, offset, context, place.open), ...statementItems(analysis, offset, context)];
  }
}

/** An empty file, but for the word that is being typed. */
function isOnlyWord(text: string): boolean {
  return /^\s*\w*\s*$/.test(text);
}

/** Attributes that the open statement, or the target around the cursor, takes and does not have yet. */
function attributeItems(
  analysis: Analysis,
  offset: number,
  context: CompletionContext,
  open: OpenStatement | undefined,
): CompletionItem[] {
  const specs = open ? attributesFor(analysis, open) : [];
  const given = new Set(open?.given);
  const own = specs
    .filter((spec) => !given.has(spec.name))
    .map((spec, at) => attributeItem(spec, context.lineStart ? '3' : '1', at));
  if (context.body !== 'target') return own;
  const target = statementAt(analysis.file, offset);
  const around = target && [...target.parents, target.statement].find((one) => one.type === 'target');
  const written = new Set(around?.attributes.map(({ name }) => name.text));
  const goals = (statements.get('target')?.attributes ?? []).filter((spec) => !written.has(spec.name));
  return [...own, ...goals.map((spec, at) => attributeItem(spec, '2', at))];
}

function attributesFor(analysis: Analysis, open: OpenStatement): readonly AttributeSpec[] {
  const known = layerKinds.get(open.keyword) ?? statements.get(open.keyword);
  if (known) return known.attributes;
  const block = namesInScope(analysis).blocks.find(({ name }) => name === open.keyword);
  const from = layerKinds.get('dense')?.attributes.filter(({ name }) => name === 'from') ?? [];
  const parameters = (block?.parameters ?? []).map((parameter): AttributeSpec => ({
    name: parameter.name,
    form: 'integer',
    required: parameter.default === undefined,
    default: parameter.default,
    doc: `Parameter of the block ${open.keyword}.`,
    group: 'shape',
  }));
  return block ? [...parameters, ...from] : [];
}

function attributeItem(spec: AttributeSpec, group: string, at: number): CompletionItem {
  const about: DocumentedThing = { of: 'attribute', name: spec.name, doc: spec.doc };
  return {
    label: spec.name,
    labelDetails: {
      description: spec.required ? 'required' : spec.default === undefined ? spec.group : `default ${spec.default}`,
    },
    kind: CompletionItemKind.Property,
    insertText: `${spec.name}=`,
    sortText: `${group}${spec.required ? '0' : '1'}${String(at).padStart(3, '0')}`,
    command: { title: 'Suggest values', command: 'editor.action.triggerSuggest' },
    data: about,
  };
}

function networkItems(analysis: Analysis): CompletionItem[] {
  return namesInScope(analysis).networks.map(({ name }) => ({ label: name, kind: CompletionItemKind.Class }));
}

/** Behind `// bnn-ignore`: the codes that are raised here. */
function silenceItems(analysis: Analysis, offset: number, comment: string): CompletionItem[] {
  if (!/^\/\/+\s*bnn-ignore\b/.test(comment)) {
    return /^\/\/+\s*[bn-]*$/.test(comment) && comment.trim() !== '//'
      ? [
          {
            label: 'bnn-ignore',
            kind: CompletionItemKind.Keyword,
            detail: 'silence a diagnostic on this line or the next',
          },
        ]
      : [];
  }
  const { line } = analysis.lines.position(offset);
  const near = analysis.diagnostics.filter(({ span }) => {
    const distance = analysis.lines.position(span.start).line - line;
    return distance === 0 || distance === 1;
  });
  const byCode = new Map(near.filter(isWorthSilencing).map(({ code, message }) => [code, message]));
  return [...byCode].map(([code, message]) => ({ label: code, kind: CompletionItemKind.Constant, detail: message }));
}

function finished(item: CompletionItem, range: Range): CompletionItem {
  const newText = item.insertText ?? item.label;
  const { insertText, ...rest } = item;
  return {
    ...rest,
    insertTextFormat: item.insertTextFormat ?? InsertTextFormat.PlainText,
    textEdit: item.textEdit ?? { range, newText: insertText ?? newText },
  };
}
