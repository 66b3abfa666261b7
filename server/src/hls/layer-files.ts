import type { NamedMemory } from './activations.js';
import type { Design } from './design.js';
import type { Process } from './processes.js';
import { commentText, type GeneratedFile, type Origin } from './source-text.js';

/** The comment that a file begins with; `what` is its first line. */
export type Header = (what: string) => string[];

/** The files of all layers. */
export interface LayerTexts {
  readonly files: readonly GeneratedFile[];
  readonly layerFiles: readonly (string | undefined)[];
  /** Weights that come through a port: the testbench has them, and nothing of the design. */
  readonly streamed: readonly GeneratedFile[];
}

/** A file of processes for each layer that has engines, and one of constants for each that has parameters. */
export function layerTexts(
  design: Design,
  processes: readonly Process[],
  origins: readonly (Origin | undefined)[],
  header: Header,
): LayerTexts {
  const files: GeneratedFile[] = [];
  const layerFiles: (string | undefined)[] = [];
  const streamed: GeneratedFile[] = [];
  for (const layer of design.pipeline.network.layers) {
    const own = processes.filter(({ engine }) => design.pipeline.engines[engine]?.layer === layer.index);
    if (own.length === 0) {
      layerFiles.push(undefined);
      continue;
    }
    const base = design.layerNames[layer.index] ?? '';
    const all = own.flatMap((process) => process.memories);
    const sent = all.filter(({ name }) => own.some(({ weightPort }) => weightPort?.memory === name));
    const memories = all.filter((memory) => !sent.includes(memory));
    const origin = origins[layer.index];
    const from = origin
      ? [`// ${commentText(origin.text)}`, `// From ${commentText(origin.file)}:${origin.line}`]
      : [`// ${layer.kind} ${layer.name}`];
    const path = `layers/${base}.hpp`;
    const constants = memories.length > 0 ? `params/${base}.hpp` : undefined;
    const guard = `BNN_LAYERS_${base.toUpperCase()}_HPP`;
    files.push({
      path,
      text: [
        ...header(`Layer ${layer.name}.`),
        ...from,
        `#ifndef ${guard}`,
        `#define ${guard}`,
        '',
        '#include "../config.hpp"',
        ...(constants ? [`#include "../${constants}"`] : []),
        '',
        own.map(({ text }) => text).join('\n'),
        '#endif',
        '',
      ].join('\n'),
    });
    if (constants) {
      const comments = [
        ...header(`${loadedWord(memories)} of layer ${layer.name}: ${kindsOf(memories)}. ${LAID_OUT}`),
        ...from,
      ];
      files.push({ path: constants, text: memoriesText(`BNN_PARAMS_${base.toUpperCase()}_HPP`, comments, memories) });
    }
    if (sent.length > 0) {
      const comments = [...header(`Weights of layer ${layer.name}, which come through a port. ${LAID_OUT}`), ...from];
      const guard = `BNN_TB_${base.toUpperCase()}_WEIGHTS_HPP`;
      streamed.push({ path: `tb/${base}_weights.hpp`, text: memoriesText(guard, comments, sent) });
    }
    layerFiles.push(path);
  }
  return { files, layerFiles, streamed };
}

function loadedWord(memories: readonly NamedMemory[]): string {
  return memories.some(({ loaded }) => loaded) ? 'Memories' : 'Constants';
}

const LAID_OUT = 'One memory for each PE; docs/hls-library.md says how they lie.';

function kindsOf(memories: readonly NamedMemory[]): string {
  return memories.map(({ what }) => what).join(', ');
}

function memoriesText(guard: string, comments: readonly string[], memories: readonly NamedMemory[]): string {
  return [
    ...comments,
    `#ifndef ${guard}`,
    `#define ${guard}`,
    '',
    '#include "../config.hpp"',
    '',
    ...memories.flatMap(({ type, name, initialiser, loaded }) => [
      `static ${loaded ? '' : 'const '}${type} ${name} = ${initialiser};`,
      '',
    ]),
    '#endif',
    '',
  ].join('\n');
}
