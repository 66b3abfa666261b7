import { resolveConv, resolveDwconv } from './conv.js';
import { resolveDense } from './dense.js';
import { resolveAdd, resolveConcat } from './joins.js';
import { resolveArgmax, resolveOutput, resolveThreshold, resolveUpsample } from './others.js';
import { resolveAvgpool, resolveGlobalavgpool, resolveMaxpool } from './pools.js';
import type { ResolveOperation } from './reading.js';

/** How each kind but `input` is resolved. */
export const operations: ReadonlyMap<string, ResolveOperation> = new Map<string, ResolveOperation>([
  ['dense', resolveDense],
  ['conv', resolveConv],
  ['dwconv', resolveDwconv],
  ['maxpool', resolveMaxpool],
  ['avgpool', resolveAvgpool],
  ['globalavgpool', resolveGlobalavgpool],
  ['threshold', resolveThreshold],
  ['add', resolveAdd],
  ['concat', resolveConcat],
  ['upsample', resolveUpsample],
  ['argmax', resolveArgmax],
  ['output', resolveOutput],
]);
