// An esbuild plugin for the server: what its libraries bring and it never runs is not loaded at each start. What stands in
// for it throws where it is used all the same, and a build fails that does not meet one of these modules any more.
// test/project/left-out.test.ts holds what each of them rests on.
import fs from 'node:fs';

/** Modules by the end of their path, why each is never run, and what stands in for it or what is cut from it. */
export const leftOut = [
  {
    module: 'vscode-languageserver-types/lib/esm/main.js',
    why: 'Its functions check and make values of LSP. The server makes them as plain records; its library uses five to check what we never send.',
    contents: `const left = { is() { throw new Error('vscode-languageserver-types is left out of the bundle'); } };
      export { left as URI, left as WorkspaceFolder, left as DocumentUri, left as integer, left as uinteger };`,
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
  {
    module: 'vscode-languageserver-protocol/lib/common/protocol.js',
    why: 'It names and describes all methods of LSP, most of them for functions of the connection that we do not call.',
    edit: onlyNamespaces([
      'ApplyWorkspaceEditRequest',
      'ConfigurationRequest',
      'DidChangeConfigurationNotification',
      'DidChangeTextDocumentNotification',
      'DidChangeWatchedFilesNotification',
      'DidChangeWorkspaceFoldersNotification',
      'DidCloseTextDocumentNotification',
      'DidOpenTextDocumentNotification',
      'DidSaveTextDocumentNotification',
      'ExitNotification',
      'InitializeRequest',
      'InitializedNotification',
      'LogMessageNotification',
      'MessageType',
      'PublishDiagnosticsNotification',
      'RegistrationRequest',
      'ShowMessageNotification',
      'ShowMessageRequest',
      'ShutdownRequest',
      'TelemetryEventNotification',
      'TextDocumentSyncKind',
      'UnregistrationRequest',
      'WillSaveTextDocumentNotification',
      'WillSaveTextDocumentWaitUntilRequest',
      'WorkDoneProgress',
      'WorkDoneProgressCancelNotification',
      'WorkDoneProgressCreateRequest',
      'WorkspaceFoldersRequest',
    ]),
  },
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
    module: 'chevrotain/lib/src/scan/lexer.js',
    why: 'Chevrotain checks the definition of a lexer unless that is skipped, as ours asks: it does not understand tokens that functions find.',
    edit: withFunctions({
      ...throwing('validatePatterns', 'performRuntimeChecks', 'performWarningRuntimeChecks'),
      // At its start Chevrotain makes a table of what this computes for 65,536 characters, which takes 12 ms; beyond ASCII
      // it is hardly ever asked.
      charCodeToOptimizedIndex:
        'export function charCodeToOptimizedIndex(code) { return code < 256 ? code : 255 + ~~(code / 255); }',
      initCharCodeToOptimizedIndexMap: 'function initCharCodeToOptimizedIndexMap() {}',
    }),
  },
  {
    module: 'chevrotain/lib/src/parse/parser/traits/tree_builder.js',
    why: 'It builds concrete syntax trees. Ours are abstract from the start.',
    contents: `function nothing() {}
      export class TreeBuilder {
        initTreeBuilder(config) {
          if (config.outputCst) throw new Error('concrete syntax trees are left out of the bundle');
          this.CST_STACK = [];
          this.outputCst = false;
          this.cstInvocationStateUpdate = nothing;
          this.cstFinallyStateUpdate = nothing;
          this.cstPostTerminal = nothing;
          this.cstPostNonTerminal = nothing;
          this.cstPostRule = nothing;
          this.setInitialNodeLocation = nothing;
        }
        getBaseCstVisitorConstructor() { throw new Error('visitors are left out of the bundle'); }
        getBaseCstVisitorConstructorWithDefaults() { throw new Error('visitors are left out of the bundle'); }
      }`,
  },
  {
    module: 'chevrotain/lib/src/parse/parser/traits/context_assist.js',
    why: 'It proposes the tokens that may come next. Completion of ours asks the table of the language.',
    contents: `export class ContentAssist { initContentAssist() {} }`,
  },
  {
    module: 'chevrotain/lib/src/parse/errors_public.js',
    why: 'It words what the parser is stuck at. The diagnostics of ours have their own words; of an error only its token is read.',
    contents: `function unsaid() { return ''; }
      export const defaultParserErrorProvider = {
        buildMismatchTokenMessage: unsaid,
        buildNotAllInputParsedMessage: unsaid,
        buildNoViableAltMessage: unsaid,
        buildEarlyExitMessage: unsaid,
      };
      export const defaultGrammarResolverErrorProvider = { buildRuleNotFoundError: (_, { nonTerminalName }) => nonTerminalName };
      export const defaultGrammarValidatorErrorProvider = {};`,
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

/**
 * Takes a module of CommonJS as TypeScript writes it, and leaves of the namespaces that it declares and hands on only some,
 * and only the modules that these come from.
 */
function onlyNamespaces(kept) {
  return (text) => {
    const found = new Set();
    const declaredOrHandedOn =
      /^var (\w+);\n\(function \(\1\) \{\n[\s\S]*?^\}\)\(.*\);\n|^Object\.defineProperty\(exports, "(\w+)",.*\n/gm;
    const namespaces = text
      .replace(/^exports\.\w+ = .*void 0;\n/gm, '')
      .replace(declaredOrHandedOn, (whole, declared, handedOn) => {
        const name = declared ?? handedOn;
        if (name !== '__esModule' && !kept.includes(name)) return '';
        found.add(name);
        return whole;
      });
    const missing = kept.filter((name) => !found.has(name));
    if (missing.length > 0) throw new Error(`there is no namespace ${missing.join(', ')}`);
    return namespaces.replace(/^const (\w+) = (?:__importStar\()?require\(.*\n/gm, (whole, name, at) =>
      namespaces.indexOf(`${name}.`, at + whole.length) < 0 ? '' : whole,
    );
  };
}

/** Takes a module of ECMAScript, and puts other functions in the place of some of its own. */
function withFunctions(functions) {
  return (text) =>
    Object.entries(functions).reduce((rest, [name, other]) => {
      const whole = new RegExp(`^(export )?function ${name}\\([\\s\\S]*?^\\}`, 'm');
      if (!whole.test(rest)) throw new Error(`there is no function ${name}`);
      return rest.replace(whole, () => other);
    }, text);
}

/** Functions that are never called: nothing asks any more for what they use. */
function throwing(...names) {
  return Object.fromEntries(
    names.map((name) => [name, `export function ${name}() { throw new Error('${name} is left out of the bundle'); }`]),
  );
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
    for (const { module, contents, edit } of leftOut) {
      const filter = new RegExp(`[\\\\/]${module.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')}$`);
      build.onLoad({ filter }, ({ path }) => {
        met.add(module);
        return { contents: contents ?? edit(fs.readFileSync(path, 'utf8')), loader: 'js' };
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
