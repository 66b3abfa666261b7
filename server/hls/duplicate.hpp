// Twin: server/src/hardware/engines/duplicate.ts
//
// One stream to several readers: one word an iteration.
#ifndef BNN_DUPLICATE_HPP
#define BNN_DUPLICATE_HPP

#include "types.hpp"

namespace bnn {

template <int Bits>
void write_all(const ap_uint<Bits> &) {
#pragma HLS INLINE
}
template <int Bits, class... Streams>
void write_all(const ap_uint<Bits> &word, hls::stream<ap_uint<Bits> > &first, Streams &...rest) {
#pragma HLS INLINE
  first.write(word);
  write_all<Bits>(word, rest...);
}

// A config has: bits (of a word), words (of a frame)
template <class Config, class... Streams>
void duplicate(hls::stream<ap_uint<Config::bits> > &input, unsigned frames, Streams &...outputs) {
#pragma HLS INLINE
  ap_uint<bits_for<Config::words - 1>::value> at = 0;
  unsigned frame = 0;

  while (frame != frames) {
#pragma HLS PIPELINE II=1
    BNN_TRIPCOUNT(Config::words)
    BNN_COUNT_ITERATION
    const ap_uint<Config::bits> word = input.read();
    write_all<Config::bits>(word, outputs...);

    if (at != Config::words - 1) {
      ++at;
    } else {
      at = 0;
      ++frame;
    }
  }
}

}  // namespace bnn

#endif
