import type {
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
  DidSaveTextDocumentParams,
} from 'vscode-languageserver-protocol';
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
  const documents = new Map<string, TextDocument>();
  const told = (document: TextDocument): void => {
    documents.set(document.uri, document);
    events.changed(document.uri, document.getText(), document.version);
  };
  connection.onNotification('textDocument/didOpen', ({ textDocument }: DidOpenTextDocumentParams) => {
    const { uri, languageId, version, text } = textDocument;
    if (serves(uri)) told(TextDocument.create(uri, languageId, version, text));
  });
  connection.onNotification(
    'textDocument/didChange',
    ({ textDocument, contentChanges }: DidChangeTextDocumentParams) => {
      const document = documents.get(textDocument.uri);
      if (document) told(TextDocument.update(document, contentChanges, textDocument.version));
    },
  );
  connection.onNotification('textDocument/didSave', ({ textDocument: { uri } }: DidSaveTextDocumentParams) => {
    if (documents.has(uri)) events.saved(uri);
  });
  connection.onNotification('textDocument/didClose', ({ textDocument: { uri } }: DidCloseTextDocumentParams) => {
    if (documents.delete(uri)) events.closed(uri);
  });
}
