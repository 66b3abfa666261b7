import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { semanticTokens } from '../../../server/src/ide/semantic-tokens.js';
import { DECLARATION_SCOPES, TOKEN_SCOPES, tokensLegend } from '../../../server/src/ide/token-types.js';
import { open, SMALL, whole } from './support.js';

describe('semantic tokens', () => {
  const tokens = (text: string): string[] => {
    const { analysis } = open(text);
    const { data } = semanticTokens(analysis);
    const found: string[] = [];
    let line = 0;
    let character = 0;
    for (let at = 0; at < data.length; at += 5) {
      const [down = 0, right = 0, length = 0, type = 0, modifiers = 0] = data.slice(at, at + 5);
      line += down;
      character = down > 0 ? right : character + right;
      const start = analysis.lines.offset({ line, character });
      found.push(
        `${text.slice(start, start + length)} ${tokensLegend.tokenTypes[type] ?? ''}${modifiers > 0 ? ` ${modifiers}` : ''}`,
      );
    }
    return found;
  };

  test('say what each word is', () => {
    expect(
      tokens('const W = 2\nblock b(p) { dense d units=p+W from=in }\ntarget t for N { clock=100MHz fold d* pe=auto }'),
    ).toEqual([
      'const keyword',
      'W variable 3',
      '2 number',
      'block keyword',
      'b function 1',
      'p parameter 1',
      'dense type',
      'd variable 1',
      'units property',
      'p parameter',
      'W variable',
      'from property',
      'target keyword',
      't namespace 1',
      'for keyword',
      'N class',
      'clock property',
      '100 number',
      'fold keyword',
      'd* regexp',
      'pe property',
      'auto enumMember',
    ]);
  });

  test('a range gives the same tokens as the whole', () => {
    const { analysis } = open(SMALL);
    expect(semanticTokens(analysis, whole(analysis))).toEqual(semanticTokens(analysis));
  });

  test('have the colours of the grammar: the manifest maps them, and the grammar has each scope', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { semanticTokenScopes: { scopes: Record<string, string[]> }[] };
    };
    const all = { ...TOKEN_SCOPES, ...DECLARATION_SCOPES };
    expect(manifest.contributes.semanticTokenScopes[0]?.scopes).toEqual(
      Object.fromEntries(Object.entries(all).map(([name, scope]) => [name, [scope]])),
    );
    const grammar = readFileSync('syntaxes/bnn.tmLanguage.json', 'utf8');
    for (const scope of Object.values(all)) expect(grammar).toContain(`"${scope}"`);
  });
});
