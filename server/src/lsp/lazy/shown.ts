// What is shown in a text beside its diagnostics: loaded when those of the first text are out, or first asked for.
export { codeLenses } from '../../ide/code-lens.js';
export { documentLinks } from '../../ide/document-links.js';
export { foldingRanges } from '../../ide/folding-ranges.js';
export { fullInlayHints, inlayHints, resolveInlayHint, uriOfHint } from '../../ide/inlay-hints.js';
export { selectionRanges } from '../../ide/selection-ranges.js';
export { semanticTokens } from '../../ide/semantic-tokens.js';
export { status, targetChoices } from '../../ide/status.js';
