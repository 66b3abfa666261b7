import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { watchLostProblems, type PrintedProblem } from '../../../client/src/tasks/lost-problems.js';
import { installRecorded, isRunning, type RecordedTools } from '../../support/recorded/install.js';
import { recordedSuccess } from '../../support/recorded/success.js';
import { csynthXml, timingRpt } from '../../support/written-reports.js';
import { closeAll, diagnosticOf, eventually, inlayHints, typeOver, workspaceFile } from './editor.js';

const NETWORK = `network N {
  input x type=bipolar shape=32
  dense d units=16 weights=bipolar activation=bipolar pe=4 simd=8
  dense e units=4 weights=bipolar activation=none pe=1 simd=4
}
target t for N {
  device=pynq_z1
  clock=100MHz
}
`;

/** All that a C synthesis writes. */
const REPORTS = {
  'hls/csynth/sol/syn/report/N_top_csynth.xml': csynthXml({ name: 'N_top', lut: 700, cycles: 40 }, [
    { name: 'd_mvtu', lut: 321, cycles: 27 },
    { name: 'e_mvtu', lut: 90, cycles: 26 },
  ]),
  'hls/csynth/sol/syn/report/N_top_csynth.rpt': 'as the .xml\n',
};

/** BNN: Build, with recorded tools, in a folder whose name a shell would stumble on. */
describe('BNN: Build', () => {
  const folder = workspaceFile("a b $(touch x) ; 'q'");
  const file = vscode.Uri.joinPath(folder, 'net.bnn');
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'bnn recorded '));
  let tools: RecordedTools;
  let document: vscode.TextDocument;

  before(async function () {
    if (process.platform === 'win32') this.skip();
    tools = installRecorded(scratch, ['vitis_hls', 'vivado']);
    await vscode.workspace
      .getConfiguration('bnn.tools')
      .update('folders', [tools.bin], vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    await vscode.workspace
      .getConfiguration('bnn.tools')
      .update('folders', undefined, vscode.ConfigurationTarget.Global);
    fs.rmSync(scratch, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await vscode.workspace.fs.writeFile(file, Buffer.from(NETWORK));
    document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
  });
  afterEach(async () => {
    closeTerminals();
    await closeAll();
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  const build = (step: string): Thenable<number | undefined> =>
    vscode.commands.executeCommand<number | undefined>('bnn.build', file.toString(), step, 't');
  const hints = async (text: string): Promise<boolean> =>
    (await inlayHints(document)).some((label) => label.includes(text));

  it('runs in a terminal, and what it measured stands on the lines', async () => {
    tools.play({ csynth: { log: ['BNN-STEP csynth OK'], reports: REPORTS } });
    await eventually('an estimate', () => hints('cycles'));
    assert.equal(await build('csynth'), 0);
    const calls = tools.calls().length;
    assert.equal(tools.calls().at(-1)?.step, 'csynth');
    assert.ok(vscode.window.terminals.some(({ name }) => name.includes('csynth')));
    await eventually('a measured hint', () => hints('321 LUT'));
    // A step that nothing has changed for is not run again.
    assert.equal(await build('csynth'), 0);
    assert.equal(tools.calls().length, calls);
    assert.deepEqual(
      fs.readdirSync(folder.fsPath).filter((name) => name !== 'net.bnn' && name !== 'build'),
      [],
      'nothing that a name asked for',
    );
  });

  it('says that the text has errors before it asks anything', async () => {
    await typeOver(await vscode.window.showTextDocument(document), 'activation=none', 'activation=');
    const calls = tools.calls().length;
    // Neither is given what it would ask for, and both come back all the same: nobody was asked.
    assert.equal(await vscode.commands.executeCommand('bnn.build', file.toString()), undefined);
    assert.equal(await vscode.commands.executeCommand('bnn.generateHls', file.toString()), undefined);
    assert.equal(tools.calls().length, calls);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('wires the interrupts that the setting asks for', async () => {
    const settings = vscode.workspace.getConfiguration('bnn.build');
    const script = path.join(folder.fsPath, 'build', 'net-t', 'tcl', 'settings.tcl');
    const wired = (): boolean => /^set bnn\(interrupts\) 1$/m.test(fs.readFileSync(script, 'utf8'));
    tools.play({ csynth: { log: ['BNN-STEP csynth OK'], reports: REPORTS } });
    assert.equal(await build('csynth'), 0);
    assert.ok(!wired());
    await settings.update('interrupts', true, vscode.ConfigurationTarget.Global);
    try {
      assert.equal(await build('csynth'), 0);
      assert.ok(wired());
    } finally {
      await settings.update('interrupts', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('puts an error of the tool on the line of its layer, and takes it away when it is gone', async () => {
    tools.play({
      csynth: {
        log: [
          "INFO: [HLS 200-42] -- Implementing module 'd_mvtu'",
          "ERROR: [XFORM 203-504] Stop unrolling loop 'lanes' in function 'd_mvtu' because it may cause large runtime.",
          'BNN-STEP csynth FAIL csynth_design: failed',
        ],
        exit: 3,
      },
    });
    assert.equal(await build('csynth'), 1);
    const { range, severity, source } = await diagnosticOf(file, 'BNN810');
    assert.deepEqual([range.start.line, range.start.character], [2, 8]);
    assert.equal(severity, vscode.DiagnosticSeverity.Error);
    assert.equal(source, 'bnn build');
    tools.play({ csynth: { log: ['BNN-STEP csynth OK'], reports: REPORTS } });
    assert.equal(await build('csynth'), 0);
    await eventually('no problem of the build', () =>
      vscode.languages.getDiagnostics(file).every(({ source: by }) => by !== 'bnn build'),
    );
  });

  it('puts a device that is too small on the target, with the biggest layers', async () => {
    tools.play({
      csynth: {
        log: [
          'ERROR: [DRC UTLZ-1] Resource utilization: Slice LUTs over-utilized (This design requires more Slice LUTs cells than are available. This design requires 80753 of such cell types but only 53200 compatible sites are available.)',
        ],
        exit: 3,
      },
    });
    assert.equal(await build('csynth'), 1);
    // Line by line, as the problem matcher reads them.
    const lines = await eventually('the target and its two biggest layers', () => {
      const said = vscode.languages.getDiagnostics(file).filter(({ code }) => code === 'BNN805');
      return said.length < 3 ? undefined : said.map(({ range, severity }) => [range.start.line, severity] as const);
    });
    assert.deepEqual(
      lines.toSorted(([a], [b]) => b - a),
      [
        [6, vscode.DiagnosticSeverity.Error],
        [3, vscode.DiagnosticSeverity.Information],
        [2, vscode.DiagnosticSeverity.Information],
      ],
    );
  });

  it('shows a problem that the problem matcher has lost, once', async () => {
    // No build has said anything of this one.
    const other = vscode.Uri.joinPath(folder, 'other.bnn');
    const own = watchLostProblems();
    const matched = vscode.languages.createDiagnosticCollection('in place of the matcher');
    try {
      const at = { time: '', step: 'csynth', file: other.fsPath };
      const printed: PrintedProblem[] = [
        { event: 'problem', ...at, code: 'BNN805', severity: 'error', message: 'too big', line: 7, column: 3 },
        { event: 'problem', ...at, code: 'BNN805', severity: 'info', message: 'd is 215 LUT', line: 3, column: 9 },
      ];
      const found = new vscode.Diagnostic(new vscode.Range(6, 2, 6, 2), 'too big', vscode.DiagnosticSeverity.Error);
      Object.assign(found, { code: 'BNN805', source: 'bnn build' });
      const said = (): string[] => vscode.languages.getDiagnostics(other).map(({ message }) => message);
      matched.set(other, [found]);
      await own.complete('here', printed, (name) => vscode.Uri.file(name));
      assert.deepEqual(said().toSorted(), ['d is 215 LUT', 'too big']);
      // The matcher's own may come late, and go when the next build starts.
      const late = new vscode.Diagnostic(
        new vscode.Range(2, 8, 2, 8),
        'd is 215 LUT',
        vscode.DiagnosticSeverity.Information,
      );
      Object.assign(late, { code: 'BNN805', source: 'bnn build' });
      matched.set(other, [found, late]);
      await eventually('each problem once', () => said().length === 2);
      matched.clear();
      own.clear('here');
      assert.deepEqual(said(), []);
      // A build that starts at once is not shown what the one before it said.
      const ended = own.complete('here', printed, (name) => vscode.Uri.file(name));
      own.clear('here');
      await ended;
      assert.deepEqual(said(), []);
    } finally {
      own.dispose();
      matched.dispose();
    }
  });

  it('puts a clock that the tool only warns about on the clock of the target, and makes no bitstream', async () => {
    tools.play({
      csynth: recordedSuccess('csynth', { reports: REPORTS }),
      export: recordedSuccess('export'),
      synth: recordedSuccess('synth'),
      impl: recordedSuccess('impl', {
        log: ['CRITICAL WARNING: [Timing 38-282] The design failed to meet the timing requirements.'],
        reports: { 'vivado/reports/timing_routed.rpt': timingRpt('N', -1.25) },
      }),
      bitstream: recordedSuccess('bitstream'),
    });
    assert.equal(await build('bitstream'), 1);
    const { range, severity, message } = await diagnosticOf(file, 'BNN806');
    assert.equal(document.getText(range.with({ end: document.lineAt(range.start).range.end })), 'clock=100MHz');
    assert.equal(severity, vscode.DiagnosticSeverity.Error);
    assert.match(message, /1\.25 ns/);
    assert.equal(tools.calls().at(-1)?.step, 'impl');
  });

  it('is run again from the view of builds, in the folder where it was', async () => {
    const out = vscode.Uri.joinPath(folder, 'elsewhere; $(touch y)');
    tools.play({ csynth: { log: ['BNN-STEP csynth FAIL'], exit: 3 } });
    const rerun = { source: file.toString(), step: 'csynth', target: 't', folder: out.toString() };
    await vscode.commands.executeCommand('bnn.rerunStep', { id: 'x', kind: 'run', rerun });
    assert.equal(tools.calls().at(-1)?.cwd, vscode.Uri.joinPath(out, 'hls').fsPath);
  });

  for (const [way, cancel] of [
    ['its task is ended', endTask],
    ['its terminal is closed', closeTerminals],
  ] as const) {
    it(`leaves no process when ${way}`, async () => {
      const before = tools.pids();
      tools.play({ csynth: { log: ['begun'], hang: true, grandchild: true } });
      const ended = build('csynth');
      await eventually('the tool', () => tools.pids().join() !== before.join() && tools.pids().every(isRunning));
      assert.equal(tools.pids().length, 2);
      cancel();
      await ended;
      await eventually('no process', () => !tools.pids().some(isRunning));
    });
  }
});

function endTask(): void {
  vscode.tasks.taskExecutions.find(({ task }) => task.definition.type === 'bnn')?.terminate();
}

function closeTerminals(): void {
  for (const terminal of vscode.window.terminals) terminal.dispose();
}
