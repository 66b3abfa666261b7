import * as vscode from 'vscode';
import { TARGETS, type TargetChoice } from '../../../server/src/lsp/protocol.js';
import type { Server } from '../language-server.js';
import { textInQuestion } from './active-text.js';

/**
 * Lets the user pick the target whose numbers stand on the lines. A lens may hand in a network and a target: one that
 * is not shown yet is picked at once.
 */
export async function pickTarget(server: Server, given: unknown, network: unknown, target: unknown): Promise<void> {
  const uri = textInQuestion(given);
  if (!uri) return;
  const all = await server.ask<TargetChoice[]>(TARGETS, { uri });
  if (!all) return;
  const choices = typeof network === 'string' ? all.filter((choice) => choice.network === network) : all;
  if (choices.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('This file has no target. Write one: target NAME for NETWORK { device=pynq_z1 clock=100MHz }'),
    );
    return;
  }
  const named = choices.find((choice) => choice.target === target && !choice.picked);
  if (named) {
    await server.pickTarget({ uri, network: named.network, target: named.target });
    return;
  }
  const items = choices.map((choice) => ({
    label: `${choice.picked ? '$(check) ' : ''}${choice.target}`,
    description: vscode.l10n.t('for {0}', choice.network),
    detail: choice.description,
    choice,
  }));
  const answer = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Show the numbers of which target?'),
    matchOnDetail: true,
  });
  if (answer) await server.pickTarget({ uri, network: answer.choice.network, target: answer.choice.target });
}
