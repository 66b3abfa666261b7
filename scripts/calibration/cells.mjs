// Cell counts of a Yosys `stat` in the project's resources.

// LUTs that a cell takes as memory (UG474, UG574: one LUT holds 64 x 1 bit, a read port doubles it).
const LUTRAM = {
  RAM16X1D: 2,
  RAM32X1S: 1,
  RAM32X1D: 2,
  RAM64X1S: 1,
  RAM64X1D: 2,
  RAM128X1S: 2,
  RAM128X1D: 4,
  RAM256X1S: 4,
  RAM256X1D: 8,
  RAM512X1S: 8,
  RAM32M: 4,
  RAM64M: 4,
  RAM32M16: 8,
  RAM64M8: 8,
  RAM32X16DR8: 8,
  RAM64X8SW: 8,
};

/** Counts by kind of primitive from the text that `stat` prints for the flattened top. */
export function countCells(text) {
  const counts = { lut: 0, lutram: 0, srl: 0, ff: 0, carry: 0, mux: 0, bram18: 0, dsp: 0 };
  const other = {};
  const cells = text.slice(text.lastIndexOf('Number of cells:'));
  for (const [, name, digits] of cells.matchAll(/^\s+(\$?\w+)\s+(\d+)\s*$/gm)) {
    const count = Number(digits);
    if (/^LUT[1-6]$/.test(name)) counts.lut += count;
    else if (name in LUTRAM) counts.lutram += count * LUTRAM[name];
    else if (/^SRL/.test(name)) counts.srl += count;
    else if (/^FD[A-Z]+(_1)?$/.test(name)) counts.ff += count;
    else if (name === 'CARRY4') counts.carry += count;
    else if (name === 'CARRY8') counts.carry += count;
    else if (/^MUXF/.test(name)) counts.mux += count;
    else if (/^RAMB36/.test(name)) counts.bram18 += 2 * count;
    else if (/^RAMB18/.test(name)) counts.bram18 += count;
    else if (/^DSP48/.test(name)) counts.dsp += count;
    else if (name !== 'INV') other[name] = count;
  }
  if (!cells.startsWith('Number of cells:')) throw new Error('no cell counts in the output');
  return Object.keys(other).length > 0 ? { ...counts, other } : counts;
}
