import type { Analysis } from '../workspace/analysis.js';
import type { TextChange } from '../language/text-change.js';
import type { AnnotatedTextEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';

/** Changes of an analysed text, as a client takes them. */
export function textEdits({ lines }: Pick<Analysis, 'lines'>, changes: readonly TextChange[]): TextEdit[] {
  return changes.map(({ span, text }) => ({ range: lines.range(span), newText: text }));
}

/** A client that shows what edits are for, and asks before it makes large ones: it is given the version that they are of. */
export interface Annotating {
  readonly version: number;
}

/** What an edit is for, in words that stand beside it in a preview. */
export interface Purpose {
  readonly label: string;
  readonly description?: string;
  /** Whether it may be made without asking however large it is: so are those that are made while a text is saved. */
  readonly unasked?: boolean;
}

/**
 * Edits of one text as the client takes them: annotated where it shows that and more than one line changes. Somebody
 * confirms an edit of more lines than are seen at a glance.
 */
export function workspaceEdit(
  uri: string,
  edits: readonly TextEdit[],
  { label, description, unasked = false }: Purpose,
  annotating: Annotating | undefined,
): WorkspaceEdit {
  const lines = linesTouched(edits);
  if (!annotating || lines < 2) return { changes: { [uri]: [...edits] } };
  const annotated = edits.map((edit): AnnotatedTextEdit => ({ ...edit, annotationId: ID }));
  const needsConfirmation = !unasked && lines > AT_A_GLANCE;
  return {
    documentChanges: [{ textDocument: { uri, version: annotating.version }, edits: annotated }],
    changeAnnotations: { [ID]: { label, needsConfirmation, ...(description === undefined ? {} : { description }) } },
  };
}

const ID = 'edit';
/** Lines of an edit that nobody needs to look at twice. */
const AT_A_GLANCE = 4;

function linesTouched(edits: readonly TextEdit[]): number {
  const lines = new Set<number>();
  let added = 0;
  for (const { range, newText } of edits) {
    for (let line = range.start.line; line <= range.end.line; line++) lines.add(line);
    added += newText.split('\n').length - 1;
  }
  return lines.size + added;
}
