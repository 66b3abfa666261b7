import type { CodeAction } from 'vscode-languageserver-types';
import { touches, type Span } from '../diagnostics/span.js';
import type { Analysis } from '../workspace/analysis.js';
import { CodeActionKind } from './lsp-kinds.js';

/** "Add a target", on a network that no target of this text builds. */
export function targetActions(analysis: Analysis, span: Span): CodeAction[] {
  const { file, lines, text } = analysis;
  const network = file.statements.find(
    (statement) => statement.type === 'network' && touches(statement.span, span.start),
  );
  if (network?.type !== 'network' || !network.name) return [];
  const name = network.name.text;
  const targets = file.statements.filter((statement) => statement.type === 'target');
  if (targets.some((target) => target.network?.text === name)) return [];
  const taken = new Set(targets.map((target) => target.name?.text));
  const label = ['pynq', `pynq_${name.toLowerCase()}`].find((one) => !taken.has(one)) ?? `target_of_${name}`;
  const position = lines.position(network.span.end);
  const breaks = text.includes('\r\n') ? '\r\n' : '\n';
  const newText = [
    '',
    '',
    `target ${label} for ${name} {`,
    '  device=pynq_z1',
    '  clock=100MHz',
    '  throughput=1kFPS',
    '}',
  ].join(breaks);
  return [
    {
      title: `Add a target for ${name} (pynq_z1 at 100 MHz)`,
      kind: CodeActionKind.Refactor,
      edit: { changes: { [analysis.uri]: [{ range: { start: position, end: position }, newText }] } },
    },
  ];
}
