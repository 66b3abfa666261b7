import type { CheckedDesign } from '../check/designs.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { FoldingQuestion } from '../folding/live.js';
import type { SourceFile } from '../language/ast.js';
import type { Program } from '../network/graph.js';
import type { LineIndex } from './line-index.js';
import type { ParametersQuestion } from './snapshot.js';

/** A network as one target builds it, or, where no target names it, folded by 1 without a device. */
export type Design = CheckedDesign;

/** All that is known of one text at one moment; immutable. Every editor feature reads this and nothing else. */
export interface Analysis {
  readonly uri: string;
  readonly text: string;
  readonly lines: LineIndex;
  readonly file: SourceFile;
  readonly program: Program;
  /** Trees of the files that it imports, at any depth, by URI; as far as they were read. */
  readonly imports: ReadonlyMap<string, SourceFile>;
  /** One for each target of the file whose network resolves, in file order, then one for each network without a target. */
  readonly designs: readonly Design[];
  /** The design whose numbers stand on a network's lines, by network name: that of the picked target, else of the first. */
  readonly shown: ReadonlyMap<string, Design>;
  /** Of this text, sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Found while analysing this text, but standing in a file that it imports. */
  readonly foreign: readonly Diagnostic[];
  /** URIs that it needs and that have not been read. */
  readonly wanted: readonly string[];
  /** What it asks of parameter files and nobody has answered yet. */
  readonly wantedParameters: readonly ParametersQuestion[];
  /** Searches whose end it waits for, those of the shown designs first; until then they are folded provisionally. */
  readonly wantedFoldings: readonly FoldingQuestion[];
}
