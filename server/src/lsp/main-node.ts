import { createConnection, ProposedFeatures, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

// Interim entry of the walking skeleton: brackets only, until the parser is wired in.
const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
connection.onInitialize(() => ({
  capabilities: { positionEncoding: 'utf-16', textDocumentSync: TextDocumentSyncKind.Incremental },
}));
documents.onDidChangeContent(({ document }) => {
  const text = document.getText();
  const open = text.split('{').length;
  const close = text.split('}').length;
  const last = document.positionAt(text.trimEnd().length);
  const range = { start: { line: last.line, character: Math.max(0, last.character - 1) }, end: last };
  const diagnostics =
    open === close
      ? []
      : [{ range, severity: 1 as const, code: 'BNN101', source: 'bnn', message: 'Braces do not match.' }];
  void connection.sendDiagnostics({ uri: document.uri, version: document.version, diagnostics });
});
documents.listen(connection);
connection.listen();
