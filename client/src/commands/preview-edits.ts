import * as vscode from 'vscode';
import type { ProposedEdit } from '../../../server/src/lsp/protocol.js';

/** The text as it would be, for the right side of a diff. */
const PROPOSED = 'bnn-proposed';

let previews = 0;

/**
 * Shows what edits would make of a text beside what it is, and asks whether they are to be made. (The editor's own preview
 * of edits leaves every one of them unchecked, so that its Apply makes none.)
 */
export async function confirmEdits(
  document: vscode.TextDocument,
  edits: readonly ProposedEdit[],
  title: string,
  detail: string,
): Promise<boolean> {
  const proposed = document.uri.with({ scheme: PROPOSED, query: String(++previews) });
  const text = withEdits(document, edits);
  const provider = vscode.workspace.registerTextDocumentContentProvider(PROPOSED, {
    provideTextDocumentContent: (uri) => (uri.toString() === proposed.toString() ? text : undefined),
  });
  try {
    await vscode.commands.executeCommand('vscode.diff', document.uri, proposed, title, { preview: true });
    const write = vscode.l10n.t('Write');
    const message = detail === '' ? title : `${title}; ${detail}`;
    const answer = await vscode.window.showInformationMessage(message, write, vscode.l10n.t('Discard'));
    await closeDiff(proposed);
    return answer === write;
  } finally {
    provider.dispose();
  }
}

async function closeDiff(proposed: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const shown = tabs.filter(
    ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === proposed.toString(),
  );
  await vscode.window.tabGroups.close(shown);
}

function withEdits(document: vscode.TextDocument, edits: readonly ProposedEdit[]): string {
  const offset = ({ line, character }: ProposedEdit['range']['start']): number =>
    document.offsetAt(new vscode.Position(line, character));
  return (
    edits
      .map(({ range, newText }) => ({ start: offset(range.start), end: offset(range.end), newText }))
      // From the back; of two at one place the later one is made first, so that the other comes before it.
      .reverse()
      .sort((a, b) => b.start - a.start)
      .reduce((text, { start, end, newText }) => text.slice(0, start) + newText + text.slice(end), document.getText())
  );
}
