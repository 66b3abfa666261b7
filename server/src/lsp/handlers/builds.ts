import type { ShownBuild } from '../../ide/build-items.js';
import { guardedLater } from '../answer.js';
import type { CancellationToken, Connection } from '../connection.js';
import type { KnownBuild, MeasuredBuilds } from '../measured-builds.js';
import { BUILD_MARKDOWN, BUILDS, type BuildItem, type BuildMarkdownParams, type BuildsParams } from '../protocol.js';
import type { Session } from '../session.js';

/** What the view of builds asks. */
export function buildHandlers(
  connection: Connection,
  session: Session,
  measured: MeasuredBuilds,
  look: () => Promise<void>,
): void {
  const shown = async ({ build, source, runs }: KnownBuild): Promise<ShownBuild> => {
    const { measuredView } = await import('../../ide/measured.js');
    if (source === undefined) return { build, source, runs, measured: undefined };
    const analysis = await session.complete(source);
    const { network, target } = build.origin ?? {};
    const design = analysis.designs.find((each) => each.network.name === network && each.target?.name === target);
    return { build, source, runs, measured: design && measuredView(analysis, [build]).design(design) };
  };
  connection.onRequest(BUILDS, ({ refresh }: BuildsParams, token: CancellationToken): Promise<readonly BuildItem[]> =>
    guardedLater(session, BUILDS, '', [], token, async () => {
      if (refresh) await look();
      const { buildRows } = await import('../../ide/build-items.js');
      return buildRows(await Promise.all(measured.all().map(shown)));
    }),
  );
  connection.onRequest(BUILD_MARKDOWN, ({ folder }: BuildMarkdownParams, token: CancellationToken): Promise<string> =>
    guardedLater(session, BUILD_MARKDOWN, '', '', token, async () => {
      const { buildMarkdown } = await import('../../ide/build-items.js');
      const found = measured.all().find(({ build }) => build.uri === folder);
      return found ? buildMarkdown(await shown(found)) : '';
    }),
  );
}
