import { expect } from 'vitest';
import type { Diagnostic } from '../../../server/src/diagnostics/diagnostic.js';
import type { SourceFile } from '../../../server/src/language/ast.js';
import { parse } from '../../../server/src/language/parser.js';
import type { Network, Program } from '../../../server/src/network/graph.js';
import { resolve, type ResolveOptions } from '../../../server/src/network/resolve.js';
import { showShape } from '../../../server/src/network/shapes.js';
import { dedent, fixture, markDiagnostics, markExpected } from '../../support/fixture.js';

export const MAIN = 'file:///p/main.bnn';

/** Resolves texts by file name; `main.bnn` is the one at hand, a file that is not given is missing. */
export function program(files: Readonly<Record<string, string>> | string, options: ResolveOptions = {}): Program {
  const texts = typeof files === 'string' ? { 'main.bnn': files } : files;
  const trees = new Map<string, SourceFile>();
  for (const [name, text] of Object.entries(texts)) {
    const uri = `file:///p/${name}`;
    trees.set(uri, parse(text, uri).file);
  }
  return resolve(MAIN, (uri) => trees.get(uri) ?? 'missing', options);
}

/** The first network of a text without faults. */
export function network(text: string, options: ResolveOptions = {}): Network {
  const resolved = program(dedent(text), options);
  expect(resolved.diagnostics.map(showDiagnostic)).toEqual([]);
  const [first] = resolved.networks;
  if (!first) throw new Error('no network');
  return first;
}

export function showDiagnostic({ code, message }: Diagnostic): string {
  return `${code} ${message}`;
}

/** Checks that each file's diagnostics stand exactly where its marks say. */
export function check(marked: Readonly<Record<string, string>> | string, options: ResolveOptions = {}): Program {
  const fixtures = Object.entries(typeof marked === 'string' ? { 'main.bnn': marked } : marked).map(
    ([name, text]) => [name, fixture(text)] as const,
  );
  const resolved = program(Object.fromEntries(fixtures.map(([name, { text }]) => [name, text])), options);
  for (const [name, expected] of fixtures) {
    const found = resolved.diagnostics.filter((diagnostic) => diagnostic.uri === `file:///p/${name}`);
    expect(markDiagnostics(expected.text, found, expected.marks)).toBe(markExpected(expected));
  }
  const known = new Set(fixtures.map(([name]) => `file:///p/${name}`));
  expect(resolved.diagnostics.filter(({ uri }) => !known.has(uri)).map(showDiagnostic)).toEqual([]);
  return resolved;
}

/** `name shape type` of every layer. */
export function shapes({ layers }: Network): string[] {
  return layers.map(({ name, output }) => `${name} ${output ? `${showShape(output.shape)} ${output.type.name}` : '?'}`);
}
