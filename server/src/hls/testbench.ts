import type { Tensor } from '../network/graph.js';
import type { Design } from './design.js';
import type { FramePort, TopParts } from './top.js';

/** The `main` that sends frames through the top function (server/hls/testbench.hpp). */
export function testbenchText(design: Design, parts: TopParts, layerFiles: readonly string[]): string {
  const { ports, weightPorts, processes, controlled } = parts;
  const inputs = ports.filter(({ direction }) => direction === 'input');
  const outputs = ports.filter(({ direction }) => direction === 'output');
  const loads = processes.some((process) => process.loads);
  const once = design.context.interface === 'stream';
  const args = [
    ...[...ports, ...weightPorts].map(({ name }) => name),
    ...(loads ? ['first ? 1u : 0u'] : []),
    ...(controlled ? ['frames'] : []),
  ];
  const feeds = weightPorts.map(({ kind, name, memory, positions }) =>
    kind === 'stream'
      ? `    bnn_tb::feed_weights(${memory}, ${name}, ${positions}ul * frames);`
      : `    if (first) bnn_tb::feed_memory(${memory}, ${name});`,
  );
  // The design first: it says how wide words are before ap_int.h is included.
  const includes = ['"../top.hpp"', '"testbench.hpp"', ...layerFiles.map((file) => `"../${file}"`)];
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
    ...[...ports, ...weightPorts].map(({ name }) => `  bnn_tb::unlimited(${name});`),
    ...(feeds.some((feed) => feed.includes('first')) || loads ? ['  bool first = true;'] : []),
    '',
    '  for (unsigned frames = run.next(); frames != 0; frames = run.next()) {',
    '    for (unsigned frame = 0; frame != frames; ++frame) {',
    ...inputs.map(({ name }) => `      run.feed(${name}_port, ${name});`),
    ...outputs.map(({ name }) => `      run.expect(${name}_port, ${name});`),
    '    }',
    ...feeds,
    '    run.start(frames);',
    `    ${design.top}(${args.join(', ')});`,
    '    run.stop();',
    '    for (unsigned frame = 0; frame != frames; ++frame) {',
    ...outputs.map(({ name }) => `      run.check(${name}_port, ${name}, frame);`),
    '    }',
    ...[...ports, ...weightPorts].map(({ name }) => `    run.drained("${name}", ${name});`),
    '    run.finish_batch();',
    ...(feeds.some((feed) => feed.includes('first')) || loads ? ['    first = false;'] : []),
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
