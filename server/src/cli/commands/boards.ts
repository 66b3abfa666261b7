import { verificationMark } from '../../devices/device.js';
import { correctedDevice } from '../../devices/corrected.js';
import { allDevices } from '../../devices/find.js';
import { RESOURCE_NAMES } from '../../devices/primitives.js';
import { frameRate, percent } from '../../diagnostics/format-numbers.js';
import { rankBoards, type Ranked } from '../../folding/exact/boards.js';
import { greedyFolder } from '../../folding/greedy.js';
import type { Host } from '../../host/host.js';
import { foldingJson } from '../folding-json.js';
import { loadFile } from '../load.js';
import { searchOptions } from '../search-options.js';
import { exitOf, reportAndJudge, selectDesigns, type TargetOptions } from '../select.js';
import { EXIT, type Terminal } from '../terminal.js';

export interface BoardsOptions extends TargetOptions {
  readonly timeLimit?: string;
  readonly json?: boolean;
}

/** `bnn boards`: every board by what the network reaches on it at the target's clock, or by whether it meets the goal. */
export async function boards(terminal: Terminal, host: Host, file: string, options: BoardsOptions): Promise<number> {
  const search = searchOptions(options.timeLimit);
  const loaded = await loadFile(host, file, greedyFolder);
  const designs = selectDesigns(terminal, loaded, options);
  const [design] = designs;
  if (!reportAndJudge(terminal, loaded, designs) || !design) return EXIT.failed;
  const { corrections } = loaded.project;
  const known = [...loaded.project.boards, ...allDevices()].map((board) => correctedDevice(board, corrections));
  const ranked = rankBoards(design, known, search, (done, total) => {
    if (terminal.watched) terminal.err(`\r${done} of ${total} boards`);
  });
  if (terminal.watched) terminal.err('\r\x1b[K');
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
    terminal.out(`${JSON.stringify(document, null, 2)}\n`);
  } else for (const each of ranked) terminal.out(`${line(each)}\n`);
  return exitOf(loaded, options);
}

function line({ board, result, optimal, meetsGoal }: Ranked): string {
  const title = board.title.padEnd(16);
  const mark = verificationMark(board);
  if (!result) return `${title} nothing fits${mark === '' ? '' : ` (${mark})`}`;
  const used = RESOURCE_NAMES.filter((name) => board.available[name] > 0).map(
    (name) => `${percent(result.estimate.totals[name] / board.available[name])} ${name}`,
  );
  const notes = [...(meetsGoal ? [] : ['misses the goal']), ...(mark === '' ? [] : [mark])];
  const rate = `${optimal ? '' : 'at least '}${frameRate(result.estimate.fps)}`;
  return `${title} ${rate.padEnd(12)} ${used.join(', ')}${notes.map((note) => ` (${note})`).join('')}`;
}
