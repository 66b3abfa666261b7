/** What kind of value an attribute takes; checks, completion, hover and the docs are driven by it. */
export type ValueForm =
  | 'count' // a whole number >= 1
  | 'whole' // a whole number >= 0
  | 'integer' // any whole number (pad_value)
  | 'pair' // one count for every axis, or one per axis: 3, 3x1, [3, 1]
  | 'padding' // a whole number, [top, bottom, left, right], [left, right], or `same`
  | 'shape' // HxWxC, WxC or N
  | 'weight-type' // bipolar, binary, ternary, intN, uintN
  | 'value-type' // the same, for `input type=`
  | 'activation' // a type of at most 8 bits, or `none`
  | 'layers' // a layer's name, or a list of them
  | 'folding' // a count or `auto`
  | 'fifo' // a depth, `auto`, or a list of them
  | 'word' // one of `words`
  | 'device' // a catalogue word or a string
  | 'clock' // Hz, or a period
  | 'rate' // FPS
  | 'time' // s
  | 'amount'; // % or a count

export interface AttributeSpec {
  readonly name: string;
  readonly form: ValueForm;
  /** True where the layer means nothing without it. `weights` and `activation` may come from `defaults`. */
  readonly required: boolean;
  /** As written in the language; undefined where there is none. */
  readonly default?: string;
  /** The legal words of form `word`. */
  readonly words?: readonly string[];
  /** One or two sentences, markdown. */
  readonly doc: string;
  /** For grouping in completion and docs. */
  readonly group: 'shape' | 'types' | 'wiring' | 'folding' | 'goals';
}

export interface KindSpec {
  readonly name: string;
  /** One or two sentences, markdown. */
  readonly doc: string;
  /** One line of the language. */
  readonly example: string;
  /** A snippet in LSP syntax, from the kind to the required attributes: `dense ${1:name} units=${2:10}`. */
  readonly snippet: string;
  readonly attributes: readonly AttributeSpec[];
}

/** Statements that are no layers: import, const, block, repeat, network, target, defaults, params, budget, fold. */
export interface StatementSpec {
  readonly name: string;
  readonly doc: string;
  readonly example: string;
  readonly snippet: string;
  readonly attributes: readonly AttributeSpec[];
  /** Where it may stand. */
  readonly within: readonly ('file' | 'network' | 'block' | 'repeat' | 'target')[];
}

/**
 * The one table of the language, in `language/table.ts`:
 *   layerKinds: ReadonlyMap<string, KindSpec>        (input, dense, conv, ... output, in the order of the reference)
 *   statements: ReadonlyMap<string, StatementSpec>
 *   unmappableKinds: ReadonlyMap<string, string>     (transposed convolution, softmax, lstm, ... -> what to do instead)
 */
export interface LanguageTable {
  readonly layerKinds: ReadonlyMap<string, KindSpec>;
  readonly statements: ReadonlyMap<string, StatementSpec>;
  readonly unmappableKinds: ReadonlyMap<string, string>;
}
