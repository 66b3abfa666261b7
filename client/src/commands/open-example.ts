import * as vscode from 'vscode';

/** The examples that read other files, by their folder: they are copied to where they can be written. */
const WITH_FILES = ['mnist'];

/** A text with three faults that quick fixes mend, for the walkthrough. */
const FAULTS = `// Put the cursor on what is underlined, and press Ctrl+. (Cmd+. on a Mac).
network Tiny {
  defaults weights=bipolar activation=bipolar

  input  image type=bipolar shape=784

  dense  fc0 units=64 pe=5
  dence  fc1 units=64
  dense  fc2 units=10 activation=none
  argmax label
}

target pynq for Tiny {
  device=pynq_z1 clock=100 MHz
  throughput=10kFPS
}
`;

/**
 * Opens one of the examples that are shipped with the extension: as a new text, so that nothing that is installed is
 * changed, or, where it needs its weights and images, from a copy of its folder.
 * @param given its path below `examples/`, or `faults`; asked for where it is missing
 */
export async function openExample(context: vscode.ExtensionContext, given: unknown): Promise<void> {
  const examples = vscode.Uri.joinPath(context.extensionUri, 'examples');
  const name = typeof given === 'string' ? given : await pickExample(examples);
  if (name === undefined) return;
  const folder = WITH_FILES.find((one) => name.startsWith(`${one}/`));
  const document = folder
    ? await vscode.workspace.openTextDocument(await copied(context, examples, folder, name))
    : await vscode.workspace.openTextDocument({ language: 'bnn', content: await textOf(examples, name) });
  await vscode.window.showTextDocument(document);
}

async function textOf(examples: vscode.Uri, name: string): Promise<string> {
  if (name === 'faults') return FAULTS;
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(examples, name)));
}

/** A copy of the example's folder in the extension's own storage; what is there already is left as it is. */
async function copied(
  context: vscode.ExtensionContext,
  examples: vscode.Uri,
  folder: string,
  name: string,
): Promise<vscode.Uri> {
  const to = vscode.Uri.joinPath(context.globalStorageUri, 'examples');
  for (const [file] of await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(examples, folder))) {
    const target = vscode.Uri.joinPath(to, folder, file);
    const there = await vscode.workspace.fs.stat(target).then(
      () => true,
      () => false,
    );
    if (!there) await vscode.workspace.fs.copy(vscode.Uri.joinPath(examples, folder, file), target);
  }
  return vscode.Uri.joinPath(to, name);
}

/** Asks for an example; what it is says the first comment of its text. */
async function pickExample(examples: vscode.Uri): Promise<string | undefined> {
  const names = await exampleNames(examples);
  const items = await Promise.all(
    names.map(async (name) => ({
      label: name.replace(/\.bnn$/, ''),
      detail: /^\/\/\/?\s*(.*)$/m.exec(await textOf(examples, name))?.[1] ?? '',
      name,
    })),
  );
  const title = vscode.l10n.t('Open which example?');
  // The walkthrough takes the focus when it marks its step as done, which would close the list.
  return (await vscode.window.showQuickPick(items, { title, matchOnDetail: true, ignoreFocusOut: true }))?.name;
}

async function exampleNames(folder: vscode.Uri, before = ''): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const found = await Promise.all(
    entries.map(async ([name, type]) => {
      if (type === vscode.FileType.Directory)
        return exampleNames(vscode.Uri.joinPath(folder, name), `${before}${name}/`);
      return name.endsWith('.bnn') ? [before + name] : [];
    }),
  );
  return found.flat();
}
