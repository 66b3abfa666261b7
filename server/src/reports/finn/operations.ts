import type { EngineKind } from '../../hardware/pipeline.js';

/** FINN's operations that a layer is made of, by the names of its versions, and our engine that does the same. */
const OPERATIONS: readonly (readonly [RegExp, EngineKind])[] = [
  [/^(?:MVAU|MatrixVectorActivation|StreamingFCLayer)/, 'mvtu'],
  [/^(?:VVAU|VectorVectorActivation|Vector_Vector_Activate)/, 'dwmvtu'],
  [/^ConvolutionInputGenerator/, 'sliding-window'],
  [/^FMPadding/, 'pad'],
  [/^(?:StreamingMaxPool|Pool|GlobalAccPool)/, 'pool'],
  [/^Thresholding/, 'threshold'],
  [/^(?:AddStreams|ElementwiseAdd)/, 'add'],
  [/^StreamingConcat/, 'concat'],
  [/^Upsample/, 'upsample'],
  [/^LabelSelect/, 'argmax'],
];

export interface FinnOperation {
  readonly kind: EngineKind;
  /** The name without its number: `MVAU_hls`. */
  readonly family: string;
  readonly number: number;
}

/**
 * What a node's name says: `MVAU_hls_3`, in older versions `StreamingFCLayer_Batch_3`, in reports of a whole design
 * `StreamingDataflowPartition_1_MVAU_hls_3`. Undefined for FIFOs, width converters and DMAs, and for parts of a node
 * (`MVAU_hls_3_wstrm`).
 */
export function finnOperation(name: string): FinnOperation | undefined {
  const [, family = '', number = ''] = /^([A-Za-z_]+?)_(\d+)$/.exec(finnNode(name)) ?? [];
  const kind = OPERATIONS.find(([pattern]) => pattern.test(family))?.[1];
  return kind === undefined ? undefined : { kind, family, number: Number(number) };
}

/** A node's own name, without the partition that it stands in. */
export function finnNode(name: string): string {
  return name.replace(/^StreamingDataflowPartition_\d+_/, '');
}
