import { CodeActionKind } from './lsp-kinds.js';

/** Mends everything that has one safe mend, in one edit. */
export const FIX_ALL = 'source.fixAll.bnn';

/** The kinds that are offered. */
export const CODE_ACTION_KINDS = [CodeActionKind.QuickFix, CodeActionKind.Refactor, FIX_ALL];
