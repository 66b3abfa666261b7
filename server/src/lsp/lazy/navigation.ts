// What follows names through files: loaded when it is first asked for, since typing alone never needs it.
export { definition } from '../../ide/definition.js';
export { fileRename } from '../../ide/file-rename.js';
export { highlights } from '../../ide/highlight.js';
export { implementation } from '../../ide/implementation.js';
export { references } from '../../ide/references.js';
export { prepareRename, rename } from '../../ide/rename.js';
export { workspaceSymbols } from '../../ide/symbols.js';
