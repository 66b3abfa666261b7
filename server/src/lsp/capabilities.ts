import type { InitializeParams, ServerCapabilities } from 'vscode-languageserver';
import { CODE_ACTION_KINDS } from '../ide/code-action-kinds.js';
import { tokensLegend } from '../ide/token-types.js';
import { recordOf } from './settings.js';

/** What the client can do, as far as it changes what we do. */
export interface ClientAbilities {
  /** Pulls diagnostics, so that none are pushed. */
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesHints: boolean;
  /** Asks for a hint's tooltip when somebody looks at it. */
  readonly resolvesHints: boolean;
  readonly refreshesLenses: boolean;
  readonly relatedDocuments: boolean;
  /** Shows what edits are for, and asks before it makes those that want it. */
  readonly annotatesEdits: boolean;
  readonly changesFolders: boolean;
  readonly configuration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchers: boolean;
  /** Whether it says how a file stands in the last commit. */
  readonly knowsCommits: boolean;
  /** Whether it has the view of builds. */
  readonly showsBuilds: boolean;
}

/** What a client announces; nothing of it where it has not yet. */
export function abilitiesOf(params: InitializeParams | undefined): ClientAbilities {
  const { textDocument, workspace } = params?.capabilities ?? {};
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    resolvesHints: textDocument?.inlayHint?.resolveSupport?.properties.includes('tooltip') === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    relatedDocuments: textDocument?.diagnostic?.relatedDocumentSupport === true,
    annotatesEdits:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.changeAnnotationSupport !== undefined,
    changesFolders: workspace?.workspaceFolders === true,
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    knowsCommits: recordOf(params?.initializationOptions)['knowsCommits'] === true,
    showsBuilds: recordOf(params?.initializationOptions)['docsBase'] !== undefined,
    // Our own client watches the files itself.
    registersWatchers:
      workspace?.didChangeWatchedFiles?.dynamicRegistration === true &&
      recordOf(params?.initializationOptions)['docsBase'] === undefined,
  };
}

const INCREMENTAL = 2;

/** Exactly what the server does. */
export function capabilities(abilities: ClientAbilities): ServerCapabilities {
  const files = { scheme: 'file', pattern: { glob: '**/*.{bnn,npz}' } };
  const folders = { scheme: 'file', pattern: { glob: '**', matches: 'folder' as const } };
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: INCREMENTAL, save: true },
    completionProvider: { triggerCharacters: ['=', '"', '[', ',', '.', '/'], resolveProvider: true },
    hoverProvider: true,
    definitionProvider: true,
    implementationProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    semanticTokensProvider: { legend: tokensLegend, full: true, range: true },
    inlayHintProvider: { resolveProvider: abilities.resolvesHints },
    codeLensProvider: {},
    codeActionProvider: { codeActionKinds: CODE_ACTION_KINDS },
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: {},
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    ...(abilities.pullsDiagnostics
      ? { diagnosticProvider: { identifier: 'bnn', interFileDependencies: true, workspaceDiagnostics: true } }
      : {}),
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      fileOperations: { willRename: { filters: [files, folders] } },
    },
  };
}
