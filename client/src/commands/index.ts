import * as vscode from 'vscode';
import { openDiagnosticPage } from '../docs-pages.js';
import type { Server } from '../language-server.js';
import type { BuildsView } from '../views/builds.js';
import { build, doctor } from './build.js';
import { copyEstimate } from './copy-estimate.js';
import { compareWithCommit, createComparisonPages } from './compare-with-commit.js';
import { copyReport } from './copy-report.js';
import { exploreFoldings, whichBoard, writeFolding } from './fold.js';
import { generateHls } from './generate-hls.js';
import { learnFromReports } from './learn-from-reports.js';
import { newNetwork } from './new-network.js';
import { openExample } from './open-example.js';
import { pickTarget } from './pick-target.js';
import { runCsim, runImages } from './run-images.js';

/** Registers every command that package.json names; a test compares the two. */
export function registerCommands(context: vscode.ExtensionContext, server: Server, builds: BuildsView): void {
  const pages = createComparisonPages();
  context.subscriptions.push(pages);
  const commands: Readonly<Record<string, (...args: never[]) => unknown>> = {
    'bnn.newNetwork': () => newNetwork(server),
    'bnn.openExample': (example?: string) => openExample(context, example),
    'bnn.openWalkthrough': () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`, false),
    'bnn.pickTarget': (uri?: string, network?: string, target?: string) => pickTarget(server, uri, network, target),
    'bnn.copyEstimate': (uri?: string, network?: string, target?: string) => copyEstimate(server, uri, network, target),
    'bnn.compareWithCommit': (uri?: string) => compareWithCommit(server, pages, uri),
    'bnn.foldForTarget': (uri?: string, network?: string, target?: string, preview?: boolean) =>
      writeFolding(server, 'search', { uri, network, target, preview }),
    'bnn.freezeFolding': (uri?: string, network?: string, target?: string, preview?: boolean) =>
      writeFolding(server, 'shown', { uri, network, target, preview }),
    'bnn.relaxFolding': (uri?: string, network?: string, target?: string, preview?: boolean) =>
      writeFolding(server, 'relax', { uri, network, target, preview }),
    'bnn.whichBoard': (uri?: string, network?: string, target?: string, preview?: boolean) =>
      whichBoard(server, { uri, network, target, preview }),
    'bnn.exploreFoldings': (uri?: string, network?: string, target?: string, preview?: boolean) =>
      exploreFoldings(server, { uri, network, target, preview }),
    'bnn.runImages': (uri?: string, network?: string, images?: string) =>
      runImages(context, server, { uri, network, images }),
    'bnn.runCsim': (uri?: string, network?: string, images?: string, bounded?: boolean) =>
      runCsim(context, server, { uri, network, images }, bounded),
    'bnn.generateHls': (uri?: string, folder?: string) => generateHls(context, server, uri, folder),
    'bnn.learnFromReports': (uri?: string, reports?: string[]) => learnFromReports(context, server, uri, reports),
    'bnn.build': (uri?: string, step?: string, target?: string, out?: string) =>
      build(context, server, uri, { step, target, out }),
    'bnn.doctor': (uri?: string) => doctor(context, uri),
    'bnn.openDiagnosticDocs': (code?: string) => openDocs(context.extensionUri, code),
    'bnn.restartServer': () => server.restart(),
    'bnn.showLog': () => server.log.show(),
    'bnn.copyReport': () => copyReport(context, server),
    'bnn.showBuilds': () => builds.show(),
    'bnn.refreshBuilds': () => builds.refresh(),
    'bnn.openBuildItem': (item?: unknown) => builds.open(item),
    'bnn.openBuildFolder': (item?: unknown) => builds.openFolder(item),
    'bnn.copyBuildMarkdown': (item?: unknown) => builds.copyMarkdown(item),
    'bnn.rerunStep': (item?: unknown) => builds.rerun(item),
  };
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  }
}

async function openDocs(extensionUri: vscode.Uri, given: unknown): Promise<void> {
  const code =
    typeof given === 'string'
      ? given
      : await vscode.window.showInputBox({
          title: vscode.l10n.t('Code of the diagnostic'),
          placeHolder: 'BNN401',
          value: codeAtCursor(),
        });
  if (code) await openDiagnosticPage(extensionUri, code.trim().toUpperCase());
}

function codeAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const here = vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter(({ range }) => range.contains(editor.selection.active));
  const code = here[0]?.code;
  return String(typeof code === 'object' ? code.value : (code ?? ''));
}
