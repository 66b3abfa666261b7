import { CNV_PYNQ_LAYERS } from '../../support/cnv.js';

/** Networks of the FINN paper and of BNN-PYNQ with their published foldings. */

/** BNN-PYNQ cnvW1A1: 3 040 FPS measured on a PYNQ board at 100 MHz (MPSoC 2018 slides). */
export const CNV_PYNQ = `
network CNV {${CNV_PYNQ_LAYERS}}
target pynq for CNV { device=pynq_z1 clock=100MHz }
`;

/** LFC-max of the FINN paper: 1.56 MFPS and 2.44 us at 200 MHz. Folding from FINN's first backend example. */
export const LFC_MAX = `
network LFC {
  defaults weights=bipolar activation=bipolar
  input image type=bipolar shape=784
  dense f0 units=1024 align=64 pe=128 simd=64
  dense f1 units=1024 pe=128 simd=64
  dense f2 units=1024 pe=128 simd=64
  dense f3 units=10 activation=none pe=10 simd=8
}
target max for LFC { device=zc706 clock=200MHz }
`;

/** SFC-max of the FINN paper: 12.36 MFPS at 200 MHz, an interval of 16 cycles. */
export const SFC_MAX = `
network SFC {
  defaults weights=bipolar activation=bipolar
  input image type=bipolar shape=784
  dense f0 units=256 pe=256 simd=49
  dense f1 units=256 pe=64 simd=64
  dense f2 units=256 pe=64 simd=64
  dense f3 units=10 activation=none pe=10 simd=16
}
target max for SFC { device=zc706 clock=200MHz }
`;
