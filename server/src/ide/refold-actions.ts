import type { CodeAction } from 'vscode-languageserver-types';
import type { DiagnosticCode } from '../diagnostics/catalogue/index.js';
import type { FoldingRequest } from '../folding/folder.js';
import type { Found } from '../folding/found.js';
import type { Analysis } from '../workspace/analysis.js';
import type { CodeActionRequest } from './code-actions.js';
import { designAt } from './fixes/goals.js';
import { CodeActionKind } from './lsp-kinds.js';
import { proposeFolding, requestAnew } from './propose-folding.js';
import { workspaceEdit } from './workspace-edit.js';

/** Goals missed, and budgets and devices overrun: all that another folding may mend. */
const MENDED: readonly DiagnosticCode[] = ['BNN501', 'BNN503', 'BNN601', 'BNN602'];

/**
 * "Fit the budget: 18.2 kFPS, 79 % LUT": the best folding with every pe and simd free again, as one edit. `find` searches
 * it, or gives nothing where that takes too long for a menu.
 */
export async function refoldActions(
  analysis: Analysis,
  { range, only, diagnostics, annotating }: CodeActionRequest,
  find: (request: FoldingRequest) => Promise<Found | undefined>,
): Promise<CodeAction[]> {
  if (only && !only.some((kind) => CodeActionKind.QuickFix.startsWith(kind))) return [];
  const from = analysis.lines.offset(range.start);
  const to = analysis.lines.offset(range.end);
  const touched = analysis.diagnostics.filter(
    ({ code, span }) => MENDED.includes(code) && span.start <= to && from <= span.end,
  );
  const [first] = touched;
  const design = first && designAt(analysis, first.span);
  if (!first || !design?.network.complete) return [];
  const request = requestAnew(design);
  const found = await find(request);
  if (!found) return [];
  const { title, edits } = proposeFolding(analysis, design, request, found);
  if (edits.length === 0) return [];
  const reached = found.certificate?.feasible ?? true;
  const budget = first.code === 'BNN601' || first.code === 'BNN602';
  const what = !reached ? 'Fit the budget, short of the goal' : budget ? 'Fit the budget' : 'Reach the goal';
  const codes = new Set<unknown>(touched.map(({ code }) => code));
  return [
    {
      title: `${what}: ${title}`,
      kind: CodeActionKind.QuickFix,
      diagnostics: diagnostics.filter(({ code }) => codes.has(code)),
      edit: workspaceEdit(analysis.uri, edits, { label: what, description: title }, annotating),
    },
  ];
}
