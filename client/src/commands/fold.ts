import * as vscode from 'vscode';
import {
  FRONT,
  PROPOSE_FOLDING,
  RANK_BOARDS,
  type DesignParams,
  type FoldingProposal,
  type ProposeFoldingParams,
} from '../../../server/src/lsp/protocol.js';
import type { Server } from '../language-server.js';
import { textInQuestion } from './active-text.js';
import { confirmEdits } from './preview-edits.js';

/** What a lens, a fix or a keybinding may hand in; all of it is checked. */
interface Given {
  readonly uri: unknown;
  readonly network: unknown;
  readonly target: unknown;
  /** `false` makes the edits without showing them first. */
  readonly preview: unknown;
}

/**
 * Has a folding searched, or taken as the hints show it, and writes it down: one edit, which the editor shows before it
 * is made. Gives what was proposed, for those who call the command.
 */
export async function writeFolding(
  server: Server,
  what: ProposeFoldingParams['what'],
  given: Given,
): Promise<FoldingProposal | undefined> {
  const uri = textInQuestion(given.uri);
  if (!uri) return undefined;
  const params = { ...designOf(uri, given), what };
  const proposal = await working(vscode.l10n.t('Searching for the best folding'), (token, progress) =>
    server.work<ProposeFoldingParams, FoldingProposal | null>(PROPOSE_FOLDING, params, token, progress),
  );
  if (!proposal) return undefined;
  await make(uri, proposal, given.preview !== false);
  return proposal;
}

/** "Which board?": what the network reaches on each; the one that is picked is named in the target. */
export async function whichBoard(server: Server, given: Given): Promise<readonly FoldingProposal[] | undefined> {
  const uri = textInQuestion(given.uri);
  if (!uri) return undefined;
  const searching = vscode.l10n.t('Searching what the network reaches on each board');
  const proposals = await working(searching, (token, progress) =>
    server.work<DesignParams, FoldingProposal[]>(RANK_BOARDS, designOf(uri, given), token, progress),
  );
  if (!proposals || proposals.length === 0) return proposals;
  const title = vscode.l10n.t('Which board? The one picked is written into the target');
  void vscode.window.showQuickPick(proposals.map(itemOf), { title, matchOnDescription: true }).then((answer) => {
    if (answer) return make(uri, answer.proposal, given.preview !== false);
    return undefined;
  });
  return proposals;
}

/**
 * The front of frame rate against resources, in a list that fills while it is searched; the point that is picked is
 * written down. Closing the list ends the search.
 */
export async function exploreFoldings(server: Server, given: Given): Promise<readonly FoldingProposal[] | undefined> {
  const uri = textInQuestion(given.uri);
  if (!uri) return undefined;
  const pick = vscode.window.createQuickPick<Item>();
  const source = new vscode.CancellationTokenSource();
  pick.title = vscode.l10n.t('Foldings that no other beats; the one picked is written down');
  pick.placeholder = vscode.l10n.t('Searching the front of frame rate against resources');
  pick.matchOnDescription = true;
  pick.busy = true;
  pick.onDidAccept(() => {
    const [item] = pick.selectedItems;
    pick.hide();
    if (item) void make(uri, item.proposal, given.preview !== false);
  });
  pick.onDidHide(() => {
    source.cancel();
    pick.dispose();
  });
  pick.show();
  const proposals = await server.work<DesignParams, FoldingProposal[]>(
    FRONT,
    designOf(uri, given),
    source.token,
    ({ message, found = [] }) => {
      // A list that is filled anew keeps what is marked in it.
      pick.keepScrollPosition = true;
      pick.items = [...pick.items, ...found.map(itemOf)];
      pick.placeholder = message;
    },
  );
  pick.busy = false;
  if (!proposals || proposals.length === 0) pick.hide();
  else {
    pick.items = proposals.map(itemOf);
    pick.placeholder = vscode.l10n.t('{0} foldings', proposals.length);
  }
  return proposals;
}

interface Item extends vscode.QuickPickItem {
  readonly proposal: FoldingProposal;
}

function itemOf(proposal: FoldingProposal): Item {
  return { label: proposal.title, description: proposal.detail, proposal };
}

function designOf(uri: string, { network, target }: Given): Omit<DesignParams, 'work'> {
  return {
    uri,
    network: typeof network === 'string' ? network : undefined,
    target: typeof target === 'string' ? target : undefined,
  };
}

/** Long work with its progress, which can be cancelled. */
function working<Result>(
  title: string,
  work: (
    token: vscode.CancellationToken,
    progress: (so: { readonly message: string }) => void,
  ) => Promise<Result | undefined>,
): Thenable<Result | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (report, token) =>
    work(token, ({ message }) => report.report({ message })),
  );
}

/** Makes the edits as one step, after a preview; a text that has moved on is left alone. */
async function make(uri: string, { title, detail, edits, version }: FoldingProposal, preview: boolean): Promise<void> {
  if (edits.length === 0) {
    void vscode.window.showInformationMessage([title, detail].filter((text) => text !== '').join(' '));
    return;
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const movedOn = (): boolean => document.version !== version && version > 0;
  if (!movedOn() && preview && !(await confirmEdits(document, edits, title, detail))) return;
  if (movedOn()) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The text has changed meanwhile; nothing was written.'));
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits) {
    const { start, end } = range;
    const place = new vscode.Range(start.line, start.character, end.line, end.character);
    edit.replace(document.uri, place, newText);
  }
  await vscode.workspace.applyEdit(edit);
}
