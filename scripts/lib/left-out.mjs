// An esbuild plugin for the server: what its libraries bring and it never runs is not loaded at each start. What stands in
// for it throws where it is used all the same, and a build fails that does not meet one of these modules any more.
// test/project/left-out.test.ts holds what each of them rests on.

/** Modules by the end of their path, why each is never run, and what stands in for it. */
export const leftOut = [
  {
    module: 'vscode-languageserver-types/lib/esm/main.js',
    why: 'Its functions check and make values of LSP. The server makes them as plain records; its library uses five to check what we never send.',
    contents: `const left = { is() { throw new Error('vscode-languageserver-types is left out of the bundle'); } };
      export { left as URI, left as WorkspaceFolder, left as DocumentUri, left as integer, left as uinteger };`,
  },
  {
    module: 'vscode-languageserver-protocol/lib/common/protocol.notebook.js',
    why: 'The server announces no notebooks, so that no client sends any.',
    contents: refusing('the protocol of notebooks'),
  },
  {
    module: 'vscode-languageserver/lib/common/notebook.js',
    why: 'The server announces no notebooks, so that no client sends any. Its library makes their part of the connection from this.',
    contents: 'exports.NotebookSyncFeature = (Base) => Base;',
  },
  ...[
    'CallHierarchy',
    'Diagnostic',
    'FileOperations',
    'FoldingRange',
    'InlayHint',
    'InlineCompletion',
    'InlineValue',
    'LinkedEditingRange',
    'Moniker',
    'ShowDocument',
    'TextDocumentContent',
    'TypeHierarchy',
  ].map((feature) => ({
    module: `vscode-languageserver/lib/common/${fileOf(feature)}.js`,
    why: 'It gives the connection functions that we do not call: handlers are registered by the names of their methods.',
    contents: `exports.${feature}Feature = (Base) => Base;`,
  })),
  {
    module: 'vscode-languageserver/lib/common/semanticTokens.js',
    why: 'The same, and a builder of tokens: we encode them ourselves.',
    contents: `exports.SemanticTokensFeature = (Base) => Base; exports.SemanticTokensBuilder = undefined;`,
  },
  ...[
    'callHierarchy',
    'colorProvider',
    'declaration',
    'diagnostic',
    'fileOperations',
    'foldingRange',
    'implementation',
    'inlayHint',
    'inlineCompletion',
    'inlineValue',
    'linkedEditingRange',
    'moniker',
    'selectionRange',
    'semanticTokens',
    'showDocument',
    'textDocumentContent',
    'typeDefinition',
    'typeHierarchy',
  ].map((name) => ({
    module: `vscode-languageserver-protocol/lib/common/protocol.${name}.js`,
    why: 'It names and describes methods for functions of the connection that we do not call.',
    contents: refusing(`the protocol of ${name}`),
  })),
  {
    module: 'vscode-languageserver/lib/node/files.js',
    why: 'It looks for other node modules, which the server loads none of.',
    contents: 'module.exports = {};',
  },
  {
    module: '@chevrotain/regexp-to-ast/lib/src/api.js',
    why: 'Chevrotain reads regular expressions of tokens with it. Ours are characters and functions that say what they begin with.',
    contents: `export class BaseRegExpVisitor {}
      export class RegExpParser { pattern() { throw new Error('regexp-to-ast is left out of the bundle'); } }`,
  },
  {
    module: 'chevrotain/lib/src/scan/reg_exp.js',
    why: 'Chevrotain asks it with which characters a regular expression of a token begins. Ours say so themselves.',
    contents: ['failedOptimizationPrefixMsg', 'getOptimizedStartCodesIndices', 'canMatchCharCode']
      .map((name) => `export function ${name}() { throw new Error('${name} is left out of the bundle'); }`)
      .join('\n'),
  },
  {
    module: 'chevrotain/lib/src/parse/cst/cst_visitor.js',
    why: 'It makes visitors of the concrete syntax trees that Chevrotain can build. Ours are abstract from the start.',
    contents: ['createBaseSemanticVisitorConstructor', 'createBaseVisitorConstructorWithDefaults']
      .map((name) => `export function ${name}() { throw new Error('${name} is left out of the bundle'); }`)
      .join('\n'),
  },
  {
    module: 'lodash-es/_baseIteratee.js',
    why: 'What Chevrotain hands to functions of lists are functions and names of properties, and nothing that objects are compared with.',
    contents: `import identity from './identity.js';
      import property from './property.js';
      export default function (value) {
        if (typeof value === 'function') return value;
        if (value === null || value === undefined) return identity;
        if (typeof value === 'object') throw new Error('comparing with objects is left out of the bundle');
        return property(value);
      }`,
  },
  {
    module: 'lodash-es/_baseClone.js',
    why: 'Chevrotain copies lists and plain objects, one level deep.',
    contents: `export default function (value, flags) {
        if (flags !== 4) throw new Error('deep copies are left out of the bundle');
        if (Array.isArray(value)) return value.slice();
        if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) !== Object.prototype)
          throw new Error('copies of class instances are left out of the bundle');
        return value !== null && typeof value === 'object' ? { ...value } : value;
      }`,
  },
  {
    module: 'chevrotain/lib/src/parse/grammar/checks.js',
    why: 'Chevrotain checks a grammar with it unless that is skipped; a test has ours checked.',
    contents: [
      'validateLookahead',
      'validateGrammar',
      'validateRuleIsOverridden',
      'validateNoLeftRecursion',
      'validateEmptyOrAlternative',
      'validateAmbiguousAlternationAlternatives',
      'validateSomeNonEmptyLookaheadPath',
    ]
      .map((name) => `export function ${name}() { throw new Error('${name} is left out of the bundle'); }`)
      .join('\n'),
  },
];

function fileOf(feature) {
  return feature[0].toLowerCase() + feature.slice(1);
}

/** A CommonJS module that throws when anything of it is used; what tells modules of both kinds apart may be asked for. */
function refusing(name) {
  return `module.exports = new Proxy({}, {
    get(_, key) {
      if (typeof key === 'symbol' || key === '__esModule' || key === 'default') return undefined;
      throw new Error('${name} is left out of the bundle, and so is ' + key);
    },
  });`;
}

/** Node's modules that a library needs for what we hardly ever do, and that take long to load: they are when it is done. */
const loadedLater = [
  {
    module: 'crypto',
    of: 'vscode-jsonrpc',
    why: 'It makes names of pipes.',
    contents: `
    exports.randomBytes = (count) => require('node:crypto').randomBytes(count);`,
  },
];

export const withoutLeftOut = {
  name: 'left-out',
  setup(build) {
    for (const { module, of, contents } of loadedLater) {
      build.onResolve({ filter: new RegExp(`^(node:)?${module}$`) }, ({ importer, namespace }) =>
        namespace === 'file' && importer.includes(of) ? { path: module, namespace: 'loaded-later' } : undefined,
      );
      build.onLoad({ filter: new RegExp(`^${module}$`), namespace: 'loaded-later' }, () => ({
        contents,
        loader: 'js',
      }));
    }
    const met = new Set();
    for (const { module, contents } of leftOut) {
      const filter = new RegExp(`[\\\\/]${module.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')}$`);
      build.onLoad({ filter }, () => {
        met.add(module);
        return { contents, loader: 'js' };
      });
    }
    build.onEnd(() => {
      const gone = leftOut.filter(({ module }) => !met.has(module));
      return {
        errors: gone.map(({ module }) => ({ text: `nothing loads ${module} any more: see scripts/lib/left-out.mjs` })),
      };
    });
  },
};
