import type { Engine } from '../hardware/pipeline.js';
import type { LoadedInto } from './activations.js';
import type { Design } from './design.js';
import { LOAD_BITS, loadWordCount, type Loaded } from './load-words.js';

/** The process that hands on what comes through the port of loaded parameters, to the engines in their order. */
export interface Loader {
  readonly name: string;
  /** The port of the top function. */
  readonly port: string;
  readonly loadings: readonly Loading[];
}

/** The loader of a design; undefined where nothing is loaded. */
export function loaderOf(
  design: Design,
  processes: readonly { readonly loading: Loading | undefined }[],
): Loader | undefined {
  const loadings = processes.flatMap(({ loading }) => loading ?? []);
  if (loadings.length === 0) return undefined;
  return { name: design.names.take('load_parameters'), port: design.names.take('s_axis_parameters'), loadings };
}

/** Its function: all words of one engine, then of the next. */
export function loaderText({ name, loadings }: Loader, controlled: boolean): string {
  const head = `static void ${name}(`;
  const stream = `hls::stream<ap_uint<${LOAD_BITS}> > &`;
  const parameters = [
    `${stream}port`,
    ...loadings.map((loading) => stream + loading.stream),
    ...(controlled ? ['unsigned load'] : []),
  ];
  return [
    '/** Parameters that are loaded, from the port to the engines. */',
    `${head}${parameters.join(`,\n${' '.repeat(head.length)}`)}) {`,
    ...(controlled
      ? ['  if (load != 0) {']
      : ['  static bool loaded = false;', '#pragma HLS RESET variable=loaded', '  if (!loaded) {']),
    ...loadings.map((loading) => `    bnn::forward_words<${loading.words}>(port, ${loading.stream});`),
    '  }',
    ...(controlled ? [] : ['  loaded = true;']),
    '}',
    '',
  ].join('\n');
}

/** The memories of an engine that are loaded. */
export interface Loading {
  /** The stream from the port to the engine. */
  readonly stream: string;
  /** In the order in which their words come. */
  readonly loaded: readonly Loaded[];
  readonly words: number;
}

/**
 * The function that first fills its memories: where there is a control port, when a call asks for it; else once behind
 * each reset, before the first frame. The call of the engine is the last line of its body.
 */
export function withLoading(
  { context }: Design,
  { parameters, body, loaded }: LoadingFunction,
): Omit<LoadingFunction, 'loaded'> {
  const flagged = context.interface === 'stream';
  const [others, call] = [body.slice(0, -1), body.slice(-1)];
  const lines = loaded.map(({ variable }) => `    bnn::load(loading, ${variable});`);
  return {
    parameters: [
      ...parameters.slice(0, -1),
      `${streamType(LOAD_BITS)} &loading`,
      ...(flagged ? [] : ['unsigned load']),
      ...parameters.slice(-1),
    ],
    body: [
      ...others,
      ...(flagged
        ? ['  static bool loaded = false;', '#pragma HLS RESET variable=loaded', '  if (!loaded) {']
        : ['  if (load != 0) {']),
      ...lines,
      '  }',
      ...(flagged ? ['  loaded = true;'] : []),
      ...call,
    ],
  };
}

export function loadingOf(design: Design, engine: Engine, loaded: readonly LoadedInto[]): Loading {
  const base = engine.layer === undefined ? engine.name : (design.layerNames[engine.layer] ?? '');
  const words = loaded.reduce((sum, { memory: each }) => sum + loadWordCount(each), 0);
  return { stream: design.names.take(`${base}_parameters`), loaded, words };
}

/** A function that computes, and what it loads before. */
export interface LoadingFunction {
  readonly parameters: readonly string[];
  readonly body: readonly string[];
  readonly loaded: readonly LoadedInto[];
}

/** A stream of plain words as C++. */
export function streamType(bits: number): string {
  return `hls::stream<ap_uint<${bits}> >`;
}
