import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');

interface Setting {
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly default?: unknown;
  readonly scope?: string;
}
interface Manifest {
  readonly l10n: string;
  readonly main: string;
  readonly icon: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly dependencies?: unknown;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly walkthroughs: readonly {
      readonly when: string;
      readonly steps: readonly { readonly description: string; readonly media: { readonly svg: string } }[];
    }[];
    readonly problemMatchers: readonly { readonly name: string; readonly label: string }[];
    readonly languages: readonly { readonly id: string; readonly aliases: readonly string[] }[];
  };
}
const manifest = JSON.parse(read('package.json')) as Manifest;
const { contributes } = manifest;
const declared = contributes.commands.map(({ command }) => command);

function sources(folder: string): readonly string[] {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(path.join(folder, name)));
}

const client = sources('client/src').join('\n');
const server = sources('server/src').join('\n');

describe('commands of package.json', () => {
  it('are exactly those that the client registers', () => {
    const registered = [...read('client/src/commands/index.ts').matchAll(/^ {4}'(bnn\.\w+)':/gm)].map(
      ([, name]) => name,
    );
    expect(registered.sort()).toEqual([...declared].sort());
  });

  it('stand under one category and have a title', () => {
    for (const { title, category } of contributes.commands) {
      expect(category).toBe('BNN');
      expect(title).not.toBe('');
    }
  });

  it('are the only ones in menus', () => {
    const inMenus = Object.values(contributes.menus).flat();
    expect(inMenus.filter(({ command }) => !declared.includes(command))).toEqual([]);
  });

  it('are the only ones that client and server speak of', () => {
    const spoken = [...`${client}\n${server}`.matchAll(/command(?::|: ?)\s*'(bnn\.\w+)'|'command:(bnn\.\w+)/g)];
    const unknown = spoken.map(([, name, link]) => name ?? link ?? '').filter((name) => !declared.includes(name));
    expect(unknown).toEqual([]);
  });
});

describe('settings of package.json', () => {
  const settings = Object.entries(contributes.configuration.properties);

  it('are described and have a default', () => {
    const wrong = settings.filter(
      ([, setting]) => !(setting.description ?? setting.markdownDescription) || setting.default === undefined,
    );
    expect(wrong).toEqual([]);
  });

  it('are each read somewhere', () => {
    // The client library itself reads the trace setting.
    const byLibrary = ['bnn.trace.server'];
    const unread = settings
      .map(([name]) => name)
      .filter((name) => !byLibrary.includes(name))
      .filter((name) => !new RegExp(`\\b${name.split('.').at(-1) ?? name}\\b`).test(`${client}\n${server}`));
    expect(unread).toEqual([]);
  });

  it('that name a program or pass arguments are out of reach of a workspace', () => {
    const risky = settings.filter(([name]) => /path|executable|args|arguments|command|env/i.test(name));
    const open = risky.filter(
      ([name, { scope = '' }]) =>
        !scope.startsWith('machine') ||
        !manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes(name),
    );
    expect(open.map(([name]) => name)).toEqual([]);
  });

  it('that are restricted exist', () => {
    const known = settings.map(([name]) => name);
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    expect(restrictedConfigurations.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('texts of package.json', () => {
  const texts = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
  const used = [...read('package.json').matchAll(/"%([^"%]+)%"/g)].map(([, key = '']) => key);

  it('stand in package.nls.json, and nothing else does', () => {
    expect([...new Set(used)].sort()).toEqual(Object.keys(texts).sort());
  });

  it('are all that a user reads', () => {
    const shown = new Set(['title', 'description', 'markdownDescription', 'altText', 'label', 'displayName', 'name']);
    const own = new Set(['$(', '%']);
    const bare: string[] = [];
    const look = (value: unknown, at: string): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        const starts = typeof inner === 'string' && [...own].some((mark) => inner.startsWith(mark));
        if (typeof inner === 'string' && shown.has(key) && !starts) bare.push(`${at}.${key}: ${inner}`);
        look(inner, `${at}.${key}`);
      }
    };
    // The name of a problem matcher is what tasks.json says, not what is read.
    const problemMatchers = contributes.problemMatchers.map((matcher) => ({ ...matcher, name: undefined }));
    const read = { ...contributes, configurationDefaults: undefined, semanticTokenScopes: undefined, problemMatchers };
    look(read, 'contributes');
    look(manifest.capabilities, 'capabilities');
    expect(bare).toEqual([]);
  });

  it('are found by the editor, and are in the package', () => {
    expect(manifest.l10n).toBe('./l10n');
    expect(fs.existsSync(path.join(root, manifest.l10n, 'bundle.l10n.json'))).toBe(true);
    for (const line of ['!package.nls.json', '!l10n/*.json']) expect(read('.vscodeignore').split('\n')).toContain(line);
  });
});

describe('the walkthrough', () => {
  const [walkthrough, ...more] = contributes.walkthroughs;
  const texts = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;

  it('is one, and is not opened by itself when the extension is installed', () => {
    expect(more).toEqual([]);
    // VS Code opens the walkthrough of an extension that is installed when its clause holds: neither does at that moment.
    expect(walkthrough?.when).toBe('inWelcome || bnn.active');
    expect(client).toContain("'bnn.active'");
  });

  it('has links to commands that exist only, and a picture for each step', () => {
    for (const { description, media } of walkthrough?.steps ?? []) {
      const text = texts[description.replaceAll('%', '')] ?? '';
      const links = [...text.matchAll(/\(command:([\w.]+)/g)].map(([, name = '']) => name);
      expect(links.filter((name) => name.startsWith('bnn.') && !declared.includes(name))).toEqual([]);
      expect(fs.statSync(path.join(root, media.svg)).size).toBeLessThan(10_000);
    }
  });
});

describe('files that package.json names', () => {
  const named = [...JSON.stringify(contributes).matchAll(/"(\.\/[^"*]+)"/g)].map(([, file = '']) => file);

  it('exist', () => {
    const missing = [...named, manifest.icon].filter((file) => !fs.existsSync(path.join(root, file)));
    expect(missing).toEqual([]);
  });

  it('are made by the build where they are bundles', () => {
    const built = read('scripts/build.mjs');
    for (const file of [manifest.main, ...Object.values(manifest.bin)]) expect(built).toContain(path.basename(file));
  });

  it('are all the grammars, snippets and schemas that there are', () => {
    const there = ['syntaxes', 'snippets', 'schemas'].flatMap((folder) =>
      fs.existsSync(path.join(root, folder))
        ? fs.readdirSync(path.join(root, folder)).map((name) => `./${folder}/${name}`)
        : [],
    );
    expect(named).toEqual(expect.arrayContaining(there));
  });

  it('are scripts that exist', () => {
    const scripts = Object.values(manifest.scripts).map((line) => /^node (\S+)$/.exec(line)?.[1] ?? line);
    expect(scripts.filter((file) => !fs.existsSync(path.join(root, file)))).toEqual([]);
  });
});

describe('the package', () => {
  it('needs nothing at run time but its bundles', () => {
    expect(manifest.dependencies).toBeUndefined();
  });

  it('is written against the oldest VS Code that it says it runs in', () => {
    const oldest = /\d+\.\d+/.exec(manifest.engines.vscode)?.[0];
    expect(manifest.devDependencies['@types/vscode']).toContain(oldest);
  });

  it('has a lockfile without addresses', () => {
    expect(read('package-lock.json')).not.toContain('"resolved"');
  });
});
