import type { Host } from '../../host/host.js';
import { estimateJson } from '../estimate-json.js';
import { estimateTable, explainLayer } from '../estimate-table.js';
import { loadFile } from '../load.js';
import { printedDiagnostics } from '../report-diagnostics.js';
import { exitOf, reportAndJudge, selectDesigns, type TargetOptions } from '../select.js';
import { simulatedDesign, streamLines, streamReport } from '../simulated-design.js';
import { EXIT, UsageError, type Terminal } from '../terminal.js';

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
    const explained = explainLayer(first, options.explain);
    if (explained === undefined) {
      const names = first.network.layers.map(({ name }) => name).join(', ');
      throw new UsageError(`${file}: no layer ${options.explain} with engines; there are ${names}`);
    }
    if (!options.json) {
      terminal.out(explained);
      return EXIT.ok;
    }
  }
  if (options.json) {
    const documents = designs.map((design) => ({
      ...estimateJson(simulatedDesign(design), diagnostics),
      streams: streamReport(design) ?? null,
    }));
    terminal.out(`${JSON.stringify(options.allTargets ? documents : documents[0], null, 2)}\n`);
  } else {
    const tables = designs.map((design) =>
      [estimateTable(terminal, simulatedDesign(design)), ...streamLines(design)].join('\n'),
    );
    terminal.out(tables.join('\n'));
  }
  return exitOf(loaded, options);
}
