import { layerKinds, statements } from '../../server/src/language/table.js';

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

/** The editor's snippets: one a statement and layer kind, from the language's table. */
export function snippets(): Readonly<Record<string, Snippet>> {
  const specs = [...statements.values(), ...layerKinds.values()];
  return Object.fromEntries(
    specs.map(({ name, doc, snippet }) => [
      name,
      { prefix: name, description: firstSentence(doc), body: snippet.split('\n') },
    ]),
  );
}

/** Up to the first full stop that ends a sentence, without the marks of Markdown. */
export function firstSentence(markdown: string): string {
  const plain = markdown.replaceAll('`', '');
  return /^.*?\.(?=\s|$)/.exec(plain)?.[0] ?? plain;
}
