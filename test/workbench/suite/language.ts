import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  apply,
  closeAll,
  codeLenses,
  codes,
  diagnosticOf,
  eventually,
  find,
  hoverText,
  inlayHints,
  openExample,
  openText,
  quickFixes,
  typeOver,
  workspaceFile,
} from './editor.js';

const CNV = 'cnv.bnn';

describe('the CNV example', () => {
  afterEach(closeAll);

  it('opens without an error or a warning', async () => {
    const { document } = await openExample(CNV);
    await eventually('hints', async () => (await inlayHints(document)).length > 0);
    assert.deepEqual(codes(document.uri, vscode.DiagnosticSeverity.Error), []);
  });

  it('shows on every layer line what it costs', async () => {
    const { document } = await openExample(CNV);
    const hints = await eventually('hints', async () => {
      const found = await inlayHints(document);
      return found.length > 0 && found;
    });
    const costs = hints.filter((hint) => /cycles/.test(hint));
    const layers = document.getText().match(/^ {2}(conv|maxpool|dense|argmax) /gm) ?? [];
    assert.equal(costs.length, layers.length);
    assert.equal(costs.filter((hint) => hint.includes('bottleneck')).length, 1);
  });

  it('changes its hints when a folding is typed', async () => {
    const editor = await openExample(CNV);
    const before = await eventually('hints', async () => {
      const found = await inlayHints(editor.document);
      return found.length > 0 && found;
    });
    await typeOver(editor, 'fold c1 pe=64', 'fold c1 pe=32');
    await eventually('other hints', async () => (await inlayHints(editor.document)).join() !== before.join());
  });

  it('tells on hover what a layer is and costs', async () => {
    const { document } = await openExample(CNV);
    const text = await eventually('a hover', () => hoverText(document, find(document, 'c1 ')));
    assert.match(text, /cycles/);
  });

  it('has lenses on the network and on each target, with commands that exist', async () => {
    const { document } = await openExample(CNV);
    // A lens is resolved a moment after it is there, and anew when the search of a folding ends.
    const lenses = await eventually('lenses with commands that exist', async () => {
      const found = await codeLenses(document.uri);
      const commands = await vscode.commands.getCommands();
      const exist = found.every(({ command }) => command && commands.includes(command.command));
      return found.length > 0 && exist && found;
    });
    assert.match(lenses.map(({ command }) => command?.title).join('\n'), /FPS/);
  });
});

describe('a fault that is typed', () => {
  afterEach(closeAll);

  it('is underlined once, and gone with its quick fix', async () => {
    const editor = await openExample(CNV);
    const { uri } = editor.document;
    await eventually('hints', async () => (await inlayHints(editor.document)).length > 0);
    await typeOver(editor, 'fold c1 pe=64', 'fold c1 pe=48');
    const fault = await diagnosticOf(uri, 'BNN401');
    const same = vscode.languages.getDiagnostics(uri).filter(({ message }) => message === fault.message);
    assert.equal(same.length, 1, JSON.stringify(same));

    const fix = await eventually('a quick fix to 64', async () =>
      (await quickFixes(uri, fault.range)).find(({ title, edit }) => edit && title.includes('pe=64')),
    );
    await apply(fix);
    await eventually('no error', () => codes(uri, vscode.DiagnosticSeverity.Error).length === 0);
  });

  it('is a wrong word, and the fix is the right one', async () => {
    const editor = await openText(
      'network n {\n  defaults weights=bipolar activation=bipolar\n  input x type=bipolar shape=8\n  densee f units=4\n}\n',
    );
    const { uri } = editor.document;
    const fault = await eventually('an error', () =>
      vscode.languages.getDiagnostics(uri).find(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
    );
    const fixes = await quickFixes(uri, fault.range);
    const fix = fixes.find(({ title }) => title.includes('dense'));
    assert.ok(fix, fixes.map(({ title }) => title).join());
    await apply(fix);
    await eventually('no error', () => codes(uri, vscode.DiagnosticSeverity.Error).length === 0);
    assert.match(editor.document.getText(), /^ {2}dense f units=4$/m);
  });

  it('stands where it is even behind characters beyond the BMP', async () => {
    const text = '// \u{1F600}\u{1F600}\nnetwork n { /* \u{1F600} */ input x type=bipolar shape=8 foo=1 }\n';
    const { document } = await openText(text);
    const fault = await eventually('an error', () =>
      vscode.languages.getDiagnostics(document.uri).find(({ range }) => document.getText(range).includes('foo')),
    );
    assert.match(document.getText(fault.range), /^foo/);
  });

  it('is told in the file that it stands in, and its links lead to a page', async () => {
    const { document } = await openText('const A = 1\nconst A = 2\n');
    const { code } = await diagnosticOf(document.uri, 'BNN203');
    assert.ok(typeof code === 'object');
    assert.equal(code.target.path, '/diagnostics/BNN203');
    assert.equal(code.target.scheme, vscode.env.uriScheme);
  });
});

describe('navigation and editing', () => {
  afterEach(closeAll);

  it('renames a layer with its folds', async () => {
    const editor = await openExample(CNV);
    const { document } = editor;
    await eventually('hints', async () => (await inlayHints(document)).length > 0);
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      find(document, 'c1 ', 1),
      'stem',
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    const text = document.getText();
    assert.doesNotMatch(text, /\bc1\b/);
    assert.equal(text.match(/\bstem\b/g)?.length, 4, text);
    await eventually('no error', () => codes(document.uri, vscode.DiagnosticSeverity.Error).length === 0);
  });

  it('goes from a fold to the layer', async () => {
    const { document } = await openExample(CNV);
    const [found] = await eventually('a definition', async () => {
      const links = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        find(document, 'c4 pe=', 1, 'target max'),
      );
      return links.length > 0 && links;
    });
    assert.ok(found);
    const range = 'range' in found ? found.range : (found.targetSelectionRange ?? found.targetRange);
    assert.equal(range.start.line, find(document, 'c4 filters').line);
  });

  it('completes attributes that the layer does not have yet', async () => {
    const editor = await openText('network n {\n  input x type=bipolar shape=8\n  dense f units=4 \n}\n');
    const list = await eventually('completion', async () => {
      const found = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        find(editor.document, 'units=4 ', 'units=4 '.length),
      );
      return found.items.length > 0 && found;
    });
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(
      labels.some((label) => label.startsWith('weights')),
      labels.join(),
    );
    assert.ok(!labels.some((label) => label.startsWith('units')), labels.join());
  });

  it('formats, keeping every comment', async () => {
    const editor = await openText(
      'network n{ // one\ninput   x type=bipolar  shape=8 // two\ndense f units=4 weights=bipolar activation=none }\n',
    );
    const edits = await eventually('edits', async () => {
      const found = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
        'vscode.executeFormatDocumentProvider',
        editor.document.uri,
        { tabSize: 2, insertSpaces: true },
      );
      return found && found.length > 0 && found;
    });
    const edit = new vscode.WorkspaceEdit();
    edit.set(editor.document.uri, edits);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const text = editor.document.getText();
    assert.match(text, /^network n \{ *\/\/ one$/m);
    assert.match(text, /^ {2}input +x type=bipolar shape=8 +\/\/ two$/m);
  });

  it('outlines networks, layers and targets', async () => {
    const { document } = await openExample(CNV);
    const symbols = await eventually('symbols', async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return found && found.length > 0 && found;
    });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['CNV', 'max', 'fix', 'pynq'],
    );
    assert.ok(symbols[0]?.children.some(({ name }) => name === 'c0'));
  });

  it('colours by meaning', async () => {
    const { document } = await openExample(CNV);
    const tokens = await eventually('semantic tokens', () =>
      vscode.commands.executeCommand<vscode.SemanticTokens | undefined>(
        'vscode.provideDocumentSemanticTokens',
        document.uri,
      ),
    );
    assert.ok(tokens.data.length > 0);
  });
});

describe('problems', () => {
  afterEach(closeAll);

  it('are there once: pulled, never pushed beside it', async () => {
    const { document } = await openText('const A = 1\nconst A = 2\nconst A = 3\n');
    const found = await eventually('two errors', () => codes(document.uri).length >= 2 && codes(document.uri));
    assert.deepEqual(found, ['BNN203', 'BNN203']);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    for (let edit = 0; edit < 5; edit++) {
      await typeOver(editor, 'const A = 3', 'const A = 33');
      await typeOver(editor, 'const A = 33', 'const A = 3');
    }
    // After the last answer nothing may come on top.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.deepEqual(codes(document.uri), ['BNN203', 'BNN203']);
  });

  it('are in untitled texts, too, and gone when they are closed', async () => {
    const { document } = await openText('const A = 1\nconst A = 2\n');
    await eventually('an error', () => codes(document.uri).length === 1);
    await closeAll();
    await eventually('none', () => codes(document.uri).length === 0);
  });

  it('of a file that is imported twice over are there once', async () => {
    const library = workspaceFile('twice-lib.bnn');
    const main = workspaceFile('twice-main.bnn');
    await vscode.workspace.fs.writeFile(library, Buffer.from('const A = 1\nconst A = 2\n'));
    await vscode.workspace.fs.writeFile(main, Buffer.from('import "twice-lib.bnn"\nconst B = A\n'));
    try {
      await openExample('twice-main.bnn');
      await openExample('twice-lib.bnn');
      await eventually('the error', () => codes(library).length > 0);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      assert.deepEqual(codes(library), ['BNN203']);
    } finally {
      await vscode.workspace.fs.delete(library);
      await vscode.workspace.fs.delete(main);
    }
  });
});

describe('texts that are not to be checked', () => {
  afterEach(closeAll);

  it('are those on the old side of a diff', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('bnn-old', {
      provideTextDocumentContent: () => 'network n {\n',
    });
    try {
      const old = vscode.Uri.parse('bnn-old:/cnv.bnn');
      await vscode.commands.executeCommand('vscode.diff', old, workspaceFile(CNV));
      const { document } = await openText('network n {\n');
      await eventually('an error in the other text', () => codes(document.uri).length > 0);
      assert.deepEqual(codes(old), []);
    } finally {
      provider.dispose();
    }
  });
});
