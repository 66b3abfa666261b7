import type { Host } from '../host/host.js';
import { unzip } from '../host/unzip.js';
import { readNpz, type Npz } from '../parameters/npz.js';
import type { Fault } from '../parameters/npy.js';
import { parametersState } from '../parameters/checked.js';
import { bareNetwork, type ParametersState } from '../parameters/state.js';
import type { ParametersQuestion } from '../workspace/snapshot.js';

/** The parameter files of one command: each is read and unpacked once, and waited for. */
export interface ParameterFiles {
  readonly answer: (question: ParametersQuestion) => ParametersState | 'missing' | undefined;
  /** Reads the files of these questions and answers them. */
  read(questions: readonly ParametersQuestion[]): Promise<void>;
  readonly bytesOf: (uri: string) => Uint8Array | undefined;
  readonly unpacked: (uri: string) => Npz | Fault | undefined;
}

export function createParameterFiles(host: Host): ParameterFiles {
  const files = new Map<string, { readonly bytes?: Uint8Array; readonly npz: Npz | Fault } | 'missing'>();
  const answers = new Map<string, ParametersState>();
  const idOf = ({ uri, key }: ParametersQuestion): string => `${uri} ${key}`;

  const readFile = async (uri: string): Promise<void> => {
    const read = await host.readBytes(uri);
    if (read.ok) files.set(uri, { bytes: read.bytes, npz: readNpz(read.bytes, { unzip }) });
    else files.set(uri, read.reason === 'missing' ? 'missing' : { npz: { fault: read.message } });
  };

  return {
    answer: (question) => (files.get(question.uri) === 'missing' ? 'missing' : answers.get(idOf(question))),
    async read(questions) {
      for (const question of questions) {
        if (!files.has(question.uri)) await readFile(question.uri);
        const file = files.get(question.uri);
        if (typeof file === 'object')
          answers.set(idOf(question), parametersState(bareNetwork(question.network), file.npz));
      }
    },
    bytesOf(uri) {
      const file = files.get(uri);
      return typeof file === 'object' ? file.bytes : undefined;
    },
    unpacked(uri) {
      const file = files.get(uri);
      return typeof file === 'object' ? file.npz : undefined;
    },
  };
}
