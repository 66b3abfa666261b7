import type { SemanticTokensLegend } from 'vscode-languageserver-types';

/**
 * Token types, with the TextMate scopes that the grammar gives the same text, so that no colour changes when the server
 * has started. The manifest contributes these as `semanticTokenScopes`. Comments, operators, brackets, units and `in`
 * are left to the grammar.
 */
export const TOKEN_SCOPES = {
  keyword: 'keyword.control.bnn',
  /** Layer kinds. */
  type: 'storage.type.bnn',
  /** Blocks and their instances. */
  function: 'entity.name.function.bnn',
  /** Networks. */
  class: 'entity.name.class.bnn',
  /** Targets. */
  namespace: 'entity.name.type.bnn',
  /** Attributes. */
  property: 'entity.other.attribute-name.bnn',
  /** Layers, consts and other words that name something. */
  variable: 'variable.other.bnn',
  parameter: 'variable.other.bnn',
  /** Quantised types. */
  enum: 'support.type.bnn',
  /** `auto`, `none`, `bram`, ... */
  enumMember: 'constant.language.bnn',
  /** Patterns of `fold`. */
  regexp: 'string.regexp.bnn',
  number: 'constant.numeric.bnn',
  string: 'string.quoted.double.bnn',
} as const;

/** Where a name is given, the grammar has another scope than where it is used. */
export const DECLARATION_SCOPES = {
  'variable.declaration': 'entity.name.variable.bnn',
  'variable.declaration.readonly': 'variable.other.constant.bnn',
} as const;

export type TokenType = keyof typeof TOKEN_SCOPES;

const MODIFIERS = ['declaration', 'readonly'] as const;

export const tokensLegend: SemanticTokensLegend = {
  tokenTypes: Object.keys(TOKEN_SCOPES),
  tokenModifiers: [...MODIFIERS],
};
