// What people ask for now and then while they write: loaded when it is first asked for.
export { blockingFaults } from '../../ide/blocking.js';
export { codeActions } from '../../ide/code-actions.js';
export { refoldActions } from '../../ide/refold-actions.js';
export { comparisonOfDesigns } from '../../ide/comparison-text.js';
export { completion, resolveCompletion } from '../../ide/completion.js';
export { estimateTable } from '../../ide/estimate-table.js';
export { formatting, rangeFormatting } from '../../ide/formatting.js';
export { hover } from '../../ide/hover.js';
export { documentSymbols } from '../../ide/symbols.js';
export { newNetwork, newNetworkQuestions } from '../../ide/new-network.js';
