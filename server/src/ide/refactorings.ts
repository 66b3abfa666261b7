import type { CodeAction } from 'vscode-languageserver-types';
import { touches, type Span } from '../diagnostics/span.js';
import type { Analysis } from '../workspace/analysis.js';
import { newTarget } from './fixes/goals.js';
import { CodeActionKind } from './lsp-kinds.js';
import { textEdits } from './workspace-edit.js';

/** "Add a target", on a network that no target of this text builds. */
export function targetActions(analysis: Analysis, span: Span): CodeAction[] {
  const design = analysis.designs.find(
    ({ network, target }) =>
      !target && network.uri === analysis.uri && touches(network.statement.span, span.start) && network.name !== '',
  );
  if (!design) return [];
  return newTarget(analysis, design).map(({ title, edits }) => ({
    title,
    kind: CodeActionKind.Refactor,
    edit: { changes: { [analysis.uri]: textEdits(analysis, edits) } },
  }));
}
