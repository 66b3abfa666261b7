import { RESOURCE_NAMES, RESOURCE_TITLES } from '../../devices/primitives.js';
import { frameRate, fullCount } from '../../diagnostics/format-numbers.js';
import { frontOf } from '../../folding/exact/front.js';
import type { Host } from '../../host/host.js';
import { foldingJson } from '../folding-json.js';
import { loadFile } from '../load.js';
import { searchOptions } from '../search-options.js';
import { exitOf, reportAndJudge, selectDesigns, type TargetOptions } from '../select.js';
import { EXIT, endProgress, printJson, showProgress, type Terminal } from '../terminal.js';

export interface ParetoOptions extends TargetOptions {
  readonly timeLimit?: string;
  readonly json?: boolean;
}

/** Seconds that a front may take where nothing else is said: it is many searches. */
const DEFAULT_SECONDS = '60';

/** `bnn pareto`: every folding that no other beats in frames per second and in one resource at once. */
export async function pareto(terminal: Terminal, host: Host, file: string, options: ParetoOptions): Promise<number> {
  const search = searchOptions(options.timeLimit ?? DEFAULT_SECONDS);
  const loaded = await loadFile(host, file);
  const designs = selectDesigns(terminal, loaded, options);
  const [design] = designs;
  if (!reportAndJudge(terminal, loaded, designs) || !design) return EXIT.failed;
  const { clockHz, network } = design;
  let count = 0;
  const { points, whole } = frontOf(design, search, ({ resource, solution }) => {
    count++;
    if (options.json) {
      showProgress(terminal, `${count} points`);
      return;
    }
    const used = solution.totals[RESOURCE_NAMES.indexOf(resource)] ?? 0;
    terminal.out(
      `${frameRate(clockHz / solution.intervalCycles)} from ${fullCount(used)} ${RESOURCE_TITLES[resource]}\n`,
    );
  });
  if (options.json) {
    endProgress(terminal);
    const document = points.map(({ resources, result }) => ({
      fps: result.estimate.fps,
      totals: result.estimate.totals,
      folding: foldingJson(network, result),
      frontOf: resources,
    }));
    printJson(terminal, document);
  }
  if (!whole) terminal.err(`bnn: the time limit cut the front short; --time-limit SECONDS gives it more\n`);
  else if (points.length === 0) terminal.err('bnn: no folding keeps the budgets\n');
  return points.length === 0 ? EXIT.failed : exitOf(loaded, options);
}
