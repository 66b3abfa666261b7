/** The layers of CNV of the FINN paper, nothing folded. */
export const CNV_LAYERS = `
  defaults weights=bipolar activation=bipolar
  input   image type=int8 shape=32x32x3
  conv    c0 filters=64  kernel=3
  conv    c1 filters=64  kernel=3
  maxpool p1 size=2
  conv    c2 filters=128 kernel=3
  conv    c3 filters=128 kernel=3
  maxpool p3 size=2
  conv    c4 filters=256 kernel=3
  conv    c5 filters=256 kernel=3
  dense   f6 units=512
  dense   f7 units=512
  dense   f8 units=10 activation=none
  argmax  label
`;

/** The same with the folding of BNN-PYNQ cnvW1A1, from its config.h. */
export const CNV_PYNQ_LAYERS = `
  defaults weights=bipolar activation=bipolar
  input   image type=int8 shape=32x32x3
  conv    c0 filters=64  kernel=3      pe=16 simd=3
  conv    c1 filters=64  kernel=3      pe=32 simd=32
  maxpool p1 size=2
  conv    c2 filters=128 kernel=3      pe=16 simd=32
  conv    c3 filters=128 kernel=3      pe=16 simd=32
  maxpool p3 size=2
  conv    c4 filters=256 kernel=3      pe=4  simd=32
  conv    c5 filters=256 kernel=3      pe=1  simd=32
  dense   f6 units=512                 pe=1  simd=4
  dense   f7 units=512                 pe=1  simd=8
  dense   f8 units=10 activation=none  pe=5  simd=1
  argmax  label
`;
