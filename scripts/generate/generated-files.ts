import prettier from 'prettier';
import { diagnosticPages } from './diagnostic-pages.js';
import { l10nBundle } from './l10n-bundle.js';
import { languageReference } from './language-reference.js';
import { snippets } from './snippets.js';
import { textmateGrammar } from '../../server/src/language/textmate.js';
import { calibrationSchema } from '../../server/src/workspace/calibration-schema.js';
import { projectSchema } from '../../server/src/workspace/project-schema.js';

const json = (value: object): string => JSON.stringify(value, undefined, 2);

/** Every generated file of the repository: its path from the root, and its text as the formatter leaves it. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const raw: [string, string][] = [
    ['syntaxes/bnn.tmLanguage.json', json(textmateGrammar())],
    ['snippets/bnn.json', json(snippets())],
    ['schemas/bnn.schema.json', json(projectSchema())],
    ['schemas/bnn-calibration.schema.json', json(calibrationSchema())],
    ['l10n/bundle.l10n.json', json(l10nBundle('client/src'))],
    ['docs/language.md', languageReference()],
    ...diagnosticPages(),
  ];
  const options = { printWidth: 120, singleQuote: true };
  return new Map(
    await Promise.all(
      raw.map(async ([file, text]) => [file, await prettier.format(text, { ...options, filepath: file })] as const),
    ),
  );
}

/** Folders in which every file is generated: what is there and not generated any more is stale. */
export const generatedFolders = ['docs/diagnostics'];
