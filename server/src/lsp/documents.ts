import type {
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
  TextDocumentContentChangeEvent,
} from 'vscode-languageserver-protocol';
import { lineIndex } from '../workspace/line-index.js';
import type { Connection } from './connection.js';

export interface DocumentEvents {
  /** Opened, or changed. */
  readonly changed: (uri: string, text: string, version: number) => void;
  readonly closed: (uri: string) => void;
}

/** Keeps the open texts in step with the editor, change by change. */
export function followDocuments(
  connection: Connection,
  serves: (uri: string) => boolean,
  events: DocumentEvents,
): void {
  const texts = new Map<string, string>();
  const keep = (uri: string, text: string, version: number): void => {
    texts.set(uri, text);
    events.changed(uri, text, version);
  };
  connection.onNotification('textDocument/didOpen', ({ textDocument }: DidOpenTextDocumentParams) => {
    const { uri, text, version } = textDocument;
    if (serves(uri)) keep(uri, text, version);
  });
  connection.onNotification(
    'textDocument/didChange',
    ({ textDocument: { uri, version }, contentChanges }: DidChangeTextDocumentParams) => {
      const text = texts.get(uri);
      if (text !== undefined) keep(uri, contentChanges.reduce(changed, text), version);
    },
  );
  connection.onNotification('textDocument/didClose', ({ textDocument: { uri } }: DidCloseTextDocumentParams) => {
    if (texts.delete(uri)) events.closed(uri);
  });
}

/** The text with one change made. Of several changes each counts in the text that the one before has left. */
export function changed(text: string, change: TextDocumentContentChangeEvent): string {
  if (!('range' in change)) return change.text;
  const lines = lineIndex(text);
  const start = lines.offset(change.range.start);
  const end = Math.max(start, lines.offset(change.range.end));
  return text.slice(0, start) + change.text + text.slice(end);
}
