import type { Tensor } from '../network/graph.js';
import type { Design } from './design.js';
import { LOAD_BITS } from './load-words.js';
import type { FramePort, TopParts } from './top.js';

/** The file of loaded parameters, below the project's folder. */
export const PARAMETERS = 'tb/parameters.txt';

/** The `main` that sends frames through the top function (server/hls/testbench.hpp); `weightFiles` lie beside it. */
export function testbenchText(design: Design, parts: TopParts, weightFiles: readonly string[]): string {
  const { ports, weightPorts, loader, controlled } = parts;
  const inputs = ports.filter(({ direction }) => direction === 'input');
  const outputs = ports.filter(({ direction }) => direction === 'output');
  const once = design.context.interface === 'stream';
  const argumentsOf = (load: string, frames: string): string =>
    [
      ...[...ports, ...weightPorts].map(({ name }) => name),
      ...(loader ? [loader.port] : []),
      ...(loader && controlled ? [load] : []),
      ...(controlled ? [frames] : []),
    ].join(', ');
  const feeds = weightPorts.map(
    ({ name, memory, positions }) => `    bnn_tb::feed_weights(${memory}, ${name}, ${positions}ul * frames);`,
  );
  const send = (complement: boolean): string =>
    `  run.load("${PARAMETERS}", ${loader?.port ?? ''}, ${String(complement)});`;
  const load = [send(true), send(false)].flatMap((sent) => [sent, `  ${design.top}(${argumentsOf('1u', '0u')});`]);
  const loading = controlled
    ? ['  // Other parameters first, then those of the frames, through the port and without a frame.', ...load]
    : ['  // The first call takes them.', send(false)];
  const drained = [...ports, ...weightPorts, ...(loader ? [{ name: loader.port }] : [])];
  // The design first: it says how wide words are before ap_int.h is included.
  const includes = ['"../top.hpp"', '"testbench.hpp"', ...weightFiles.map((file) => `"${file}"`)];
  return [
    '// Sends the frames of a text file through the design and compares what comes out with what the file says.',
    '// Without vendor tools: g++ -std=c++14 -O2 -I include -I sim top.cpp tb/testbench.cpp -o csim && ./csim',
    "// (with the vendor's headers: their folder in place of sim)",
    ...includes.map((include) => `#include ${include}`),
    '',
    ...ports.map((port) => portText(design, port)),
    '',
    'int main(int argc, char **argv) {',
    '  bnn_tb::Run run(argc, argv, "tb/vectors.txt");',
    ...(once
      ? ['#ifndef BNN_TAPS', '  run.one_frame_a_call();  // as in hardware: every call takes one frame', '#endif']
      : []),
    ...ports.map(({ name, portBits }) => `  hls::stream<bnn::PortWord<${portBits}>::type> ${name}("${name}");`),
    ...weightPorts.map(({ name, bits }) => `  hls::stream<ap_uint<${bits}> > ${name}("${name}");`),
    ...(loader ? [`  hls::stream<ap_uint<${LOAD_BITS}> > ${loader.port}("${loader.port}");`] : []),
    ...drained.map(({ name }) => `  bnn_tb::unlimited(${name});`),
    ...(loader ? loading : []),
    '',
    '  for (unsigned frames = run.next(); frames != 0; frames = run.next()) {',
    '    for (unsigned frame = 0; frame != frames; ++frame) {',
    ...inputs.map(({ name }) => `      run.feed(${name}_port, ${name});`),
    ...outputs.map(({ name }) => `      run.expect(${name}_port, ${name});`),
    '    }',
    ...feeds,
    '    run.start(frames);',
    `    ${design.top}(${argumentsOf('0u', 'frames')});`,
    '    run.stop();',
    '    for (unsigned frame = 0; frame != frames; ++frame) {',
    ...outputs.map(({ name }) => `      run.check(${name}_port, ${name}, frame);`),
    '    }',
    ...drained.map(({ name }) => `    run.drained("${name}", ${name});`),
    '    run.finish_batch();',
    '  }',
    '  return run.finish();',
    '}',
    '',
  ].join('\n');
}

function portText({ pipeline }: Design, { layer, name, bits, words }: FramePort): string {
  const tensor: Tensor | undefined = pipeline.network.layers[layer]?.output;
  const type = tensor?.type;
  const kind = type?.bipolar ? 'b' : type?.signed ? 's' : 'u';
  const layerName = pipeline.network.layers[layer]?.name ?? '';
  const { width = 1, channels = 1 } = tensor?.shape ?? {};
  return `static const bnn_tb::Port ${name}_port = {"${layerName}", ${bits}, ${words}, ${type?.bits ?? 1}, '${kind}', ${width}, ${channels}};`;
}
