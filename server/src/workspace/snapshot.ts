import type { Correction } from '../devices/correction.js';
import type { Device } from '../devices/device.js';
import type { SeverityWish } from '../diagnostics/catalogue/project.js';
import type { Found } from '../folding/found.js';
import type { FoldingQuestion } from '../folding/live.js';
import type { Network } from '../network/graph.js';
import type { ParametersState } from '../parameters/state.js';

/** One text as the snapshot holds it: that of the editor where it is open, else that of the disk. */
export interface SourceText {
  readonly text: string;
  readonly version: number;
}

/** What `bnn.json` says, read. */
export interface ProjectSettings {
  /** Name of the target whose numbers are shown and taken by the command line when none is picked. */
  readonly target: string | undefined;
  readonly severities: ReadonlyMap<string, SeverityWish>;
  /** Boards of one's own, found before the catalogue's. */
  readonly boards: readonly Device[];
  /** Version of the vendor tools that code and scripts are written for, such as `2022.2`. */
  readonly tool: string | undefined;
  /** What `bnn-calibration.json` corrects. One object as long as the file is the same. */
  readonly corrections: readonly Correction[];
}

export const NO_PROJECT: ProjectSettings = {
  target: undefined,
  severities: new Map(),
  boards: [],
  tool: undefined,
  corrections: [],
};

/** What a network asks of its parameter file. Questions with the same `uri` and `key` have the same answer. */
export interface ParametersQuestion {
  /** Of the `.npz` file. */
  readonly uri: string;
  readonly key: string;
  /** Ranges from its types alone. */
  readonly network: Network;
}

/** All that an analysis may know, at one moment; immutable. */
export interface Snapshot {
  /** A file's text, `missing` where it was looked for and is not there, undefined where nobody has looked yet. */
  source(uri: string): SourceText | 'missing' | undefined;
  /** Settings of the project that a file belongs to. The same object as long as nothing changed. */
  project(uri: string): ProjectSettings;
  /** The target that the user picked for a file's network. */
  picked(uri: string, network: string): string | undefined;
  /**
   * What is known of a network's parameter file: `missing` where there is no such file, undefined where nobody has looked
   * yet. The same object as long as nothing changed. A snapshot without it knows of no parameter files.
   */
  parameters?(question: ParametersQuestion): ParametersState | 'missing' | undefined;
  /**
   * The end of a search for a folding, undefined where it has not ended. The same object as long as nothing changed. A
   * snapshot without it has all folded at once, by the analyser's own rule.
   */
  folding?(question: FoldingQuestion): Found | undefined;
}
