import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { leftOut } from '../../scripts/lib/left-out.mjs';
import { lexed } from '../../server/src/language/tokens.js';

// What scripts/lib/left-out.mjs rests on: an upgrade, or an import of ours, that needs what is left out is noticed here.

const root = path.resolve(import.meta.dirname, '../..');

function textsBelow(folder: string, ending: string): readonly string[] {
  const whole = path.join(root, folder);
  return fs
    .readdirSync(whole, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !name.includes('browser'))
    .map((name) => fs.readFileSync(path.join(whole, name), 'utf8'));
}

/** Where npm put a package that vscode-languageserver needs. */
function besideServer(name: string): string {
  const inside = `node_modules/vscode-languageserver/node_modules/${name}`;
  return fs.existsSync(path.join(root, inside)) ? inside : `node_modules/${name}`;
}

describe('what is left out of the bundle', () => {
  it('has a reason each', () => {
    expect(leftOut.filter(({ why }) => why.length < 40)).toEqual([]);
  });

  it('of vscode-languageserver-types is all but the names that stand in, and those are all that its users use', () => {
    const texts = [
      ...textsBelow('node_modules/vscode-languageserver/lib', '.js'),
      ...textsBelow(`${besideServer('vscode-languageserver-protocol')}/lib`, '.js'),
    ];
    const used = texts.flatMap((text) =>
      [...text.matchAll(/vscode_languageserver_types_1\.(\w+)\.(\w+)/g)].map(([, name, method]) => `${name}.${method}`),
    );
    const contents = leftOut.find(({ module }) => module.startsWith('vscode-languageserver-types/'))?.contents ?? '';
    const standIns = [...contents.matchAll(/left as (\w+)/g)].map(([, name]) => `${name}.is`);
    expect([...new Set(used)].sort()).toEqual(standIns.sort());
  });

  it('of the protocol is no namespace that the library asks for, but in functions of the connection that we do not call', () => {
    const library = [
      ...['progress', 'configuration', 'workspaceFolder', 'textDocuments'].map((name) => `common/${name}`),
      'common/server',
      'node/main',
    ].map((name) => fs.readFileSync(path.join(root, `node_modules/vscode-languageserver/lib/${name}.js`), 'utf8'));
    const asked = library
      .flatMap((text) => text.split('\n'))
      .filter((line) => !/^ {8}on\w+: /.test(line) || /^ {8}on(Initialized|Did|Will)/.test(line))
      .flatMap((line) => [...line.matchAll(/vscode_languageserver_protocol_1\.(\w+(?:Request|Notification))\b/g)])
      .flatMap(([, name = '']) => name);
    const protocol = leftOut.find(({ module }) => module.endsWith('/protocol.js'));
    const whole = fs.readFileSync(
      path.join(root, besideServer('vscode-languageserver-protocol'), 'lib/common/protocol.js'),
      'utf8',
    );
    const left = protocol?.edit?.(whole) ?? '';
    const has = (text: string, name: string): boolean =>
      text.includes(`exports.${name} = ${name} = {}`) || text.includes(`(exports, "${name}",`);
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((name) => has(whole, name) && !has(left, name))).toEqual([]);
    expect(left.length).toBeLessThan(whole.length / 2);
  });

  it('of a library that has changed is told', () => {
    for (const { edit } of leftOut)
      if (edit) expect(() => edit('export function another() {\n}\n')).toThrow(/there is no/);
  });

  it('of the lexer numbers characters as the library does', () => {
    const lexer = leftOut.find(({ module }) => module.endsWith('/scan/lexer.js'));
    const file = path.join(root, 'node_modules/chevrotain/lib/src/scan/lexer.js');
    const whole = fs.readFileSync(file, 'utf8');
    const table = /\? (255 \+ ~~\(i \/ 255\)) : i;/.exec(whole)?.[1];
    expect(lexer?.edit?.(whole)).toContain(`code < 256 ? code : ${table?.replace('i', 'code') ?? 'gone'};`);
  });

  it('is nothing that the server imports itself', () => {
    const imports = textsBelow('server/src', '.ts').flatMap((text) =>
      [...text.matchAll(/^import (?!type )\{([^}]+)\} from 'vscode-languageserver[\w/-]*'/gm)].flatMap(
        ([, names = '']) =>
          names
            .split(',')
            .map((name) => name.trim())
            .filter((name) => name !== '' && !name.startsWith('type ')),
      ),
    );
    expect([...new Set(imports)].sort()).toEqual([
      'ProposedFeatures',
      'ResponseError',
      'TextDocument',
      'TextDocuments',
      'createConnection',
    ]);
  });

  it('of notebooks is not announced', () => {
    expect(fs.readFileSync(path.join(root, 'server/src/lsp/capabilities.ts'), 'utf8')).not.toMatch(/notebook/i);
  });

  it('of regular expressions is no token', () => {
    expect(lexed.filter(({ PATTERN }) => PATTERN instanceof RegExp)).toEqual([]);
  });
});
