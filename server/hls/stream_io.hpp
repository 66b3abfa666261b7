// Twin: server/src/hardware/engines/dma.ts
//
// Between AXI-Stream ports and the streams inside: one port word an iteration. What a frame looks like on the port (its
// elements in H, W, C order, least significant bit first, padded to whole words) is the business of the width converter
// behind or before.
#ifndef BNN_STREAM_IO_HPP
#define BNN_STREAM_IO_HPP

#include "axi_word.hpp"
#include "types.hpp"

namespace bnn {

// A config has: port_bits (whole bytes), bits (of a word inside, at most port_bits), words (of a frame)

/** TLAST of the input is not looked at: the number of words is known. */
template <class Config, class Word>
void stream_input(hls::stream<Word> &port, hls::stream<ap_uint<Config::bits> > &output, unsigned frames) {
#pragma HLS INLINE
  ap_uint<bits_for<Config::words - 1>::value> at = 0;
  unsigned frame = 0;

  while (frame != frames) {
#pragma HLS PIPELINE II=1
    BNN_TRIPCOUNT(Config::words)
    BNN_COUNT_ITERATION
    const Word word = port.read();
    const ap_uint<Config::port_bits> data = word.data;
    const ap_uint<Config::bits> inside = data.range(Config::bits - 1, 0);
    output.write(inside);

    if (at != Config::words - 1) {
      ++at;
    } else {
      at = 0;
      ++frame;
    }
  }
}

/** TLAST stands on the last word of the last frame: a DMA transfer is one call. */
template <class Config, class Word>
void stream_output(hls::stream<ap_uint<Config::bits> > &input, hls::stream<Word> &port, unsigned frames) {
#pragma HLS INLINE
  ap_uint<bits_for<Config::words - 1>::value> at = 0;
  unsigned frame = 0;

  while (frame != frames) {
#pragma HLS PIPELINE II=1
    BNN_TRIPCOUNT(Config::words)
    BNN_COUNT_ITERATION
    ap_uint<Config::port_bits> data = 0;
    data.range(Config::bits - 1, 0) = input.read();
    Word word;
    word.data = data;
    word.keep = ~ap_uint<(Config::port_bits + 7) / 8>(0);
    word.strb = ~ap_uint<(Config::port_bits + 7) / 8>(0);
    word.last = at == Config::words - 1 && frame == frames - 1 ? 1 : 0;
    clear_side_channels(word);
    port.write(word);

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
