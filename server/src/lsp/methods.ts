import type * as lsp from 'vscode-languageserver';

/** The requests on a text that are answered, each with what it asks. */
export interface TextRequests {
  readonly 'textDocument/completion': lsp.CompletionParams;
  readonly 'textDocument/hover': lsp.HoverParams;
  readonly 'textDocument/definition': lsp.DefinitionParams;
  readonly 'textDocument/implementation': lsp.ImplementationParams;
  readonly 'textDocument/references': lsp.ReferenceParams;
  readonly 'textDocument/documentHighlight': lsp.DocumentHighlightParams;
  readonly 'textDocument/prepareRename': lsp.PrepareRenameParams;
  readonly 'textDocument/rename': lsp.RenameParams;
  readonly 'textDocument/documentSymbol': lsp.DocumentSymbolParams;
  readonly 'textDocument/semanticTokens/full': lsp.SemanticTokensParams;
  readonly 'textDocument/semanticTokens/range': lsp.SemanticTokensRangeParams;
  readonly 'textDocument/inlayHint': lsp.InlayHintParams;
  readonly 'textDocument/codeLens': lsp.CodeLensParams;
  readonly 'textDocument/codeAction': lsp.CodeActionParams;
  readonly 'textDocument/foldingRange': lsp.FoldingRangeParams;
  readonly 'textDocument/selectionRange': lsp.SelectionRangeParams;
  readonly 'textDocument/documentLink': lsp.DocumentLinkParams;
  readonly 'textDocument/formatting': lsp.DocumentFormattingParams;
  readonly 'textDocument/rangeFormatting': lsp.DocumentRangeFormattingParams;
}

export type TextRequest = keyof TextRequests;
