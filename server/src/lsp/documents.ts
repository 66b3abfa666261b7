import { TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Connection } from './connection.js';

export interface DocumentEvents {
  /** Opened, or changed. */
  readonly changed: (uri: string, text: string, version: number) => void;
  readonly saved: (uri: string) => void;
  readonly closed: (uri: string) => void;
}

/** Keeps the open texts in step with the editor, change by change. */
export function followDocuments(
  connection: Connection,
  serves: (uri: string) => boolean,
  events: DocumentEvents,
): void {
  const documents = new TextDocuments(TextDocument);
  // Opening counts as the first change, so this one event is all.
  documents.onDidChangeContent(({ document }) => {
    if (serves(document.uri)) events.changed(document.uri, document.getText(), document.version);
  });
  documents.onDidSave(({ document }) => {
    if (serves(document.uri)) events.saved(document.uri);
  });
  documents.onDidClose(({ document }) => {
    if (serves(document.uri)) events.closed(document.uri);
  });
  documents.listen(connection);
}
