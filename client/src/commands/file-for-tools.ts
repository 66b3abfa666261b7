import * as vscode from 'vscode';
import { mayRunTools } from '../trust.js';
import { textInQuestion } from './active-text.js';

/**
 * The file that a command is about which starts a process on it: the one given, else that in front, saved. Undefined, and
 * told to the user, where the workspace is not trusted, there is none, it is on no disk, or it could not be saved. `why`
 * says what it must be saved for.
 */
export async function fileForTools(given: unknown, why: string): Promise<vscode.Uri | undefined> {
  if (!mayRunTools()) return undefined;
  const uri = textInQuestion(given);
  if (!uri) return undefined;
  const file = vscode.Uri.parse(uri);
  if (file.scheme !== 'file') {
    void vscode.window.showInformationMessage(why);
    return undefined;
  }
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === file.toString());
  return document?.isDirty && !(await document.save()) ? undefined : file;
}
