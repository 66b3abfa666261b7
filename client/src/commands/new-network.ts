import * as vscode from 'vscode';
import {
  NEW_NETWORK,
  NEW_NETWORK_QUESTIONS,
  type NewNetworkQuestion,
  type NewNetworkResult,
} from '../../../server/src/lsp/protocol.js';
import type { Server } from '../language-server.js';

/** "New network": asks what the server wants to know, then opens an untitled text that fits the answers. */
export async function newNetwork(server: Server): Promise<void> {
  const questions = await server.ask<NewNetworkQuestion[]>(NEW_NETWORK_QUESTIONS, {});
  if (!questions) return;
  const answers: Record<string, string> = {};
  for (const [index, question] of questions.entries()) {
    const title = vscode.l10n.t('New network ({0} of {1}): {2}', index + 1, questions.length, question.title);
    const answer = await askOne(question, title);
    if (answer === undefined) return;
    answers[question.id] = answer;
  }
  const result = await server.ask<NewNetworkResult>(NEW_NETWORK, { answers });
  if (!result) return;
  const document = await vscode.workspace.openTextDocument({ language: 'bnn', content: result.text });
  await vscode.window.showTextDocument(document);
}

async function askOne(question: NewNetworkQuestion, title: string): Promise<string | undefined> {
  const { number } = question;
  if (!number) {
    const items = question.choices.map(({ id, label, detail }) => ({ id, label, detail }));
    return (await vscode.window.showQuickPick(items, { title, matchOnDetail: true }))?.id;
  }
  return vscode.window.showInputBox({
    title,
    value: String(number.initial),
    validateInput: (typed) =>
      /^\d+$/.test(typed) && Number(typed) >= number.least && Number(typed) <= number.greatest
        ? undefined
        : vscode.l10n.t('A whole number from {0} to {1}', number.least, number.greatest),
  });
}
