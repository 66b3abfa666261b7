import { allDevices } from '../devices/find.js';
import type { Device } from '../devices/device.js';
import { format } from '../language/formatter.js';
import { applyChanges } from '../language/text-change.js';
import type { Analysis } from '../workspace/analysis.js';
import { deviceSize } from './completion-values.js';

/** What "New network" asks, one after the other. */
export interface NewNetworkQuestion {
  readonly id: 'input' | 'classes' | 'size' | 'board';
  readonly title: string;
  readonly choices: readonly { readonly id: string; readonly label: string; readonly detail: string }[];
  readonly number?: { readonly initial: number; readonly least: number; readonly greatest: number };
}

interface InputChoice {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly type: string;
  readonly shape: readonly number[];
}

const INPUTS: readonly InputChoice[] = [
  {
    id: 'digits',
    label: 'Binarised digits',
    detail: '784 pixels of one bit, such as MNIST: a multi-layer perceptron',
    type: 'bipolar',
    shape: [784],
  },
  {
    id: 'grey',
    label: 'Grey image, 28x28',
    detail: '8-bit pixels: a small convolutional network',
    type: 'uint8',
    shape: [28, 28, 1],
  },
  {
    id: 'colour',
    label: 'Colour image, 32x32',
    detail: '8-bit pixels scaled to -1..1, such as CIFAR-10 or SVHN: a convolutional network',
    type: 'int8',
    shape: [32, 32, 3],
  },
  {
    id: 'photo',
    label: 'Colour image, 96x96',
    detail: '8-bit pixels scaled to -1..1: a deeper convolutional network',
    type: 'int8',
    shape: [96, 96, 3],
  },
  {
    id: 'speech',
    label: 'Speech features',
    detail: '490 features of 8 bits, such as 49 frames of 10 MFCC: a multi-layer perceptron',
    type: 'int8',
    shape: [490],
  },
  {
    id: 'signal',
    label: 'Signal, 1024 samples of I and Q',
    detail: '8-bit samples, such as radio: a 1-D convolutional network',
    type: 'int8',
    shape: [1024, 2],
  },
];

const SIZES = [
  { id: 'small', label: 'Small', detail: 'fits the smallest boards', units: 64, filters: 16 },
  { id: 'medium', label: 'Medium', detail: 'a good start', units: 256, filters: 32 },
  { id: 'large', label: 'Large', detail: 'the size of the networks of the FINN paper', units: 1024, filters: 64 },
] as const;

export function newNetworkQuestions(): readonly NewNetworkQuestion[] {
  return [
    {
      id: 'input',
      title: 'What does it look at?',
      choices: INPUTS.map(({ id, label, detail }) => ({ id, label, detail })),
    },
    {
      id: 'classes',
      title: 'How many classes does it tell apart?',
      choices: [],
      number: { initial: 10, least: 2, greatest: 1000 },
    },
    { id: 'size', title: 'How large?', choices: SIZES.map(({ id, label, detail }) => ({ id, label, detail })) },
    {
      id: 'board',
      title: 'On which board?',
      choices: allDevices()
        .filter(({ board }) => board)
        .map((device) => ({ id: device.name, label: device.title, detail: deviceSize(device) })),
    },
  ];
}

/** Goals that are tried, the fastest first. */
const GOALS = ['1MFPS', '100kFPS', '30kFPS', '10kFPS', '3kFPS', '1kFPS', '300FPS', '100FPS', '30FPS', '10FPS'];

/**
 * A file that fits the answers: the network, and a target with the highest of a few goals that the board reaches
 * within its budget. Unknown answers count as the first choice. `analyse` tells what is wrong with a text.
 */
export function newNetwork(answers: Readonly<Record<string, string>>, analyse: (text: string) => Analysis): string {
  const input = INPUTS.find(({ id }) => id === answers['input']) ?? INPUTS[0];
  const devices = allDevices().filter(({ board }) => board);
  const device = devices.find(({ name }) => name === answers['board']) ?? devices[0];
  const wanted = Math.max(
    0,
    SIZES.findIndex(({ id }) => id === answers['size']),
  );
  const classes = Math.min(1000, Math.max(2, Math.floor(Number(answers['classes'] ?? '10')) || 10));
  if (!input || !device) return '';
  // Where the size does not fit the board with any goal, the next smaller one is taken.
  for (const size of SIZES.slice(0, wanted + 1).reverse()) {
    const found = fastest(input, classes, size, device, analyse);
    if (found !== undefined) return found;
  }
  const smallest = SIZES[0];
  return textOf(input, classes, smallest, device, undefined);
}

function fastest(
  input: InputChoice,
  classes: number,
  size: (typeof SIZES)[number],
  device: Device,
  analyse: (text: string) => Analysis,
): string | undefined {
  return GOALS.map((goal) => textOf(input, classes, size, device, goal)).find((text) =>
    analyse(text).diagnostics.every(({ severity }) => severity !== 'error'),
  );
}

function textOf(
  input: InputChoice,
  classes: number,
  size: (typeof SIZES)[number],
  device: Device,
  goal: string | undefined,
): string {
  const body = input.shape.length === 1 ? perceptron(size.units) : convolutional(input.shape, size);
  const name = `${input.label.split(/[ ,]/)[0] ?? 'My'}Net`;
  const text = [
    `/// ${input.label} into ${classes} classes. 1-bit weights and activations, trained with quantisation.`,
    '/// Weights are random until `params "weights.npz"` names trained ones.',
    `network ${name} {`,
    '  defaults weights=bipolar activation=bipolar',
    '',
    `  input   image type=${input.type} shape=${input.shape.join('x')}`,
    '',
    ...body.map((line) => `  ${line}`),
    `  dense   out units=${classes} activation=none`,
    '  argmax  label',
    '}',
    '',
    `target board for ${name} {`,
    `  device=${device.name}`,
    '  clock=100MHz',
    ...(goal === undefined ? [] : [`  throughput=${goal}`]),
    '}',
    '',
  ].join('\n');
  return applyChanges(text, format(text));
}

function perceptron(units: number): string[] {
  return [0, 1, 2].map((layer) => `dense   f${layer} units=${units}`);
}

/** Two convolutions and a pool a stage, the filters doubled each time, until the map is small. */
function convolutional(shape: readonly number[], { filters, units }: (typeof SIZES)[number]): string[] {
  const lines: string[] = [];
  let length = shape[0] ?? 1;
  for (let stage = 0; length >= 8 && stage < 5; stage++) {
    const wide = filters * 2 ** Math.min(stage, 2);
    const prefix = `conv    c${stage}`;
    lines.push(`${prefix}a filters=${wide} kernel=3`);
    length -= 2;
    if (length >= 8 && length < 64) {
      lines.push(`${prefix}b filters=${wide} kernel=3`);
      length -= 2;
    }
    lines.push(`maxpool p${stage} size=${shape.length === 2 ? 4 : 2}`);
    length = Math.floor(length / (shape.length === 2 ? 4 : 2));
  }
  lines.push(`dense   f0 units=${Math.max(64, units / 2)}`);
  return lines;
}
