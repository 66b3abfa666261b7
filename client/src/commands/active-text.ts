import * as vscode from 'vscode';

/**
 * The URI that a command is about: the one given (a code lens or a keybinding may hand in anything, so it is checked),
 * else that of the `.bnn` text in front. Undefined, and told to the user, where there is none.
 */
export function textInQuestion(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  if (given instanceof vscode.Uri) return given.toString();
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId === 'bnn') return document.uri.toString();
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Open a .bnn file first; this command is about the file in front.'),
  );
  return undefined;
}
