// Twin: server/src/hardware/engines/pad.ts
//
// Puts a border of one value around a map: one word of the padded map an iteration.
#ifndef BNN_PAD_HPP
#define BNN_PAD_HPP

#include "types.hpp"

namespace bnn {

// A config has: type Type; height, width (of the map that is read), top, bottom, left, right, lanes, words (of a pixel),
// value (of the border; for bipolar its code: 0 or 1)
template <class Config>
struct PadShape {
  static const int out_h = Config::top + Config::height + Config::bottom;
  static const int out_w = Config::left + Config::width + Config::right;
  static const int cycles = out_h * out_w * Config::words;
};

template <class Config>
void pad(hls::stream<ap_uint<Config::lanes * Config::Type::bits> > &input,
         hls::stream<ap_uint<Config::lanes * Config::Type::bits> > &output, unsigned frames) {
#pragma HLS INLINE
  typedef PadShape<Config> Shape;
  typedef ap_uint<Config::lanes * Config::Type::bits> Word;

  Word border = 0;
  for (int i = 0; i < Config::lanes; ++i) {
#pragma HLS UNROLL
    set_lane<typename Config::Type>(border, i, ap_uint<Config::Type::bits>(Config::value));
  }
  ap_uint<bits_for<Config::words - 1>::value> word = 0;
  ap_uint<bits_for<Shape::out_w>::value + 1> x = 0;
  ap_uint<bits_for<Shape::out_h>::value + 1> y = 0;
  unsigned frame = 0;

  while (frame != frames) {
#pragma HLS PIPELINE II=1
    BNN_TRIPCOUNT(Shape::cycles)
    BNN_COUNT_ITERATION
    const bool inside_row = y >= Config::top && y < Config::top + Config::height;
    const bool inside_column = x >= Config::left && x < Config::left + Config::width;
    Word result = border;
    if (inside_row && inside_column) result = input.read();
    output.write(result);

    if (word != Config::words - 1) {
      ++word;
    } else {
      word = 0;
      if (x != Shape::out_w - 1) {
        ++x;
      } else {
        x = 0;
        if (y != Shape::out_h - 1) {
          ++y;
        } else {
          y = 0;
          ++frame;
        }
      }
    }
  }
}

}  // namespace bnn

#endif
