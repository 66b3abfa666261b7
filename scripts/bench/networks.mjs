// Networks to measure with: as people write them, of any length.

/** A chain of `layers` layers: dense ones mostly, folded by hand where the index is odd. */
export function chain(layers) {
  const lines = [
    'network Chain {',
    '  defaults weights=bipolar activation=bipolar',
    '',
    '  input x type=bipolar shape=256',
    '',
  ];
  for (let at = 0; at < layers; at++) {
    const folding = at % 2 === 1 ? ` pe=${[4, 8, 16, 32][at % 4]} simd=${[8, 16, 32][at % 3]}` : '';
    lines.push(`  dense layer${at} units=256${folding}`);
  }
  lines.push('}', '', 'target board for Chain {', '  device=vu9p clock=200MHz', '  throughput=10kFPS', '}', '');
  return lines.join('\n');
}
