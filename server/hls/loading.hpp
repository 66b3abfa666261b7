// Twin: server/src/hls/load-words.ts, server/src/hardware/engines/loading.ts
//
// Memories that are written while the design is on the board. All words come through one port, in parts of 32 bits, the
// least significant first; docs/hls-library.md says in which order. A word is written when its last part has come, so the
// memories need one port: nothing is computed meanwhile.
#ifndef BNN_LOADING_HPP
#define BNN_LOADING_HPP

#include "activation.hpp"
#include "weights.hpp"

namespace bnn {

/** Hands the next `Count` words of the port on to the engine that they are for. */
template <int Count>
void forward_words(hls::stream<ap_uint<32> > &port, hls::stream<ap_uint<32> > &engine) {
#pragma HLS INLINE
  for (int at = 0; at < Count; ++at) {
#pragma HLS PIPELINE II=1
    engine.write(port.read());
  }
}

/** Weights: all words of PE 0, then of PE 1, and so on. */
template <int Pe, int Depth, int Bits>
void load(hls::stream<ap_uint<32> > &words, Weights<Pe, Depth, Bits> &memory) {
#pragma HLS INLINE
  const int parts = (Bits + 31) / 32;
  ap_uint<32 * parts> held = 0;
  for (int pe = 0; pe < Pe; ++pe) {
    for (int index = 0; index < Depth; ++index) {
      for (int part = 0; part < parts; ++part) {
#pragma HLS PIPELINE II=1
        if (parts > 1) held = held >> (parts > 1 ? 32 : 0);
        held.range(32 * parts - 1, 32 * parts - 32) = words.read();
        const ap_uint<Bits> word = held.range(Bits - 1, 0);
        if (part == parts - 1) memory.words[pe][index] = StoredWord<Bits>::hold(word);
      }
    }
  }
}

/** Thresholds: those of a channel, then whether it falls; all channels of PE 0, then of PE 1, and so on. */
template <int Pe, int Rows, int Count, int Bits>
void load(hls::stream<ap_uint<32> > &words, FallingThresholds<Pe, Rows, Count, Bits, Pe, Rows> &memory) {
#pragma HLS INLINE
  // A channel's thresholds lie in memories of their own, or side by side in one: they are written together.
  ap_int<Bits> thresholds[Count];
#pragma HLS ARRAY_PARTITION variable=thresholds complete dim=1
  for (int pe = 0; pe < Pe; ++pe) {
    for (int row = 0; row < Rows; ++row) {
      for (int at = 0; at <= Count; ++at) {
#pragma HLS PIPELINE II=1
        const ap_uint<32> word = words.read();
        if (at == Count) {
          for (int n = 0; n < Count; ++n) {
#pragma HLS UNROLL
            memory.values[pe][row][n] = StoredNumber<Bits>::hold(thresholds[n]);
          }
          memory.falling[pe][row] = StoredWord<1>::hold(ap_uint<1>(word.range(0, 0)));
        } else {
          for (int n = 0; n < Count - 1; ++n) {
#pragma HLS UNROLL
            thresholds[n] = thresholds[n + 1];
          }
          const ap_int<32> number = word;
          thresholds[Count - 1] = number;
        }
      }
    }
  }
}

/** A bias: that of each channel; all channels of PE 0, then of PE 1, and so on. */
template <int Pe, int Rows, int Bits>
void load(hls::stream<ap_uint<32> > &words, Bias<Pe, Rows, Bits> &memory) {
#pragma HLS INLINE
  for (int pe = 0; pe < Pe; ++pe) {
    for (int row = 0; row < Rows; ++row) {
#pragma HLS PIPELINE II=1
      const ap_int<32> number = words.read();
      const ap_int<Bits> value = number;
      memory.values[pe][row] = StoredNumber<Bits>::hold(value);
    }
  }
}

}  // namespace bnn

#endif
