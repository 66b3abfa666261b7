import { describe, expect, it } from 'vitest';
import type { Host } from '../../../server/src/host/host.js';
import { createParameterFiles } from '../../../server/src/lsp/parameter-files.js';
import type { NpyArray } from '../../../server/src/parameters/npy.js';
import { writeNpz } from '../../../server/src/parameters/npz.js';
import { questionKey } from '../../../server/src/parameters/state.js';
import type { ParametersQuestion } from '../../../server/src/workspace/snapshot.js';
import { inlineHost } from '../../support/inline-jobs.js';
import { int8, networkOf } from '../parameters/support.js';

const URI = 'file:///folder/n.npz';

function question(units: number): ParametersQuestion {
  const network = networkOf(
    `network N { params "n.npz"\n input x type=bipolar shape=4\n dense d units=${units} weights=bipolar activation=none }`,
  );
  return { uri: URI, key: questionKey(network), network };
}

const weights = (value: number): Uint8Array =>
  writeNpz(new Map<string, NpyArray>([['d.weights', int8([2, 4], new Array<number>(8).fill(value))]]));

/** A store over one file, whose bytes may be changed; counts reads and jobs. */
function store(first: Uint8Array | undefined) {
  const counts = { reads: 0, jobs: 0, answers: 0 };
  const disk = { bytes: first };
  let told = (): void => undefined;
  const host: Host = {
    ...inlineHost,
    readBytes: () => {
      counts.reads += 1;
      return Promise.resolve(
        disk.bytes ? { ok: true, bytes: disk.bytes } : { ok: false, reason: 'missing', message: 'none' },
      );
    },
    startJob: (...started) => {
      counts.jobs += 1;
      return inlineHost.startJob(...started);
    },
  };
  const files = createParameterFiles(
    host,
    (text) => {
      throw new Error(text);
    },
    () => {
      counts.answers += 1;
      told();
    },
  );
  /** Wants questions and waits until each has an answer. */
  const answered = async (...questions: ParametersQuestion[]): Promise<void> => {
    await new Promise<void>((resolve) => {
      told = () => {
        if (questions.every((one) => files.answer(one) !== undefined)) resolve();
      };
      void files.want(questions);
    });
  };
  return { files, counts, disk, answered };
}

describe('parameter files of the server', () => {
  it('are read and checked once for a question, however often it is asked', async () => {
    const { files, counts, answered } = store(weights(1));
    expect(files.answer(question(2))).toBeUndefined();
    await answered(question(2));
    void files.want([question(2)]);
    const [first, second] = [files.answer(question(2)), files.answer(question(2))];
    expect(first).toMatchObject({ faults: [] });
    expect(second).toBe(first);
    expect(counts).toEqual({ reads: 1, jobs: 1, answers: 1 });
  });

  it('are not read again for another network', async () => {
    const { files, counts, answered } = store(weights(1));
    await answered(question(2));
    await answered(question(3));
    expect(files.answer(question(3))).toMatchObject({ faults: [{ code: 'BNN708' }] });
    expect(counts).toMatchObject({ reads: 1, jobs: 2 });
  });

  it('with the same bytes as before are not checked again', async () => {
    const { files, counts, answered } = store(weights(1));
    await answered(question(2));
    const before = files.answer(question(2));
    expect(files.changedOnDisk(URI)).toBe(true);
    expect(files.answer(question(2))).toBeUndefined();
    await answered(question(2));
    expect(files.answer(question(2))).toBe(before);
    expect(counts).toMatchObject({ reads: 2, jobs: 1 });
  });

  it('with other bytes are', async () => {
    const { files, disk, answered } = store(weights(1));
    await answered(question(2));
    disk.bytes = weights(0);
    files.changedOnDisk(URI);
    await answered(question(2));
    expect(files.answer(question(2))).toMatchObject({ faults: [{ code: 'BNN711' }] });
  });

  it('leave out questions that a newer one of the same network has overtaken', async () => {
    const { files, counts, answered } = store(weights(1));
    void files.want([question(5)]);
    void files.want([question(4)]);
    await answered(question(2));
    // The first was under way; the second was never worked on.
    expect(files.answer(question(4))).toBeUndefined();
    expect(counts.jobs).toBe(2);
  });

  it('that are missing are, until they are there', async () => {
    const { files, disk, answered } = store(undefined);
    await answered(question(2));
    expect(files.answer(question(2))).toBe('missing');
    disk.bytes = weights(1);
    files.changedOnDisk(URI);
    await answered(question(2));
    expect(files.answer(question(2))).toMatchObject({ faults: [] });
  });
});
