import { foldExactly, type Outcome } from '../../folding/exact/exact.js';
import type { Override } from '../../folding/exact/goals.js';
import { greedyFolder } from '../../folding/greedy.js';
import type { Host } from '../../host/host.js';
import { limitsText, provenText } from '../../ide/certificate.js';
import { freezeFolding } from '../../ide/freeze-folding.js';
import { applyChanges } from '../../language/text-change.js';
import type { Design } from '../../workspace/analysis.js';
import { estimateJson } from '../estimate-json.js';
import { estimateTable } from '../estimate-table.js';
import { foldingJson } from '../folding-json.js';
import { loadFile, type LoadedFile } from '../load.js';
import { diagnosticLine, printedDiagnostics } from '../report-diagnostics.js';
import { finalFolder, rateOf, searchOptions } from '../search-options.js';
import { isBlocking } from '../../ide/blocking.js';
import { exitOf, reportAndJudge, selectDesigns, type TargetOptions } from '../select.js';
import { simulatedDesign } from '../simulated-design.js';
import { EXIT, printJson, UsageError, type Terminal } from '../terminal.js';

export interface FoldOptions extends TargetOptions {
  readonly throughput?: string;
  readonly max?: boolean;
  readonly write?: boolean;
  readonly timeLimit?: string;
  readonly json?: boolean;
}

/** `bnn fold`: the best folding of a design with its certificate, on request written into the file. */
export async function fold(terminal: Terminal, host: Host, file: string, options: FoldOptions): Promise<number> {
  const { throughput, max, write } = options;
  if (throughput !== undefined && max) throw new UsageError('--throughput and --max: one of them');
  if (write && file === '-') throw new UsageError('--write needs a file, not stdin');
  const override: Override = { max, throughputFps: throughput === undefined ? undefined : rateOf(throughput) };
  const search = searchOptions(options.timeLimit);
  const loaded = await loadFile(host, file, greedyFolder);
  const [design] = selectDesigns(terminal, loaded, options);
  if (!design?.network.complete || printedDiagnostics(loaded).some(isBlocking)) {
    reportAndJudge(terminal, loaded, design ? [design] : []);
    return EXIT.failed;
  }
  const start = search.now();
  const outcome = foldExactly(design, search, override);
  const searchMs = search.now() - start;
  if (!outcome.feasible) {
    // What is wrong in bnn.json may be why; what the greedy folding misses is not the answer.
    for (const one of printedDiagnostics(loaded).filter(({ code }) => code.startsWith('BNN9')))
      terminal.err(`${diagnosticLine(one)}\n`);
    return refuse(terminal, design, outcome, override, options);
  }

  // The other targets are folded as `bnn check` folds them, so that both say the same of them.
  const final = finalFolder();
  const refolded = loaded.refolded((request) => (isDesign(design, request) ? outcome.result : final(request)));
  const folded = throughput === undefined || write ? refolded : withoutGoalOf(refolded, design);
  reportAndJudge(terminal, folded, [design]);
  const best: Design = { ...design, folded: outcome.result, estimate: outcome.result.estimate };
  const shown = simulatedDesign(best);
  if (options.json) {
    const { optimal, bound, boundOf, outOfMemory } = outcome;
    const document = {
      ...estimateJson(shown, printedDiagnostics(folded)),
      feasible: true,
      optimal,
      bound,
      boundOf,
      outOfMemory,
      searchMs,
      folding: foldingJson(design.network, outcome.result),
    };
    printJson(terminal, document);
  } else {
    const proof = provenText(outcome, outcome.result.estimate);
    terminal.out(`${estimateTable(terminal, shown)}${proof}; ${searchedFor(searchMs)}\n`);
  }
  const written = write ? await writeDown(terminal, host, loaded, best) : EXIT.ok;
  return written === EXIT.ok ? exitOf(folded, options) : written;
}

/** What is asked for takes the place of the target's throughput: that it is missed is no news, unless it is written down. */
function withoutGoalOf(loaded: LoadedFile, { target }: Design): LoadedFile {
  const goal = target?.throughputFps?.at;
  const diagnostics = loaded.analysis.diagnostics.filter(
    ({ code, uri, span }) => !(/^BNN50[12]$/.test(code) && uri === goal?.uri && span.start === goal.span.start),
  );
  return { ...loaded, analysis: { ...loaded.analysis, diagnostics } };
}

function isDesign(design: Design, request: Pick<Design, 'network' | 'target'>): boolean {
  return request.target?.name === design.target?.name && request.network.name === design.network.name;
}

function searchedFor(ms: number): string {
  return `searched ${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}

function refuse(
  terminal: Terminal,
  design: Design,
  { limits, either, atAnyRate, eitherAtAnyRate, nearest }: Extract<Outcome, { feasible: false }>,
  override: Override,
  { json }: FoldOptions,
): number {
  const goal = override.max ? undefined : (override.throughputFps ?? design.target?.throughputFps?.value);
  terminal.err(`bnn: ${limitsText({ limits, either, atAnyRate, eitherAtAnyRate }, goal, nearest?.estimate.fps)}\n`);
  if (json) {
    const document = {
      feasible: false,
      limits,
      atAnyRate,
      nearest: nearest ? { fps: nearest.estimate.fps, folding: foldingJson(design.network, nearest) } : null,
    };
    printJson(terminal, document);
  } else if (nearest) {
    const table = estimateTable(terminal, { ...design, folded: nearest, estimate: nearest.estimate });
    terminal.out(`Nothing meets what is asked for. The fastest folding that fits:\n\n${table}`);
  }
  return EXIT.failed;
}

async function writeDown(terminal: Terminal, host: Host, loaded: LoadedFile, design: Design): Promise<number> {
  const text = loaded.textOf(loaded.uri);
  const { changes, unwritten } = freezeFolding({ uri: loaded.uri, text }, design.network, design.target, design.folded);
  if (unwritten.length > 0) {
    terminal.err(
      `bnn: ${loaded.file} has no place for the folding of ${unwritten.join(', ')}: it needs a target of its own\n`,
    );
    return EXIT.failed;
  }
  if (changes.length === 0) return EXIT.ok;
  const written = await host.writeText(loaded.uri, applyChanges(text, changes));
  if (written.ok) terminal.err(`bnn: wrote the folding into ${loaded.file}\n`);
  else terminal.err(`bnn: ${loaded.file}: ${written.message}\n`);
  return written.ok ? EXIT.ok : EXIT.failed;
}
