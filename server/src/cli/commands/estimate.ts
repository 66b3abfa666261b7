import type { Host } from '../../host/host.js';
import { estimateJson } from '../estimate-json.js';
import { estimateTable } from '../estimate-table.js';
import { explanationJson, explanationText } from '../explain-text.js';
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
    const explained = explanationText(first, options.explain);
    if (explained === undefined) {
      const names = [...first.network.layers, ...first.estimate.infrastructure].map(({ name }) => name).join(', ');
      throw new UsageError(`${file}: nothing to explain of the name ${options.explain}; there are ${names}`);
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
      ...(options.explain === undefined ? {} : { explained: explanationJson(design, options.explain) }),
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
