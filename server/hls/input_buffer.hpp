// Twin: server/src/hardware/engines/mvtu-cost.ts
//
// The words of an input vector, which a matrix-vector unit keeps for the rows behind the first.
#ifndef BNN_INPUT_BUFFER_HPP
#define BNN_INPUT_BUFFER_HPP

#include "types.hpp"

namespace bnn {

/** Words up to which the buffer is registers, as in the units that the LUT estimate is calibrated on. */
static const int registered_words = 1024;

template <int Bits, int Depth, bool Deep = (Depth > registered_words)>
struct InputBuffer {
  ap_uint<Bits> words[Depth];

  InputBuffer() {
#pragma HLS ARRAY_PARTITION variable=words complete dim=1
  }
};

/** A deeper one is a memory: the tools refuse to take so many words apart. A word is read `Depth` iterations after it was written. */
template <int Bits, int Depth>
struct InputBuffer<Bits, Depth, true> {
  ap_uint<Bits> words[Depth];

  InputBuffer() {
#pragma HLS DEPENDENCE variable=words inter false
  }
};

}  // namespace bnn

#endif
