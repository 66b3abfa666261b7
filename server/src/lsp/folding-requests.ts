import { correctedDevice } from '../devices/corrected.js';
import { allDevices } from '../devices/find.js';
import type { FoldingRequest } from '../folding/folder.js';
import { bareRequest } from '../folding/live.js';
import type { Host } from '../host/host.js';
import type { Proposal } from '../ide/propose-folding.js';
import type { FrontPoint } from '../jobs/design-space.js';
import type { RunningJob } from '../jobs/job.js';
import { bareNetwork } from '../parameters/state.js';
import type { Analysis, Design } from '../workspace/analysis.js';
import { guardedLater } from './answer.js';
import { tell, type CancellationToken, type Connection } from './connection.js';
import {
  FRONT,
  PROPOSE_FOLDING,
  RANK_BOARDS,
  WORK_PROGRESS,
  type DesignParams,
  type FoldingProposal,
  type ProposeFoldingParams,
} from './protocol.js';
import type { Session } from './session.js';

/** Milliseconds that a whole front may take. */
const FRONT_MS = 60_000;

/** Loaded when it is first asked for. */
const loadFeature = () => import('../ide/propose-folding.js');
type Feature = Awaited<ReturnType<typeof loadFeature>>;

type Answer = (params: ProposeFoldingParams, token: CancellationToken) => Promise<unknown>;

/** Foldings, boards and fronts on demand: searched by jobs, answered as edits that the client shows before it makes them. */
export function foldingRequests(
  connection: Connection,
  session: Session,
  host: Host,
): Readonly<Record<string, Answer>> {
  const limitMs = (): number => 1000 * session.settings('').folding.timeLimit;
  const bare = (request: FoldingRequest): FoldingRequest => bareRequest(request, bareNetwork(request.network));

  /** The output of a job, undefined where it was cancelled. A fault of ours is thrown to who answers. */
  const outputOf = async <Output>(job: RunningJob<Output>, token: CancellationToken): Promise<Output | undefined> => {
    if (token.isCancellationRequested) job.cancel();
    const listening = token.onCancellationRequested(() => job.cancel());
    const outcome = await job.outcome;
    listening.dispose();
    if (outcome.status === 'failed') throw new Error(outcome.message);
    return outcome.status === 'done' ? outcome.output : undefined;
  };

  /** Answers by proposals on a design that can be built. */
  const proposals = (
    method: string,
    { uri, network, target }: DesignParams,
    token: CancellationToken,
    work: (feature: Feature, analysis: Analysis, design: Design, version: number) => Promise<readonly Proposal[]>,
  ): Promise<readonly FoldingProposal[]> =>
    guardedLater<readonly FoldingProposal[]>(session, method, uri, [], token, async () => {
      const feature = await loadFeature();
      const analysis = await session.complete(uri);
      const version = session.versionOf(uri) ?? 0;
      const design = feature.designNamed(analysis, network, target);
      const refused = (title: string): FoldingProposal[] => [{ title, detail: '', edits: [], version }];
      if (!design) return refused('There is no such network and target in this text.');
      if (!design.network.complete) return refused(`${design.network.name} has errors; see the Problems view.`);
      const found = await work(feature, analysis, design, version);
      return found.map((proposal) => ({ ...proposal, version }));
    });

  const propose: Answer = async (params, token) => {
    const [first] = await proposals(PROPOSE_FOLDING, params, token, async (feature, analysis, design) => {
      if (params.what === 'relax') return [feature.proposeRelaxed(analysis)];
      if (params.what === 'shown' && !design.folded.provisional) return [feature.proposeShown(analysis, design)];
      const request = params.what === 'anew' ? feature.requestAnew(design) : design;
      const found = await outputOf(host.startJob('fold', { request: bare(request), limitMs: limitMs() }), token);
      return found ? [feature.proposeFolding(analysis, design, request, found)] : [];
    });
    return first ?? null;
  };
  const rank: Answer = (params, token) =>
    proposals(RANK_BOARDS, params, token, async (feature, analysis, design) => {
      const { boards: own, corrections } = session.texts.snapshot.project(session.key(params.uri));
      const boards = [...own, ...allDevices()].map((board) => correctedDevice(board, corrections));
      const input = { request: bare(design), boards, limitMs: limitMs() };
      const progress = (done: number, total: number): void =>
        tell(connection, WORK_PROGRESS, {
          work: params.work,
          message: `${done} of ${total} boards`,
          share: done / total,
        });
      const ranked = (await outputOf(host.startJob('boards', input, progress), token)) ?? [];
      return ranked.map((each) => {
        const { fps, totals, available, optimal, meetsGoal } = each;
        const found = fps !== undefined && totals !== undefined;
        const nothing = optimal ? 'nothing fits' : 'nothing was found';
        const reached = found ? feature.summary({ fps, totals, available }) : nothing;
        const notes = [reached, ...(optimal || !found ? [] : ['at least']), ...(meetsGoal ? [] : ['misses the goal'])];
        return feature.proposeBoard(analysis, design, each, notes.join(', '));
      });
    });
  const front: Answer = (params, token) =>
    proposals(FRONT, params, token, async (feature, analysis, design, version) => {
      let count = 0;
      const part = ({ resources, found }: FrontPoint): void => {
        const proposal = feature.proposePoint(analysis, design, found, resources);
        tell(connection, WORK_PROGRESS, {
          work: params.work,
          message: `${++count} points`,
          share: 0,
          found: [{ ...proposal, version }],
        });
      };
      const job = host.startJob('front', { request: bare(design), limitMs: FRONT_MS }, undefined, part);
      const { points = [], whole = true } = (await outputOf(job, token)) ?? {};
      return points.map(({ found, resources }) => {
        const proposal = feature.proposePoint(analysis, design, found, resources);
        return whole ? proposal : { ...proposal, detail: `${proposal.detail}; the time limit cut the front short` };
      });
    });
  return { [PROPOSE_FOLDING]: propose, [RANK_BOARDS]: rank, [FRONT]: front };
}
