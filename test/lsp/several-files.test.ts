import { describe, expect, test } from 'vitest';
import type { CompletionItem, Location, TextEdit, WorkspaceEdit } from 'vscode-languageserver-protocol';
import { edited, positionOf } from './client.js';
import { testServers } from './servers.js';

const { start, folderWith } = testServers();

describe('several files', () => {
  const LIBRARY =
    'const WIDTH = 16\nblock pair(width) {\n  dense a units=width weights=bipolar activation=bipolar\n}\n';
  const USER = 'import "lib.bnn"\nnetwork N {\n  input x type=bipolar shape=64\n  pair p width=WIDTH\n}\n';

  test('definition, references and rename go across them, open or not', async () => {
    const { uri, of } = folderWith({
      'lib.bnn': LIBRARY,
      'main.bnn': USER,
      'other.bnn': USER.replace('network N', 'network M'),
    });
    const client = await start({ folders: [uri] });
    client.open(of('main.bnn'), USER);
    const at = positionOf(USER, 'pair');
    const found = await client.at<Location[]>('textDocument/definition', of('main.bnn'), at);
    expect(found).toMatchObject([{ uri: of('lib.bnn'), range: { start: positionOf(LIBRARY, 'pair') } }]);
    const all = await client.at<Location[]>('textDocument/references', of('main.bnn'), at, {
      context: { includeDeclaration: true },
    });
    expect(all.map((one) => one.uri).sort()).toEqual([of('lib.bnn'), of('main.bnn'), of('other.bnn')]);
    const edit = await client.at<WorkspaceEdit>('textDocument/rename', of('main.bnn'), at, { newName: 'twin' });
    expect(Object.keys(edit.changes ?? {}).sort()).toEqual([of('lib.bnn'), of('main.bnn'), of('other.bnn')]);
    expect(edited(USER, edit.changes?.[of('main.bnn')] as TextEdit[])).toContain('  twin p width=WIDTH');
  });

  test('rename refuses what would not be a name any more, with a reason', async () => {
    const { uri, of } = folderWith({ 'lib.bnn': LIBRARY, 'main.bnn': USER });
    const client = await start({ folders: [uri] });
    client.open(of('main.bnn'), USER);
    const at = positionOf(USER, 'pair');
    await expect(client.at('textDocument/rename', of('main.bnn'), at, { newName: 'dense' })).rejects.toThrow(
      '"dense" is a word of the language.',
    );
    await expect(client.at('textDocument/rename', of('main.bnn'), at, { newName: 'a b' })).rejects.toThrow(
      'is no name',
    );
  });

  test('moving a file mends the imports', async () => {
    const { uri, of } = folderWith({ 'lib.bnn': LIBRARY, 'main.bnn': USER });
    const client = await start({ folders: [uri] });
    client.open(of('main.bnn'), USER);
    const files = [{ oldUri: of('lib.bnn'), newUri: of('blocks/pairs.bnn') }];
    const edit = await client.request<WorkspaceEdit>('workspace/willRenameFiles', { files });
    expect(edited(USER, edit.changes?.[of('main.bnn')] ?? [])).toContain('import "blocks/pairs.bnn"');
  });

  test('paths complete from the workspace', async () => {
    const { uri, of } = folderWith({ 'lib.bnn': LIBRARY, 'main.bnn': 'import ""\n', 'weights.npz': '' });
    const client = await start({ folders: [uri] });
    client.open(of('main.bnn'), 'import "\n');
    const items = await client.at<CompletionItem[]>('textDocument/completion', of('main.bnn'), {
      line: 0,
      character: 8,
    });
    expect(items.map(({ label }) => label)).toEqual(['lib.bnn']);
  });

  test('folders may be several, and come and go', async () => {
    const one = folderWith({ 'a.bnn': 'network First { }' });
    const two = folderWith({ 'b.bnn': 'network Second { }' });
    const client = await start({ folders: [one.uri, two.uri] });
    const names = async (): Promise<string[]> =>
      (await client.request<{ name: string }[]>('workspace/symbol', { query: '' })).map(({ name }) => name).sort();
    expect(await names()).toEqual(['First', 'Second']);
    const event = { added: [], removed: [{ uri: two.uri, name: 'two' }] };
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
    expect(await names()).toEqual(['First']);
  });

  test('workspace symbols come from all files', async () => {
    const { uri } = folderWith({ 'lib.bnn': LIBRARY, 'main.bnn': USER });
    const client = await start({ folders: [uri] });
    const found = await client.request<{ name: string }[]>('workspace/symbol', { query: 'pai' });
    expect(found.map(({ name }) => name)).toEqual(['pair']);
  });
});
