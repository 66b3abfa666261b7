// Twin: server/src/hardware/engines/width-converter.ts
//
// Words of one width to words of another, at any ratio: at most one read and one write an iteration. Bits behind the
// frame's data are dropped from the input and zero in the output.
#ifndef BNN_WIDTH_CONVERTER_HPP
#define BNN_WIDTH_CONVERTER_HPP

#include "types.hpp"

namespace bnn {

// A config has: in_bits, out_bits, in_words, out_words (of a frame), data_bits (of a frame)
template <class Config>
struct WidthConverterShape {
  static const int ratio = Config::in_bits >= Config::out_bits ? 0 : 1;
  static const int words = larger<Config::in_words, Config::out_words>::value;
  // Widening, every iteration reads and the last also writes. What is left to be written then is zeros, or one word
  // that leaves while the next frame's first word comes in.
  static const int written = (Config::in_words - 1) * Config::in_bits / Config::out_bits + 1;
  static const int rest = Config::out_words - written;
  static const int flushed = Config::in_words > 1 && rest > 0 ? 1 : 0;
  static const int widening = Config::in_words + (rest > 0 ? rest - flushed : 0);
  static const int cycles = ratio == 0 ? words : larger<words, widening>::value;
  /** Data bits of the frame's last input word. */
  static const int last_bits = Config::data_bits - (Config::in_words - 1) * Config::in_bits;
  static_assert(last_bits > 0 && last_bits <= Config::in_bits, "the data ends in the last input word");
  static_assert(Config::out_words * Config::out_bits >= Config::data_bits, "the output words hold the data");
};

template <class Config>
void width_converter(hls::stream<ap_uint<Config::in_bits> > &input, hls::stream<ap_uint<Config::out_bits> > &output,
                     unsigned frames) {
#pragma HLS INLINE
  typedef WidthConverterShape<Config> Shape;
  const int in_bits = Config::in_bits, out_bits = Config::out_bits;
  typedef ap_uint<Config::in_bits + Config::out_bits> Buffer;

  Buffer buffer = 0;
  ap_uint<bits_for<Config::in_bits + Config::out_bits>::value> held = 0;  // data bits in the buffer
  ap_uint<bits_for<Config::in_words>::value> read = 0;
  ap_uint<bits_for<Config::out_words>::value> written = 0;
  bool flush = false;  // one word of the frame before is still to be written
  ap_uint<bits_for<Shape::cycles - 1>::value> step = 0;
  unsigned frame = 0;

  while (frame != frames) {
#pragma HLS PIPELINE II=1
    BNN_TRIPCOUNT(Shape::cycles)
    BNN_COUNT_ITERATION
    ap_uint<Config::out_bits> result = buffer.range(out_bits - 1, 0);
    bool write = flush;
    if (flush) {
      buffer = 0;
      held = 0;
      flush = false;
    }
    if (read != Config::in_words && held < out_bits) {
      ap_uint<Config::in_bits> word = input.read();
      if (read == Config::in_words - 1 && Shape::last_bits < in_bits) {
        ap_uint<Config::in_bits> data = 0;
        data.range(Shape::last_bits - 1, 0) = word.range(Shape::last_bits - 1, 0);
        word = data;
      }
      const Buffer wide = word;
      if (in_bits % out_bits == 0) {
        buffer = wide;  // it was empty
      } else {
        buffer |= wide << held.to_int();
      }
      held += in_bits;
      ++read;
    }
    if (!write && written != Config::out_words && (held >= out_bits || read == Config::in_words)) {
      result = buffer.range(out_bits - 1, 0);
      write = true;
      buffer = buffer >> out_bits;
      if (held > out_bits) {
        held -= out_bits;
      } else {
        held = 0;
      }
      ++written;
    }
    if (write) output.write(result);

    if (step != Shape::cycles - 1) {
      ++step;
    } else {
#ifdef BNN_SIM
      if (read != Config::in_words || written < Config::out_words - 1) input.fail("a width converter has not finished its frame");
#endif
      flush = written != Config::out_words;
      if (!flush) {
        buffer = 0;
        held = 0;
      }
      step = 0;
      read = 0;
      written = 0;
      ++frame;
    }
  }
  if (flush) {
    const ap_uint<Config::out_bits> last = buffer.range(out_bits - 1, 0);
    output.write(last);
  }
}

}  // namespace bnn

#endif
