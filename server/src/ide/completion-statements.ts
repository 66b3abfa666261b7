import type { CompletionItem } from 'vscode-languageserver-types';
import { layerKinds, statements } from '../language/table.js';
import type { Analysis } from '../workspace/analysis.js';
import type { BodyKind, CompletionContext } from './completion-context.js';
import type { DocumentedThing } from './completion-docs.js';
import { namesInScope, type BlockName } from './names-in-scope.js';
import { statementAt } from './syntax.js';
import { CompletionItemKind, InsertTextFormat } from './lsp-kinds.js';

/** Statements that may start where the cursor stands: layer kinds, blocks to instantiate, and the rest. */
export function statementItems(
  analysis: Analysis,
  offset: number,
  { body, lineStart }: CompletionContext,
): CompletionItem[] {
  const group = lineStart ? '2' : '4';
  const kinds = body === 'network' || body === 'block' || body === 'repeat' ? kindItems(body, group) : [];
  const blocks = kinds.length > 0 ? blockItems(analysis, offset, group) : [];
  const others = [...statements.values()]
    .filter((statement) => statement.within.includes(body))
    .map((statement, at) =>
      snippetItem(
        statement.name,
        statement.snippet,
        CompletionItemKind.Keyword,
        `${group}5${String(at).padStart(3, '0')}`,
      ),
    );
  return [...kinds, ...blocks, ...others];
}

function kindItems(body: BodyKind, group: string): CompletionItem[] {
  return [...layerKinds.values()]
    .filter(({ name }) => body === 'network' || name !== 'input')
    .map((kind, at) =>
      snippetItem(kind.name, kind.snippet, CompletionItemKind.Class, `${group}1${String(at).padStart(3, '0')}`),
    );
}

function snippetItem(name: string, snippet: string, kind: CompletionItemKind, sortText: string): CompletionItem {
  const about: DocumentedThing = { of: 'kind', name };
  return { label: name, kind, insertText: snippet, insertTextFormat: InsertTextFormat.Snippet, sortText, data: about };
}

function blockItems(analysis: Analysis, offset: number, group: string): CompletionItem[] {
  const placed = statementAt(analysis.file, offset);
  const inside = placed && [...placed.parents, placed.statement].find((one) => one.type === 'block')?.name?.text;
  return namesInScope(analysis)
    .blocks.filter(({ name }) => name !== inside)
    .map((block) => ({
      label: block.name,
      labelDetails: { description: 'block' },
      kind: CompletionItemKind.Function,
      insertText: instanceSnippet(block),
      insertTextFormat: InsertTextFormat.Snippet,
      sortText: `${group}2${block.name}`,
      documentation: block.documentation,
    }));
}

function instanceSnippet({ name, parameters }: BlockName): string {
  const required = parameters.filter((parameter) => parameter.default === undefined);
  const attributes = required.map((parameter, at) => ` ${parameter.name}=\${${at + 2}:1}`);
  return `${name} \${1:name}${attributes.join('')}`;
}

/** A whole file, for an empty one: a small network and a target, ready to be changed. */
export function skeleton(): CompletionItem[] {
  return [
    {
      label: 'network and target',
      kind: CompletionItemKind.Snippet,
      detail: 'a small network on a board, ready to be changed',
      insertText: SKELETON,
      insertTextFormat: InsertTextFormat.Snippet,
      filterText: 'network target skeleton',
      sortText: '0',
      preselect: true,
    },
  ];
}

const SKELETON = `/// \${1:What the network does.}
network \${2:Mnist} {
  defaults weights=bipolar activation=bipolar

  input  image type=\${3:bipolar} shape=\${4:784}

  dense  f0 units=\${5:256}
  dense  f1 units=\${6:256}
  dense  f2 units=\${7:10} activation=none
  argmax label
}

target \${8:pynq} for \${2:Mnist} {
  device=\${9:pynq_z1}
  clock=\${10:100MHz}
  throughput=\${11:10kFPS}
}
$0`;
