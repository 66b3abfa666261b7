import type * as lsp from 'vscode-languageserver-types';

/**
 * The numbers and words of LSP that the features use. The package with all of them would be loaded at every start for
 * these few; the types check that they are the same.
 */
export type CompletionItemKind = lsp.CompletionItemKind;
export const CompletionItemKind = {
  Function: 3,
  Field: 5,
  Variable: 6,
  Class: 7,
  Property: 10,
  Value: 12,
  Keyword: 14,
  Snippet: 15,
  File: 17,
  EnumMember: 20,
  Constant: 21,
} as const satisfies Some<typeof lsp.CompletionItemKind>;

export type SymbolKind = lsp.SymbolKind;
export const SymbolKind = {
  Class: 5,
  Property: 7,
  Field: 8,
  Function: 12,
  Constant: 14,
  Array: 18,
  Object: 19,
} as const satisfies Some<typeof lsp.SymbolKind>;

export const InsertTextFormat = { PlainText: 1, Snippet: 2 } as const satisfies Some<typeof lsp.InsertTextFormat>;
export const SymbolTag = { Deprecated: 1 } as const satisfies Some<typeof lsp.SymbolTag>;
export const InlayHintKind = { Parameter: 2 } as const satisfies Some<typeof lsp.InlayHintKind>;
export const DocumentHighlightKind = { Read: 2, Write: 3 } as const satisfies Some<typeof lsp.DocumentHighlightKind>;
export type DiagnosticTag = lsp.DiagnosticTag;
export const DiagnosticTag = { Unnecessary: 1, Deprecated: 2 } as const satisfies Some<typeof lsp.DiagnosticTag>;
export type DiagnosticSeverity = lsp.DiagnosticSeverity;
export const DiagnosticSeverity = { Error: 1, Warning: 2, Information: 3, Hint: 4 } as const satisfies Some<
  typeof lsp.DiagnosticSeverity
>;
export const MarkupKind = { Markdown: 'markdown' } as const satisfies Some<typeof lsp.MarkupKind>;
export const CodeActionKind = { QuickFix: 'quickfix', Refactor: 'refactor' } as const satisfies Some<
  typeof lsp.CodeActionKind
>;
export const FoldingRangeKind = { Comment: 'comment', Imports: 'imports' } as const satisfies Some<
  typeof lsp.FoldingRangeKind
>;

/** Some of the members of one of the library's tables, each with its own value. */
type Some<Table> = { readonly [Name in keyof Table]?: Table[Name] };
