import { readFileSync } from 'node:fs';
import type { MarkupContent } from 'vscode-languageserver-types';
import { describe, expect, test } from 'vitest';
import { codeLenses } from '../../../server/src/ide/code-lens.js';
import { completion } from '../../../server/src/ide/completion.js';
import { documentLinks } from '../../../server/src/ide/document-links.js';
import { estimateTable } from '../../../server/src/ide/estimate-table.js';
import { foldingRanges } from '../../../server/src/ide/folding-ranges.js';
import { formatting, rangeFormatting } from '../../../server/src/ide/formatting.js';
import { hover } from '../../../server/src/ide/hover.js';
import { inlayHints, resolveInlayHint } from '../../../server/src/ide/inlay-hints.js';
import { newNetwork, newNetworkQuestions } from '../../../server/src/ide/new-network.js';
import { selectionRanges } from '../../../server/src/ide/selection-ranges.js';
import { semanticTokens } from '../../../server/src/ide/semantic-tokens.js';
import { DECLARATION_SCOPES, TOKEN_SCOPES, tokensLegend } from '../../../server/src/ide/token-types.js';
import { status, targetChoices } from '../../../server/src/ide/status.js';
import { documentSymbols, workspaceSymbols } from '../../../server/src/ide/symbols.js';
import type { Analysis } from '../../../server/src/workspace/analysis.js';
import { applied, open, SMALL, type Fixture } from './support.js';

const BOTH = { folding: true, cost: true };
const whole = (analysis: Analysis) => ({
  start: { line: 0, character: 0 },
  end: analysis.lines.position(analysis.text.length),
});

describe('completion', () => {
  test('behind bnn-ignore: each code of these lines once, and none that no comment silences', () => {
    const text = 'network N {\n  // bnn-ignore $0 BNN301\n  input x type=int8 shape=4 pe=3\n  maxpool p size=1\n}\n';
    const { analysis, offset } = open(text);
    expect(completion(analysis, offset).map(({ label }) => label)).toEqual([]);
    const faulty =
      'network N {\n  input x type=int8 shape=4\n  // bnn-ignore $0\n  dense d units=4 weights=int4 activation=none colour=1 size=1\n}\n';
    const two = open(faulty);
    expect(completion(two.analysis, two.offset)).toEqual([]);
    const three = open(
      '// bnn-ignore $0\nnetwork N { input x type=int8 shape=4 dense d units=4 weights=int4 activation=none }\n',
    );
    expect(completion(three.analysis, three.offset).map(({ label }) => label)).toEqual(['BNN504']);
  });

  /** Labels, and behind a bar what stands beside them. */
  const checkCompletion = (fixture: Fixture): string[] => {
    const { analysis, offset } = open(fixture);
    return [...completion(analysis, offset)]
      .sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1))
      .map(({ label, labelDetails }) => (labelDetails?.description ? `${label} | ${labelDetails.description}` : label));
  };

  test('in an empty file: a whole skeleton that is right', () => {
    const { analysis, offset } = open('$0');
    const [first] = completion(analysis, offset);
    const snippet = first?.textEdit?.newText ?? '';
    const text = snippet.replace(/\$\{\d+:([^}]*)\}/g, '$1').replace('$0', '');
    expect(open(text).analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('legal pe, each with the frame rate and the LUTs it brings', () => {
    expect(checkCompletion(SMALL.replace('kernel=3\n', 'kernel=3 pe=$0\n'))).toEqual([
      expect.stringMatching(/^1 \| 1\.18 kFPS, \d+ LUT$/),
      expect.stringMatching(/^2 \| 2\.36 kFPS, \d+ LUT$/),
      expect.stringMatching(/^4 \| 4\.72 kFPS, \d+ LUT$/),
      expect.stringMatching(/^8 \| 9\.45 kFPS, \d+ LUT$/),
      expect.stringMatching(/^16 \| 18\.5 kFPS, .* LUT$/),
      'auto | the tool chooses',
    ]);
  });

  test('legal simd of a convolution goes beyond its channels by whole parts of the window', () => {
    const labels = checkCompletion(SMALL.replace('kernel=3\n', 'kernel=3 simd=$0\n')).map((item) => item.split(' ')[0]);
    expect(labels).toEqual(['1', '3', '9', '27', 'auto']);
  });

  test('attributes that are not given yet come first behind a layer, required ones before the others', () => {
    const items = checkCompletion(SMALL.replace('filters=16 kernel=3\n', 'filters=16 $0\n'));
    expect(items[0]).toBe('kernel | required');
    expect(items.map((item) => item.split(' ')[0])).not.toContain('filters');
    expect(items.indexOf('maxpool')).toBeGreaterThan(items.findIndex((item) => item.startsWith('simd')));
  });

  test('kinds come first on a line of their own', () => {
    const items = checkCompletion(SMALL.replace('  argmax  label\n', '  $0\n'));
    expect(items.slice(0, 3)).toEqual(['input', 'dense', 'conv']);
  });

  test('types, words and layers where they belong', () => {
    expect(checkCompletion(SMALL.replace('weights=bipolar', 'weights=$0')).slice(0, 3)).toEqual([
      'bipolar',
      'binary',
      'ternary',
    ]);
    expect(checkCompletion(SMALL.replace('activation=none', 'activation=n$0'))[0]).toBe('none');
    expect(checkCompletion(SMALL.replace('activation=none', 'activation=none mem=$0'))).toEqual([
      'auto',
      'lutram',
      'bram',
      'uram',
      'external',
    ]);
    expect(checkCompletion(SMALL.replace('activation=none', 'activation=none from=$0'))).toEqual([
      'f1',
      'p0',
      'c0',
      'image',
    ]);
    expect(checkCompletion(SMALL.replace('activation=none', 'activation=none from=[f1, $0]'))).toEqual([
      'f1',
      'p0',
      'c0',
      'image',
    ]);
  });

  test('devices with their size; goals of the target that are not given yet', () => {
    const devices = checkCompletion(SMALL.replace('device=pynq_z1', 'device=$0'));
    expect(devices).toContain('pynq_z1 | 53.2k LUT, 280 BRAM18, 220 DSP');
    const keys = checkCompletion(SMALL.replace('  throughput=1kFPS\n', '  $0\n')).map((item) => item.split(' ')[0]);
    expect(keys).toEqual(expect.arrayContaining(['throughput', 'latency', 'budget', 'fold']));
    expect(keys).not.toContain('device');
  });

  const LIBRARY = '/// Two layers.\nblock pair(width, step=1) {\n  dense a units=width\n}\nconst WIDTH = 8\n';
  test('blocks and consts of imported files', () => {
    const files = (main: string): Fixture => ({
      'main.bnn': `import "lib.bnn"\nnetwork N {\n  input x type=int8 shape=4\n  ${main}\n}\n`,
      'lib.bnn': LIBRARY,
    });
    expect(checkCompletion(files('$0'))).toContain('pair | block');
    expect(checkCompletion(files('pair p $0')).slice(0, 2)).toEqual(['width | required', 'step | default 1']);
    expect(checkCompletion(files('dense d units=$0'))).toEqual(['WIDTH | const = 8']);
  });

  test('paths, from the folder of the text', () => {
    const { analysis, offset } = open('import "$0');
    const files = [
      'file:///project/lib/a.bnn',
      'file:///project/b.bnn',
      'file:///other/c.bnn',
      'file:///project/w.npz',
    ];
    const found = completion(analysis, offset, { files, boards: [] });
    expect(found.map(({ label }) => label).sort()).toEqual(['../other/c.bnn', 'b.bnn', 'lib/a.bnn']);
  });

  test('nothing in comments and names', () => {
    for (const text of ['// net$0', 'network N$0', 'network $0']) expect(checkCompletion(text)).toEqual([]);
  });
});

describe('hover', () => {
  const checkHover = (fixture: Fixture): string => {
    const { analysis, offset } = open(fixture);
    const found = hover(analysis, offset);
    return found ? (found.contents as MarkupContent).value : '';
  };

  test('a layer: shapes, arithmetic, accumulator, share of the interval, formulas with its numbers', () => {
    const text = checkHover(SMALL.replace('conv    c0', 'conv    c$00'));
    expect(text).toContain('**c0** `conv`: 16x16x3 int8 -> 14x14x16 bipolar');
    expect(text).toContain('Accumulator: 13 bits, -3,456 to 3,456.');
    expect(text).toContain(
      '84,672 cycles a frame (1.18 kFPS), 100 % of the frame interval of 84,672: **the bottleneck**.',
    );
    expect(text).toContain('`196*(16/1)*(27/1)` = **84,672** cycles');
    expect(text).toContain('Folding: pe=1 (chosen by the tool), simd=1 (chosen by the tool).');
  });

  test('formulas of what stands around a layer: its port, and the sums of what is listed', () => {
    const port = checkHover(SMALL.replace(/input(\s+)(\w)/, 'input$1$2$0'));
    expect(port).toContain('.input-dma`');
    expect(port).toContain('as measured at a port of 64 bits (64 here)');
    const layer = checkHover(SMALL.replace('conv    c0', 'conv    c$00'));
    expect(layer).toMatch(/LUT in all: `the sum, rounded up` = `[\d.]+ \+ [\d.+ ]+` = \*\*\d+\*\* LUT/);
    expect(layer).toContain('c0.sliding-window.fifo`');
  });

  test('figures that nobody has verified are marked, of a device and of a target on it', () => {
    const text = SMALL.replace('pynq_z1', 'zcu104');
    expect(checkHover(text.replace('zcu104', 'zcu$0104'))).toContain('**Figures not verified**');
    expect(checkHover(text.replace('target pynq', 'target py$0nq'))).toContain('figures unverified');
  });

  test('an attribute, a kind, a target, a device, a const, a block, a doc comment', () => {
    expect(checkHover(SMALL.replace('kernel', 'ker$0nel'))).toContain('**kernel** (required)');
    expect(checkHover(SMALL.replace('maxpool', 'max$0pool'))).toContain('**maxpool**:');
    expect(checkHover(SMALL.replace('target pynq', 'target py$0nq'))).toMatch(/Pynq-Z1 .* at 100 MHz: 1\.18 kFPS/);
    expect(checkHover(SMALL.replace('pynq_z1', 'pynq$0_z1'))).toMatch(/\| 53,200 \| 106,400 \| 280 \| 0 \| 220 \|/);
    expect(checkHover('const A = 2*3\nconst B = $0A + 1\n')).toContain('const A = 2*3  // = 6');
    expect(
      checkHover(
        '/// Adds two.\nblock pair(w) { dense a units=w }\nnetwork N { input x type=int8 shape=4 pa$0ir p w=2 }',
      ),
    ).toMatch(/block pair\(w\)[\s\S]*Adds two\./);
    expect(checkHover(SMALL.replace('network Small', 'network Sm$0all'))).toContain('A small network.');
  });

  test('what an instance of a block becomes', () => {
    const text = checkHover(
      'block pair(w) {\n  dense a units=w weights=bipolar activation=bipolar\n  dense b units=w weights=bipolar activation=bipolar\n}\nnetwork N {\n  input x type=bipolar shape=4\n  pair p$0 w=2\n}',
    );
    expect(text).toContain('2 layers, 4 bipolar -> 2 bipolar');
    expect(text).toContain('`p.b`');
  });

  test('text of the file never becomes Markdown of its own', () => {
    const text = checkHover(
      '/// [click](command:evil) <img src=x> `code`\nnetwork N$0 { input x type=int8 shape=4 }\n',
    );
    expect(text).toContain('\\[click\\](command:evil) \\<img src=x\\> \\`code\\`');
  });
});

describe('inlay hints', () => {
  const labels = (text: string, options = BOTH): string[] => {
    const { analysis } = open(text);
    return inlayHints(analysis, whole(analysis), options).map(
      ({ position, label }) => `${position.line}: ${label as string}`,
    );
  };

  test('two a line at most: the chosen folding and the cost, the bottleneck marked', () => {
    const found = labels(SMALL).filter((label) => label.startsWith('6:') || label.startsWith('8:'));
    expect(found).toEqual([
      '6: pe=1 simd=1',
      expect.stringMatching(/^6: 84\.7k cycles, 1\.18 kFPS, \d+ LUT(, \d+ BRAM)?, bottleneck$/),
      expect.stringMatching(/^8: 784 cycles/),
    ]);
  });

  test('a double-click writes the chosen folding down, and the numbers stay', () => {
    const { analysis } = open(SMALL);
    const hint = inlayHints(analysis, whole(analysis), BOTH).find(({ label }) => label === 'pe=1 simd=1');
    const text = applied(analysis, hint?.textEdits ?? []);
    expect(text).toContain('conv    c0 filters=16 kernel=3 pe=1 simd=1\n');
    expect(open(text).analysis.shown.get('Small')?.estimate.fps).toBe(analysis.shown.get('Small')?.estimate.fps);
  });

  test('the tooltips say who chose, what it is made of, and how to be rid of them', () => {
    const { analysis } = open(SMALL);
    const [folding, cost] = inlayHints(analysis, whole(analysis), BOTH).map((hint) => {
      const { tooltip } = resolveInlayHint(analysis, hint);
      return (tooltip as MarkupContent).value;
    });
    expect(folding).toMatch(
      /Chosen by the tool for target `pynq`\..*Double-click[\s\S]*`bnn\.inlayHints\.folding` switches/s,
    );
    expect(cost).toMatch(/^84,672 of the 84,672 cycles between two frames: this line sets the frame rate\./);
    expect(cost).toMatch(/\| `c0\.mvtu` \| 84,672 \|/);
  });

  test('a written auto is replaced', () => {
    const { analysis } = open(SMALL.replace('kernel=3\n', 'kernel=3 simd=auto pe=auto\n'));
    const hint = inlayHints(analysis, whole(analysis), BOTH)[0];
    expect(applied(analysis, hint?.textEdits ?? [])).toContain('kernel=3 simd=1 pe=1\n');
  });

  test('an illegal value counts as the nearest below, and is marked', () => {
    expect(labels(SMALL.replace('kernel=3\n', 'kernel=3 pe=3 simd=3\n'))).toContainEqual(
      expect.stringMatching(/^6: ~ 14\.1k cycles/),
    );
  });

  test('a repeat shows how many layers its lines stand for', () => {
    const text =
      'network N {\n  defaults weights=bipolar activation=bipolar\n  input x type=bipolar shape=64\n  repeat 3 {\n    dense d units=64\n  }\n}\n';
    expect(labels(text)).toContainEqual(expect.stringMatching(/^4: 3x: 4\.1k cycles/));
  });

  test('each kind has its switch, and only the range is looked at', () => {
    expect(labels(SMALL, { folding: false, cost: true }).some((label) => label.includes('pe='))).toBe(false);
    expect(labels(SMALL, { folding: false, cost: false })).toEqual([]);
    const { analysis } = open(SMALL);
    const line = { start: { line: 6, character: 0 }, end: { line: 6, character: 1 } };
    expect(inlayHints(analysis, line, BOTH).every(({ position }) => position.line === 6)).toBe(true);
  });
});

describe('lenses and status', () => {
  test('stand above networks and targets, with what limits and the share of the device', () => {
    const { analysis } = open(SMALL);
    expect(codeLenses(analysis).map(({ command }) => command?.title)).toEqual([
      expect.stringMatching(/^target pynq: 1\.18 kFPS, latency .*, limited by c0\.mvtu$/),
      'Copy estimate',
      expect.stringMatching(/^1\.18 kFPS, .* \| LUT .* \(\d+ %, .* to .*\), BRAM18 \d+ \(.*%\)$/),
      expect.stringMatching(/^37\.1 kFPS, /),
      'Pick target',
    ]);
  });

  test('call only commands that the manifest has', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { commands: { command: string }[] };
    };
    const known = manifest.contributes.commands.map(({ command }) => command);
    const { analysis } = open(SMALL);
    for (const { command } of codeLenses(analysis)) expect(known).toContain(command?.command);
  });

  test('the picked target is shown', () => {
    const { analysis } = open(SMALL).picked('Small', 'fast');
    expect(status(analysis).text).toBe('fast: 37.1 kFPS');
    expect(targetChoices(analysis).map(({ target, picked }) => [target, picked])).toEqual([
      ['pynq', false],
      ['fast', true],
    ]);
    expect(status(open('const A = 1\n').analysis)).toEqual({ text: '', tooltip: '' });
  });
});

describe('the outline', () => {
  test('holds blocks, networks with their layers, targets', () => {
    const { analysis } = open(SMALL);
    const [network, pynq] = documentSymbols(analysis);
    expect(network?.name).toBe('Small');
    expect(network?.children?.map(({ name, detail }) => `${name} ${detail ?? ''}`)).toEqual([
      'image input -> 16x16x3 int8',
      'c0 conv -> 14x14x16 bipolar',
      'p0 maxpool -> 7x7x16 bipolar',
      'f1 dense -> 32 bipolar',
      expect.stringMatching(/^f2 dense -> 10 int\d+$/),
      expect.stringMatching(/^label argmax -> /),
    ]);
    expect(pynq?.detail).toBe('for Small');
  });

  test('every range holds its selection', () => {
    const check = (symbols: ReturnType<typeof documentSymbols>): void => {
      for (const { range, selectionRange, children } of symbols) {
        expect(range.start.line <= selectionRange.start.line && selectionRange.end.line <= range.end.line).toBe(true);
        check(children ?? []);
      }
    };
    check(documentSymbols(open(SMALL).analysis));
  });

  test('a workspace query finds the letters in their order', () => {
    expect(workspaceSymbols([open(SMALL).analysis], 'sml').map(({ name }) => name)).toEqual(['Small']);
  });
});

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

describe('structure', () => {
  test('bodies, comments and imports fold; the closing brace stays in sight', () => {
    const text =
      '// a\n// b\nimport "a.bnn"\nimport "b.bnn"\nnetwork N {\n  input x type=int8 shape=4\n}\n/* c\n d */\n';
    expect(foldingRanges(open(text).analysis)).toEqual([
      { startLine: 4, endLine: 5 },
      { startLine: 0, endLine: 1, kind: 'comment' },
      { startLine: 7, endLine: 8, kind: 'comment' },
      { startLine: 2, endLine: 3, kind: 'imports' },
    ]);
  });

  test('a selection grows from word to value, attribute, layer, body, network, file', () => {
    const { analysis, offset } = open('network N {\n  input x type=int8 shape=[4, 4, 3$0]\n}\n');
    const [first] = selectionRanges(analysis, [analysis.lines.position(offset)]);
    const seen: string[] = [];
    for (let here = first; here; here = here.parent) {
      seen.push(
        analysis.text
          .slice(analysis.lines.offset(here.range.start), analysis.lines.offset(here.range.end))
          .trim()
          .split('\n')[0] ?? '',
      );
    }
    expect(seen.slice(0, 4)).toEqual(['3', '[4, 4, 3]', 'shape=[4, 4, 3]', 'input x type=int8 shape=[4, 4, 3]']);
    expect(seen.at(-1)).toBe('network N {');
  });

  test('paths are links', () => {
    const { analysis } = open('import "lib/a b.bnn"\nnetwork N {\n  params "w.npz"\n}\n');
    expect(documentLinks(analysis).map(({ target }) => target)).toEqual([
      'file:///project/lib/a%20b.bnn',
      'file:///project/w.npz',
    ]);
  });

  test('formatting changes blanks only, the whole or the lines that are asked for', () => {
    const text =
      'network N {\ninput x type=int8   shape=4\n      dense d   units=2 weights=bipolar activation=none\n}\n';
    const { analysis } = open(text);
    const formatted = applied(analysis, formatting(analysis));
    expect(formatted.replace(/\s+/g, ' ')).toBe(text.replace(/\s+/g, ' '));
    expect(formatting(open(formatted).analysis)).toEqual([]);
    const line = { start: { line: 2, character: 0 }, end: { line: 2, character: 3 } };
    expect(applied(analysis, rangeFormatting(analysis, line)).split('\n')[1]).toBe('input x type=int8   shape=4');
  });
});

describe('estimate tables', () => {
  const design = [...open(SMALL).analysis.shown.values()][0];
  if (!design) throw new Error('the fixture has no design');

  test('have a row a layer and the total, in three forms', () => {
    const markdown = estimateTable(design, 'markdown');
    expect(markdown).toMatch(/\| c0 \| conv \| 14x14x16 bipolar \| 1 \| 1 \| 84,672 \|/);
    expect(markdown).toMatch(/\| total \|.*84,672/);
    const csv = estimateTable(design, 'csv').trim().split('\n');
    expect(csv[0]).toBe('layer,kind,output,pe,simd,cycles,LUT,FF,BRAM18,URAM,DSP');
    expect(csv.every((line) => line.split(',').length === 11)).toBe(true);
    const latex = estimateTable(design, 'latex');
    expect(latex).toMatch(/^% Small, target pynq/);
    expect(latex).toMatch(/c0 & conv & .* \\\\/);
    expect(latex).toMatch(/\\end\{tabular\}\n$/);
  });

  test('say that they are estimates', () => {
    expect(estimateTable(design, 'markdown')).toContain('Estimated, not measured.');
  });
});

describe('a new network', () => {
  const questions = newNetworkQuestions();
  const inputs = questions.find(({ id }) => id === 'input')?.choices ?? [];
  const text = (answers: Record<string, string>): string => newNetwork(answers, (given) => open(given).analysis);

  test.each(inputs)('for $id fits the board, without errors', ({ id }) => {
    const made = text({ input: id, classes: '7', size: 'medium', board: 'pynq_z1' });
    const { analysis } = open(made);
    expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(made).toContain('units=7 activation=none');
    expect(made).toMatch(/throughput=\d+k?M?FPS/);
    expect(formatting(analysis)).toEqual([]);
  });

  test('nonsense answers give the first choices', () => {
    const made = text({ input: '?', classes: '-3', size: '?', board: '?' });
    expect(open(made).analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
