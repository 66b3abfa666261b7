// Units that were found after the model had been fitted to all others: test/data/held-out.json. They tested it first, and
// are points of the fit since.
import { readFileSync } from 'node:fs';

const { unitColumns, groups } = JSON.parse(
  readFileSync(new URL('../../test/data/held-out.json', import.meta.url), 'utf8'),
);

/** The groups of measured units, each unit as a point of the fit. */
export function heldOutUnits() {
  return groups.map(({ id, source, device, weightBits, multipliers, thresholdsAlike = false, rows }) => ({
    id,
    source,
    points: rows.map((row) => {
      const of = Object.fromEntries(unitColumns.map((name, at) => [name, row[at]]));
      return {
        id: `${id} ${of.columns}x${of.rows} pe${of.pe} simd${of.simd}`,
        source: id,
        repository: source.split('@')[0],
        // What is left out of a fit together: all that was built of one network.
        network: id.replace(/_w\da\d.*/, ''),
        unit: {
          family: device.startsWith('xc7') ? 'xc7' : 'xcup',
          pe: of.pe,
          simd: of.simd,
          weightBits,
          valueBits: of.valueBits,
          columns: of.columns,
          rows: of.rows,
          levels: of.levels,
          ...(of.sumBits === null ? {} : { thresholdBits: of.sumBits }),
          embedded: false,
          streamed: true,
          dsp: multipliers === 'dsp' ? of.pe * of.simd : 0,
          laterStreamer: true,
          thresholdsAlike,
        },
        lut: of.LUT,
        ff: of.FF,
        bram18: of.BRAM18,
        style: of.BRAM18 === 0 ? 'lutram' : 'bram',
      };
    }),
  }));
}
