import type { MarkupContent } from 'vscode-languageserver-types';
import type { Span } from '../diagnostics/span.js';
import { MarkupKind } from './lsp-kinds.js';

/** Paragraphs of Markdown and what they are about. */
export interface HoverText {
  readonly span: Span;
  readonly parts: readonly (string | undefined)[];
}

/** Text that came from a file, made harmless in Markdown: no link, image, HTML or emphasis arises from it. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|&~#]/g, (character) => `\\${character}`);
}

/** Text in a code span, whatever backticks it holds. */
export function code(text: string): string {
  const oneLine = text.replace(/\s+/g, ' ').trim();
  if (oneLine === '') return '';
  const longest = Math.max(0, ...[...oneLine.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${oneLine}${pad}${fence}`;
}

/** A `bnn` code block. */
export function codeBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}bnn\n${text}\n${fence}`;
}

/** A table; cells are Markdown already, except that a bar in them is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
  const rule = head.map((_, at) => (at === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

export function markup(...parts: readonly (string | undefined)[]): MarkupContent {
  return { kind: MarkupKind.Markdown, value: parts.filter((part) => part !== undefined && part !== '').join('\n\n') };
}
