import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/**
 * The client's messages for translators: every text that is given to `vscode.l10n.t`, under itself.
 * @param folder the client's sources
 * @throws where a text is put together before it is given, for that cannot be translated
 */
export function l10nBundle(folder: string): Readonly<Record<string, string>> {
  const messages = new Set<string>();
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.ts')) continue;
    const text = fs.readFileSync(path.join(folder, name), 'utf8');
    const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
    for (const call of callsIn(source)) {
      if (call.expression.getText(source) !== 'vscode.l10n.t') continue;
      const [message] = call.arguments;
      if (!message || !ts.isStringLiteralLike(message))
        throw new Error(`${name}: vscode.l10n.t wants a text as it stands, with {0} for what is put in`);
      messages.add(message.text);
    }
  }
  return Object.fromEntries([...messages].sort().map((message) => [message, message]));
}

function callsIn(node: ts.Node): ts.CallExpression[] {
  const inner: ts.CallExpression[] = [];
  ts.forEachChild(node, (child) => {
    inner.push(...callsIn(child));
  });
  return ts.isCallExpression(node) ? [node, ...inner] : inner;
}
