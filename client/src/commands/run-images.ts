import * as vscode from 'vscode';
import {
  NETWORKS,
  RUN_CSIM,
  RUN_IMAGES,
  type NetworkInfo,
  type RunCsimParams,
  type RunImagesParams,
  type WorkResult,
} from '../../../server/src/lsp/protocol.js';
import type { Server } from '../language-server.js';
import { textInQuestion } from './active-text.js';

/**
 * Runs a network of the text in front on the images of a `.npz` file and tells accuracy and images a second. Which
 * network and which file may be given; else they are asked for, the file that was taken last first. Gives the result to
 * who calls the command.
 */
export function runImages(
  context: vscode.ExtensionContext,
  server: Server,
  given: Given,
): Promise<WorkResult | undefined> {
  return run(context, server, given, 'reference');
}

/** The same through the generated C++, compared with the reference; `bounded` with FIFOs of the generated depths. */
export async function runCsim(
  context: vscode.ExtensionContext,
  server: Server,
  given: Given,
  givenBounded: unknown,
): Promise<WorkResult | undefined> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('A C simulation compiles generated C++; trust the workspace first.'),
    );
    return undefined;
  }
  const bounded = typeof givenBounded === 'boolean' ? givenBounded : await pickBounded();
  if (bounded === undefined) return undefined;
  return run(context, server, given, bounded ? 'bounded' : 'csim');
}

async function pickBounded(): Promise<boolean | undefined> {
  const plain = { label: vscode.l10n.t('Values'), description: vscode.l10n.t('fast'), bounded: false };
  const bounded = {
    label: vscode.l10n.t('Values and FIFO depths'),
    description: vscode.l10n.t('a thread for each engine'),
    bounded: true,
  };
  const title = vscode.l10n.t('What should the C simulation check?');
  return (await vscode.window.showQuickPick([plain, bounded], { title }))?.bounded;
}

/** What need not be asked for. Anybody may call a command, with anything. */
interface Given {
  readonly uri: unknown;
  readonly network: unknown;
  readonly images: unknown;
}

async function run(
  context: vscode.ExtensionContext,
  server: Server,
  given: Given,
  how: 'reference' | 'csim' | 'bounded',
): Promise<WorkResult | undefined> {
  const uri = textInQuestion(given.uri);
  if (!uri) return undefined;
  const network = typeof given.network === 'string' ? given.network : await pickNetwork(server, uri);
  if (network === undefined) return undefined;
  const remembered = `bnn.images ${uri} ${network}`;
  const last = context.workspaceState.get<string>(remembered);
  const images = typeof given.images === 'string' ? given.images : await pickImages(uri, last);
  if (images === undefined) return undefined;
  await context.workspaceState.update(remembered, images);

  const title = vscode.l10n.t('Running {0} on {1}', network, fileName(images));
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const result = await vscode.window.withProgress(options, (report, token) => {
    let told = 0;
    const tell = (so: { readonly message: string; readonly share: number }): void => {
      report.report({ message: so.message, increment: 100 * (so.share - told) });
      told = so.share;
    };
    const asked = { uri, network, images };
    return how === 'reference'
      ? server.work<RunImagesParams, WorkResult>(RUN_IMAGES, asked, token, tell)
      : server.work<RunCsimParams, WorkResult>(RUN_CSIM, { ...asked, bounded: how === 'bounded' }, token, tell);
  });
  if (!result) return undefined;
  for (const line of [result.message, ...result.details]) server.log.info(line);
  const openLog = vscode.l10n.t('Open Log');
  const answer =
    result.status === 'passed'
      ? vscode.window.showInformationMessage(result.message, openLog)
      : vscode.window.showErrorMessage(result.message, openLog);
  void answer.then((clicked) => clicked && server.log.show());
  return result;
}

async function pickNetwork(server: Server, uri: string): Promise<string | undefined> {
  const networks = await server.ask<NetworkInfo[]>(NETWORKS, { uri });
  if (!networks) return undefined;
  if (networks.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no network in this file.'));
    return undefined;
  }
  const names = networks.map(({ name }) => name);
  return names.length === 1
    ? names[0]
    : vscode.window.showQuickPick(names, { title: vscode.l10n.t('Run which network?') });
}

async function pickImages(uri: string, last: string | undefined): Promise<string | undefined> {
  if (last !== undefined) {
    const again = { label: fileName(last), description: vscode.l10n.t('as last time'), images: last };
    const other = { label: vscode.l10n.t('Another file…'), description: '', images: undefined };
    const answer = await vscode.window.showQuickPick([again, other], { title: vscode.l10n.t('Run on which images?') });
    if (!answer?.images) return answer && browse(uri);
    return answer.images;
  }
  return browse(uri);
}

async function browse(uri: string): Promise<string | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Images to run on: a .npz with "images" [N, ...input shape] and perhaps "labels" [N]'),
    openLabel: vscode.l10n.t('Run'),
    filters: { [vscode.l10n.t('numpy archives')]: ['npz'] },
    defaultUri: vscode.Uri.joinPath(vscode.Uri.parse(uri), '..'),
  });
  return files?.[0]?.toString();
}

function fileName(uri: string): string {
  const { path } = vscode.Uri.parse(uri);
  return path.slice(path.lastIndexOf('/') + 1);
}
