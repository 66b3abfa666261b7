// Twin: server/src/hardware/engines/upsample.ts
//
// Nearest neighbour: each pixel scale_w times in its row, each row scale_h times. One output word an iteration.
#ifndef BNN_UPSAMPLE_HPP
#define BNN_UPSAMPLE_HPP

#include "delay_line.hpp"

namespace bnn {

// A config has: height, width (of the map that is read), words (of a pixel), bits (of a word), scale_h, scale_w
template <class Config>
struct UpsampleShape {
  static const int out_h = Config::height * Config::scale_h;
  static const int out_w = Config::width * Config::scale_w;
  static const int cycles = out_h * out_w * Config::words;
};

template <class Config>
void upsample(hls::stream<ap_uint<Config::bits> > &input, hls::stream<ap_uint<Config::bits> > &output, unsigned frames) {
#pragma HLS INLINE
  typedef UpsampleShape<Config> Shape;

  DelayLine<Config::bits, Config::words> pixel;                // the pixel before, for the columns of its repetition
  DelayLine<Config::bits, Config::words * Config::width> row;  // the row before, for the rows of its repetition
  ap_uint<bits_for<Config::words - 1>::value> word = 0;
  ap_uint<bits_for<Config::scale_w - 1>::value> copy_x = 0;
  ap_uint<bits_for<Config::width - 1>::value> x = 0;
  ap_uint<bits_for<Config::scale_h - 1>::value> copy_y = 0;
  ap_uint<bits_for<Config::height - 1>::value> y = 0;
  unsigned frame = 0;

  while (frame != frames) {
#pragma HLS PIPELINE II=1
    BNN_TRIPCOUNT(Shape::cycles)
    BNN_COUNT_ITERATION
    ap_uint<Config::bits> value;
    if (copy_x == 0) {
      if (copy_y == 0) {
        value = input.read();
      } else {
        value = row.oldest();
      }
      row.push(value);
    } else {
      value = pixel.oldest();
    }
    pixel.push(value);
    output.write(value);

    if (word != Config::words - 1) {
      ++word;
    } else {
      word = 0;
      if (copy_x != Config::scale_w - 1) {
        ++copy_x;
      } else {
        copy_x = 0;
        if (x != Config::width - 1) {
          ++x;
        } else {
          x = 0;
          if (copy_y != Config::scale_h - 1) {
            ++copy_y;
          } else {
            copy_y = 0;
            if (y != Config::height - 1) {
              ++y;
            } else {
              y = 0;
              ++frame;
            }
          }
        }
      }
    }
  }
}

}  // namespace bnn

#endif
