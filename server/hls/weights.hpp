// Where the weights of an engine come from: a memory for each PE, or a stream.
#ifndef BNN_WEIGHTS_HPP
#define BNN_WEIGHTS_HPP

#include "stored.hpp"

namespace bnn {

/** One memory for each PE; word row_fold * synapse_folds + synapse_fold holds the weights of one iteration. */
template <int Pe, int Depth, int Bits>
struct Weights {
  typename StoredWord<Bits>::type words[Pe][Depth];
};

template <int Pe, int Depth, int Bits>
void fetch_weights(const Weights<Pe, Depth, Bits> &memory, unsigned index, ap_uint<Bits> (&words)[Pe]) {
#pragma HLS INLINE
  for (int pe = 0; pe < Pe; ++pe) {
#pragma HLS UNROLL
    words[pe] = StoredWord<Bits>::word(memory.words[pe][index]);
  }
}

/** Weights from outside, for every output position again: one word an iteration, PE 0 in the least significant bits. */
template <int Pe, int Bits>
void fetch_weights(hls::stream<ap_uint<Pe * Bits> > &stream, unsigned, ap_uint<Bits> (&words)[Pe]) {
#pragma HLS INLINE
  const ap_uint<Pe * Bits> word = stream.read();
  for (int pe = 0; pe < Pe; ++pe) {
#pragma HLS UNROLL
    words[pe] = word.range((pe + 1) * Bits - 1, pe * Bits);
  }
}

}  // namespace bnn

#endif
