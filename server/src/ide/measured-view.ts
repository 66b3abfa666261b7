import type { BuildFolder } from '../reports/build-folder.js';
import type { Beside } from '../reports/beside-estimate.js';
import type { FifoBeside } from '../reports/fifos-beside.js';
import type { BuildFreshness } from '../reports/freshness.js';
import type { Design } from '../workspace/analysis.js';
import type { LayerLine, LineCost } from './layer-lines.js';

/**
 * What was measured of the designs of a text, as far as its builds were found. The features that show it take it as a
 * parameter: what computes it is loaded only where there is a build.
 */
export interface MeasuredView {
  /** What stands in the hint of a line; undefined where nothing was measured of it. */
  line(line: LayerLine, cost: LineCost): MeasuredLine | undefined;
  design(design: Design): MeasuredDesign | undefined;
}

export interface MeasuredLine {
  readonly outdated: boolean;
  /** `routed: 27 cycles, 3.7 MFPS, 150 LUT, 2 BRAM`; of an outdated line what is said behind its estimate. */
  readonly label: string;
  /** Paragraphs of Markdown: measured, estimated, ratio, stage, tool, date. */
  readonly details: readonly string[];
}

export interface MeasuredDesign {
  readonly build: BuildFolder;
  readonly beside: Beside;
  /** Worked out when it is asked for: a keystroke shows none. */
  readonly fifos: () => readonly FifoBeside[];
  readonly freshness: BuildFreshness;
  /** One line for the lens. */
  readonly headline: string;
}
