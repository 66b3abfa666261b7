import type { Host } from '../../host/host.js';
import { estimateJson } from '../estimate-json.js';
import { estimateTable } from '../estimate-table.js';
import { explanationJson, explanationText } from '../explain-text.js';
import { loadFile } from '../load.js';
import { printedDiagnostics } from '../report-diagnostics.js';
import { exitOf, reportAndJudge, selectDesigns, type TargetOptions } from '../select.js';
import { simulatedDesign, streamLines, streamReport } from '../simulated-design.js';
import type { Design } from '../../workspace/analysis.js';
import { suggest } from '../../network/suggest.js';
import { EXIT, printJson, UsageError, type Terminal } from '../terminal.js';

export interface EstimateOptions extends TargetOptions {
  readonly json?: boolean;
  readonly explain?: string;
}

/** `bnn estimate`: throughput, latency and resources of a design. */
export async function estimate(
  terminal: Terminal,
  host: Host,
  file: string,
  options: EstimateOptions,
): Promise<number> {
  const loaded = await loadFile(host, file);
  const designs = selectDesigns(terminal, loaded, options);
  if (!reportAndJudge(terminal, loaded, designs)) return EXIT.failed;
  const diagnostics = printedDiagnostics(loaded);
  const [first] = designs;
  if (options.explain !== undefined && first) {
    const explained = explanationText(first, options.explain);
    if (explained === undefined) throw new UsageError(`${file}: ${notExplained(first, options.explain)}`);
    if (!options.json) {
      terminal.out(explained);
      return EXIT.ok;
    }
  }
  if (options.json) {
    const documents = designs.map((design) => ({
      ...estimateJson(simulatedDesign(design), diagnostics),
      streams: streamReport(design) ?? null,
      ...(options.explain === undefined ? {} : { explained: explanationJson(design, options.explain) }),
    }));
    printJson(terminal, options.allTargets ? documents : documents[0]);
  } else {
    const tables = designs.map((design) =>
      [estimateTable(terminal, simulatedDesign(design)), ...streamLines(design)].join('\n'),
    );
    terminal.out(tables.join('\n'));
  }
  return exitOf(loaded, options);
}

/** Says what a mistaken name may have meant: what a block's instance or a repeat became, what is near, else the layers. */
function notExplained({ network, estimate }: Design, name: string): string {
  const layers = network.layers.map((layer) => layer.name);
  const inner = layers.filter((each) => each.startsWith(`${name}.`) || each.replace(/(_\d+)+$/, '') === name);
  const near = suggest(name, [...layers, ...estimate.infrastructure.map((row) => row.name)]);
  const hint =
    inner.length > 0
      ? `it stands for ${inner.join(', ')}`
      : near !== undefined
        ? `did you mean ${near}?`
        : `there are ${layers.join(', ')}, and the rows below them in the table`;
  return `nothing to explain of the name ${name}; ${hint}`;
}
