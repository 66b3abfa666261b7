import * as vscode from 'vscode';
import { COMPARE_WITH_COMMIT, type CommitComparison, type TextParams } from '../../../server/src/lsp/protocol.js';
import type { Server } from '../language-server.js';
import { textInQuestion } from './active-text.js';

const SCHEME = 'bnn-comparison';

/** Texts that are shown and belong to no file: what the last comparison of each text said. */
export interface ComparisonPages {
  show(of: string, markdown: string): Promise<void>;
  dispose(): void;
}

export function createComparisonPages(): ComparisonPages {
  const pages = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => pages.get(uri.toString()) ?? '',
  });
  return {
    async show(of, markdown) {
      const file = vscode.Uri.parse(of);
      const page = file.with({ scheme: SCHEME, authority: '', path: `${file.path}.md`, query: '', fragment: '' });
      pages.set(page.toString(), markdown);
      changed.fire(page);
      await vscode.commands.executeCommand('markdown.showPreview', page);
    },
    dispose() {
      provider.dispose();
      changed.dispose();
    },
  };
}

/** Shows what the text in front costs more or less than in the last commit: the table of `bnn diff`. */
export async function compareWithCommit(server: Server, pages: ComparisonPages, given: unknown): Promise<void> {
  const uri = textInQuestion(given);
  if (!uri) return;
  const params: TextParams = { uri };
  const title = vscode.l10n.t('Comparing with the last commit');
  const location = vscode.ProgressLocation.Window;
  const comparison = await vscode.window.withProgress({ location, title }, () =>
    server.ask<CommitComparison>(COMPARE_WITH_COMMIT, params),
  );
  if (!comparison) return;
  if (comparison.markdown === '') void vscode.window.showInformationMessage(comparison.message);
  else await pages.show(uri, comparison.markdown);
}
