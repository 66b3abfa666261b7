import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeLens, Hover, InlayHint, Location, MarkupContent } from 'vscode-languageserver-protocol';
import { BUILD_MARKDOWN, BUILDS, BUILDS_CHANGED, type BuildItem } from '../../server/src/lsp/protocol.js';
import { runRecord } from '../support/run-record.js';
import { csynthXml, hierarchicalRpt, timingRpt } from '../support/written-reports.js';
import { startClient, type ClientOptions, type TestClient } from './client.js';

const root = path.resolve(import.meta.dirname, '../..');

const TEXT = `network N {
  input x type=bipolar shape=32
  dense d units=16 weights=bipolar activation=bipolar pe=4 simd=8
  dense e units=4 weights=bipolar activation=none pe=1 simd=4
}
target t for N {
  device=pynq_z1 clock=100MHz
}
`;

let folder = '';
const clients: TestClient[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn builds '));
  write('net.bnn', TEXT);
  execFileSync(process.execPath, [path.join(root, 'dist/cli.js'), 'generate', at('net.bnn'), '--out', at('build')], {
    stdio: 'ignore',
  });
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string): string => path.join(folder, name);
const uriOf = (name: string): string => pathToFileURL(at(name)).href;

function write(name: string, text: string): void {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
}

function measure(): void {
  const modules = [
    { name: 'd_mvtu', lut: 300, cycles: 27 },
    { name: 'e_mvtu', lut: 90, cycles: 26 },
  ];
  write('build/hls/syn/report/csynth.xml', csynthXml({ name: 'N_top', lut: 700, cycles: 40 }, modules));
  const rows = [
    { name: 'w', lut: 5000 },
    { name: 'w/d_mvtu_U0', lut: 150 },
    { name: 'w/e_mvtu_U0', lut: 60 },
  ];
  write('build/vivado/reports/utilization_hierarchical_routed.rpt', hierarchicalRpt('w', rows));
  write('build/vivado/reports/timing_routed.rpt', timingRpt('w', -1.5));
}

async function started(options: ClientOptions = {}): Promise<TestClient> {
  const client = await startClient({ folders: [pathToFileURL(folder).href], ...options });
  clients.push(client);
  client.open(uriOf('net.bnn'), TEXT);
  return client;
}

async function hints(client: TestClient): Promise<InlayHint[]> {
  return client.request('textDocument/inlayHint', {
    textDocument: { uri: uriOf('net.bnn') },
    range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
  });
}

/** The hint at the end of a line (from 0). */
async function label(client: TestClient, line: number): Promise<string> {
  const found = (await hints(client)).filter(({ position }) => position.line === line);
  return found.map((hint) => (typeof hint.label === 'string' ? hint.label : '')).join(' / ');
}

describe('measured values in the editor', () => {
  it('stand in the place of the estimate, are outdated by an edit of their line, and come back', async () => {
    measure();
    const client = await started();
    await client.until('measured', async () => (await label(client, 2)).startsWith('routed: '));
    expect(await label(client, 2)).toMatch(/^routed: 150 LUT, 2 BRAM; HLS's estimate: 27 cycles, 3\.7 MFPS/);
    expect(await label(client, 3)).toMatch(/^routed: 60 LUT.*; HLS's estimate: 26 cycles, 3\.85 MFPS/);
    expect(client.refreshes).toContain('workspace/inlayHint/refresh');

    client.change(uriOf('net.bnn'), 2, [{ text: TEXT.replace('pe=4 simd=8', 'pe=8 simd=8') }]);
    expect(await label(client, 2)).toMatch(/^8 cycles, .* LUT.* \| before the edit routed: 150 LUT, 2 BRAM$/);
    expect(await label(client, 3)).toMatch(/^routed: .*: 26 cycles/);

    client.change(uriOf('net.bnn'), 3, [{ text: `// A comment.\n${TEXT}` }]);
    expect(await label(client, 3)).toMatch(/^routed: .*: 27 cycles/);
  });

  it('tooltip, hover and lens say both numbers, the ratio, the stage, the tool', async () => {
    measure();
    const client = await started();
    await client.until('measured', async () => (await label(client, 2)).startsWith('routed: '));
    const [hint] = (await hints(client)).filter(({ position }) => position.line === 2);
    const tooltip = (hint?.tooltip as MarkupContent).value;
    expect(tooltip).toContain('**Measured**, and unchanged since, Vivado 2022.2');
    expect(tooltip).toMatch(/\| cycles \| 27 \| 16 \| 1\.69 \| HLS's estimate \|/);
    const found = await client.at<Hover>('textDocument/hover', uriOf('net.bnn'), { line: 2, character: 8 });
    expect((found.contents as MarkupContent).value).toMatch(/\| LUT \| 150 \| \d+ \| [\d.]+ \| routed \|/);
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', {
      textDocument: { uri: uriOf('net.bnn') },
    });
    const titles = lenses.map(({ command }) => command?.title ?? '');
    expect(titles.filter((title) => /^measured \(routed\): 5k LUT \(.*timing NOT met$/.test(title))).toHaveLength(2);
  });

  it('can be switched off', async () => {
    measure();
    const client = await started({ configuration: { inlayHints: { measured: false } } });
    await client.until('the lens', async () => {
      const lenses = await client.request<CodeLens[]>('textDocument/codeLens', {
        textDocument: { uri: uriOf('net.bnn') },
      });
      return lenses.some(({ command }) => command?.title.startsWith('measured'));
    });
    expect(await label(client, 2)).toMatch(/^16 cycles/);
  });

  it('appear when a tool has written its reports', async () => {
    const client = await started();
    await client.until('an estimate', async () => (await label(client, 2)).startsWith('16 cycles'));
    measure();
    void client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf('build/vivado/reports/timing_routed.rpt'), type: 1 }],
    });
    await client.until('measured', async () => (await label(client, 2)).startsWith('routed: '));
  });
});

describe('the view of builds', () => {
  it('shows projects, totals, layers, runs and reports', async () => {
    measure();
    write('build/vivado/reports/broken.rpt', 'x');
    write(
      'build/.bnn/runs/0001-csynth/run.json',
      JSON.stringify(
        runRecord({
          id: '0001-csynth',
          state: 'failed',
          startedAt: '2026-11-25T12:00:00.000Z',
          seconds: 61.5,
          problems: [
            { code: 'BNN810', severity: 'error', message: 'unroll is too large', file: 'net.bnn', line: 3, column: 9 },
          ],
        }),
      ),
    );
    write('build/.bnn/runs/0002-csynth/run.json', '{"id": 3}');
    const client = await started({ docsBase: 'vscode://x/' });
    await client.until('told', () => client.notifications.some(({ method }) => method === BUILDS_CHANGED));
    const [project, ...others] = await client.request<BuildItem[]>(BUILDS, { refresh: false });
    expect(others).toEqual([]);
    expect(project).toMatchObject({
      label: 'N, t',
      description: 'build: csynth failed',
      icon: 'error',
      kind: 'project',
      uri: uriOf('build'),
    });
    const group = (name: string): readonly BuildItem[] =>
      project?.children.find((child) => child.label === name)?.children ?? [];
    expect(project?.children.map((child) => child.label)).toEqual(['Totals', 'Layers', 'Runs', 'Reports']);
    expect(group('Layers').map((row) => [row.label, row.icon])).toEqual([
      ['d', 'pass'],
      ['e', 'pass'],
    ]);
    expect(group('Layers')[0]?.description).toMatch(/^150 \/ \d+ = [\d.]+ LUT, 27 \/ 16 cycles$/);
    expect(group('Runs')).toMatchObject([
      {
        label: 'csynth',
        description: 'failed, 61.5 s, 2026-11-25 12:00',
        tooltip: '`0001-csynth`\n\nvitis\\_hls 2022.2\n\nunroll is too large',
        uri: `${uriOf('build')}/.bnn/runs/0001-csynth/tool.log`,
        rerun: { source: uriOf('net.bnn'), step: 'csynth', target: 't', folder: uriOf('build') },
      },
    ]);
    expect(
      group('Reports')
        .map((row) => row.label)
        .sort(),
    ).toEqual(['broken.rpt', 'csynth.xml', 'timing_routed.rpt', 'utilization_hierarchical_routed.rpt']);
    const markdown = await client.request<string>(BUILD_MARKDOWN, { folder: uriOf('build') });
    expect(markdown).toContain('### N, target t');
    expect(markdown).toContain('| layer | kind | stage |');
    expect(await client.request<string>(BUILD_MARKDOWN, { folder: uriOf('other') })).toBe('');
  });

  it('lists a project that was only generated, and forgets one that is gone when it looks again', async () => {
    const client = await started({ docsBase: 'vscode://x/' });
    const shown = (refresh: boolean): Promise<BuildItem[]> => client.request(BUILDS, { refresh });
    expect(await shown(true)).toMatchObject([{ description: 'build: generated', children: [] }]);
    rmSync(at('build'), { recursive: true });
    expect(await shown(true)).toEqual([]);
  });
});

describe('from a layer to its generated C++', () => {
  const implementation = (client: TestClient, line: number): Promise<Location[] | null> =>
    client.at<Location[] | null>('textDocument/implementation', uriOf('net.bnn'), { line, character: 8 });

  it('opens the file of the layer, and nothing outside layers', async () => {
    const client = await started();
    const found = await implementation(client, 2);
    expect(found?.map(({ uri }) => uri)).toEqual([uriOf('build/layers/d.hpp')]);
    expect(readFileSync(at('build/layers/d.hpp'), 'utf8')).toContain('\n// From ../net.bnn:3\n');
    expect((await implementation(client, 3))?.map(({ uri }) => uri)).toEqual([uriOf('build/layers/e.hpp')]);
    expect(await implementation(client, 5)).toBeNull();
  });

  it('is empty without a project, and finds one that nobody told of', async () => {
    renameSync(at('build/manifest.json'), at('build/kept.txt'));
    const client = await started();
    expect(await implementation(client, 2)).toEqual([]);
    renameSync(at('build/kept.txt'), at('build/manifest.json'));
    expect(await implementation(client, 2)).toHaveLength(1);
  });
});
