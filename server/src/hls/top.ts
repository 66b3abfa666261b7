import { portBits } from './configs.js';
import type { Design } from './design.js';
import { LOAD_BITS } from './load-words.js';
import type { Loader } from './loader.js';
import type { Process, WeightPort } from './processes.js';

/** A port of frames. */
export interface FramePort {
  readonly engine: number;
  /** The layer whose values pass it. */
  readonly layer: number;
  readonly name: string;
  readonly direction: 'input' | 'output';
  /** Bits of a word that carry values, and of the whole word. */
  readonly bits: number;
  readonly portBits: number;
  readonly words: number;
}

/** The ports through which frames come and go, inputs in the order of the network's inputs. */
export function framePorts(design: Design): readonly FramePort[] {
  const { engines, network } = design.pipeline;
  const port = (layer: number, direction: FramePort['direction']): FramePort[] => {
    const named = `${network.layers[layer]?.name ?? ''}.${direction}-dma`;
    return engines.flatMap((engine, at) => {
      if (engine.name !== named || engine.kind !== `${direction}-dma`) return [];
      const { bits, port: whole } = portBits(design, engine);
      const { words = 0 } = (direction === 'input' ? engine.outputs : engine.inputs)[0] ?? {};
      const prefix = direction === 'input' ? 's_axis' : 'm_axis';
      const name = design.names.take(`${prefix}_${design.layerNames[layer] ?? ''}`);
      return [{ engine: at, layer, name, direction, bits, portBits: whole, words }];
    });
  };
  return [
    ...network.inputs.flatMap((layer) => port(layer, 'input')),
    ...network.outputs.flatMap((layer) => port(layer, 'output')),
  ];
}

/** The parts that the top function is made of. */
export interface TopParts {
  readonly processes: readonly Process[];
  readonly ports: readonly FramePort[];
  readonly weightPorts: readonly WeightPort[];
  readonly loader: Loader | undefined;
  /** Whether frames and the loading of weights are asked for over a control port. */
  readonly controlled: boolean;
}

/** The declaration of the top function, without `;`. */
export function topSignature(design: Design, { ports, weightPorts, loader, controlled }: TopParts): string {
  const head = `void ${design.top}(`;
  const parameters = [
    ...ports.map(({ portBits: bits, name }) => `hls::stream<bnn::PortWord<${bits}>::type> &${name}`),
    ...weightPorts.map(({ bits, name }) => `hls::stream<ap_uint<${bits}> > &${name}`),
    ...(loader ? [`hls::stream<ap_uint<${LOAD_BITS}> > &${loader.port}`] : []),
    ...(loader && controlled ? ['unsigned load'] : []),
    ...(controlled ? ['unsigned frames'] : []),
  ];
  return `${head}${parameters.join(`,\n${' '.repeat(head.length)}`)})`;
}

/** Words of the stream from the port to an engine that loads. */
const LOADING_DEPTH = 2;

/** The body of the top function: ports, streams, processes. */
export function topBody(design: Design, parts: TopParts): string {
  const { processes, ports, weightPorts, loader, controlled } = parts;
  const { pipeline, streams } = design;
  const interfaces = [
    ...[...ports, ...weightPorts, ...(loader ? [{ name: loader.port }] : [])].map(
      ({ name }) => `#pragma HLS INTERFACE axis port=${name}`,
    ),
    ...(loader && controlled ? ['#pragma HLS INTERFACE s_axilite port=load bundle=control'] : []),
    ...(controlled
      ? [
          '#pragma HLS INTERFACE s_axilite port=frames bundle=control',
          '#pragma HLS INTERFACE s_axilite port=return bundle=control',
        ]
      : [
          '#ifndef BNN_COSIM  // the co-simulation needs to know when a call has ended',
          '#pragma HLS INTERFACE ap_ctrl_none port=return',
          '#endif',
        ]),
    '#pragma HLS DATAFLOW',
  ];
  const declared = pipeline.edges.map(
    ({ stream, depth }, edge) => `  BNN_STREAM(${stream.bits}, ${streams[edge] ?? ''}, ${depth});`,
  );
  const loadings = loader?.loadings ?? [];
  const loads = loader && controlled ? ['load'] : [];
  const loading = loader && [loader.port, ...loadings.map(({ stream }) => stream), ...loads].join(', ');
  const calls = processes.flatMap((process) => {
    const edges = (list: readonly number[] | undefined): string[] => (list ?? []).map((edge) => streams[edge] ?? '');
    const port = ports.find(({ engine }) => engine === process.engine);
    const outOf = edges(design.outOf[process.engine]);
    const args = [
      ...(port?.direction === 'input' ? [port.name] : []),
      ...edges(design.into[process.engine]),
      ...outOf,
      ...(port?.direction === 'output' ? [port.name] : []),
      ...(process.weightPort ? [process.weightPort.name] : []),
      ...(process.loading ? [process.loading.stream, ...loads] : []),
      controlled ? 'frames' : 'BNN_FRAMES',
    ];
    return [`  BNN_PROCESS(${process.name}, (${args.join(', ')}));`, ...outOf.map((name) => `  BNN_TAP(${name})`)];
  });
  declared.push(...loadings.map(({ stream }) => `  BNN_STREAM(${LOAD_BITS}, ${stream}, ${LOADING_DEPTH});`));
  if (loader) calls.unshift(`  BNN_PROCESS(${loader.name}, (${loading ?? ''}));`);
  return [...interfaces, '', ...declared, '', ...calls, '  BNN_RUN_PROCESSES'].join('\n');
}
