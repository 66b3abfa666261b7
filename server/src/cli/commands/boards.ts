import { verificationMark } from '../../devices/device.js';
import { correctedDevice } from '../../devices/corrected.js';
import { allDevices } from '../../devices/find.js';
import { RESOURCE_NAMES, RESOURCE_TITLES } from '../../devices/primitives.js';
import { duration, frameRate, frequency, percent } from '../../diagnostics/format-numbers.js';
import { rankBoards, type Ranked } from '../../folding/exact/boards.js';
import type { Host } from '../../host/host.js';
import type { Design } from '../../workspace/analysis.js';
import { foldingJson } from '../folding-json.js';
import { loadFile } from '../load.js';
import { searchOptions } from '../search-options.js';
import { exitOf, reportAndJudge, selectDesigns, type TargetOptions } from '../select.js';
import { EXIT, endProgress, printJson, showProgress, type Terminal } from '../terminal.js';

export interface BoardsOptions extends TargetOptions {
  readonly timeLimit?: string;
  readonly json?: boolean;
}

/** `bnn boards`: every board by what the network reaches on it at the target's clock, or by whether it meets the goal. */
export async function boards(terminal: Terminal, host: Host, file: string, options: BoardsOptions): Promise<number> {
  const search = searchOptions(options.timeLimit);
  const loaded = await loadFile(host, file);
  const designs = selectDesigns(terminal, loaded, options);
  const [design] = designs;
  if (!reportAndJudge(terminal, loaded, designs) || !design) return EXIT.failed;
  const { corrections } = loaded.project;
  const known = [...loaded.project.boards, ...allDevices()].map((board) => correctedDevice(board, corrections));
  const ranked = rankBoards(design, known, search, (done, total) => {
    showProgress(terminal, `${done} of ${total} boards`);
  });
  endProgress(terminal);
  if (options.json) {
    const document = ranked.map(({ board, result, optimal, meetsGoal }) => ({
      board: board.name,
      title: board.title,
      part: board.part,
      verification: board.verification,
      feasible: result !== undefined,
      meetsGoal,
      fps: result?.estimate.fps ?? null,
      optimal,
      totals: result?.estimate.totals ?? null,
      available: board.available,
      folding: result ? foldingJson(design.network, result) : null,
    }));
    printJson(terminal, document);
  } else {
    terminal.out(`${heading(design)}\n\n`);
    for (const each of ranked) terminal.out(`${line(each, design)}\n`);
  }
  return exitOf(loaded, options);
}

/** What the lines say: not the folding of the target's goal, which `bnn fold --target` gives, but the fastest. */
function heading({ network, target, clockHz }: Design): string {
  const goal = target?.throughputFps?.value;
  const order = goal === undefined ? 'the fastest first' : `those that reach ${frameRate(goal)} first, smallest first`;
  return `${network.name} at ${frequency(clockHz)}: the highest throughput within the budgets, and what it takes of each board; ${order}`;
}

function line({ board, result, optimal, meetsGoal }: Ranked, { target }: Design): string {
  const title = board.title.padEnd(16);
  const mark = verificationMark(board);
  if (!result) {
    const wanted = target?.latencyS ? ` that keeps latency=${duration(target.latencyS.value).replace(' ', '')}` : '';
    return `${title} ${optimal ? 'nothing fits' : 'nothing was found'}${wanted}${mark === '' ? '' : ` (${mark})`}`;
  }
  const used = RESOURCE_NAMES.filter((name) => board.available[name] > 0).map(
    (name) => `${percent(result.estimate.totals[name] / board.available[name])} ${RESOURCE_TITLES[name]}`,
  );
  const notes = [...(meetsGoal ? [] : ['misses the goal']), ...(mark === '' ? [] : [mark])];
  const rate = `${optimal ? '' : 'at least '}${frameRate(result.estimate.fps)}`;
  return `${title} ${rate.padEnd(12)} ${used.join(', ')}${notes.map((note) => ` (${note})`).join('')}`;
}
