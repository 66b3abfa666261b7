import * as vscode from 'vscode';
import {
  LanguageClient,
  TransportKind,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node';
import { WATCHED_FILES, type InitializationOptions } from '../../server/src/lsp/protocol.js';
import { crashHandler } from './crash-handler.js';
import { implementationOrOffer } from './generated-code.js';
import nodeFlags from './node-flags.json';

// Only texts that one edits: nothing on the old side of a diff (scheme git), in a merge editor's base or in a review.
const documentSelector = ['file', 'untitled', 'vscode-vfs'].map((scheme) => ({ scheme, language: 'bnn' }));

/** The client of the language server that is shipped in `dist/server.js`; starts nothing. `onClosed` hears when the server ends by itself. */
export function makeClient(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  onClosed: (fault: string) => void,
): LanguageClient {
  const module = context.asAbsolutePath('dist/server.js');
  // The flags: a young generation that does not grow, and take new memory from the system, while somebody types.
  // `npm run bench keystroke` starts the server alike.
  const serverOptions: ServerOptions = {
    run: { module, transport: TransportKind.ipc, options: { execArgv: nodeFlags } },
    debug: {
      module,
      transport: TransportKind.ipc,
      options: { execArgv: [...nodeFlags, '--nolazy', '--inspect=6010'] },
    },
  };
  const initializationOptions: InitializationOptions = {
    docsBase: `${vscode.env.uriScheme}://${context.extension.id}/diagnostics/`,
    knowsCommits: true,
  };
  const fileEvents = WATCHED_FILES.map((glob) => vscode.workspace.createFileSystemWatcher(glob));
  context.subscriptions.push(...fileEvents);
  const options: LanguageClientOptions = {
    documentSelector,
    outputChannel: log,
    initializationOptions,
    synchronize: { fileEvents },
    // Pulled at each change, too: by default the client asks only when a text is opened.
    diagnosticPullOptions: { onChange: true },
    errorHandler: crashHandler(onClosed, Date.now),
    initializationFailedHandler: () => false,
    middleware: { provideImplementation: implementationOrOffer },
    markdown: {
      isTrusted: { enabledCommands: ['bnn.pickTarget', 'bnn.openDiagnosticDocs', 'workbench.action.openSettings'] },
    },
  };
  return new QuietClient('bnn', 'BNN', serverOptions, options);
}

/** Opens no pop-up of its own: what is wrong with the server is told here, once, with what can be done. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}
