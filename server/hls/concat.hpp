// Twin: server/src/hardware/engines/concat.ts
//
// Channels of several streams behind each other: one word an iteration, all words of a pixel from the first stream, then
// from the second, and so on.
#ifndef BNN_CONCAT_HPP
#define BNN_CONCAT_HPP

#include "types.hpp"

namespace bnn {

/** The words of a pixel in each input, in order. */
template <int... Words>
struct WordsOfPixel {};

template <class List>
struct WordsInAll;
template <>
struct WordsInAll<WordsOfPixel<> > {
  static const int value = 0;
};
template <int First, int... Rest>
struct WordsInAll<WordsOfPixel<First, Rest...> > {
  static const int value = First + WordsInAll<WordsOfPixel<Rest...> >::value;
};

// A config has: type WordsOfPixel<...> Words; positions, bits (of a word)
template <class Config>
struct ConcatShape {
  static const int words = WordsInAll<typename Config::Words>::value;
  static const int cycles = Config::positions * words;
};

/** Reads from the stream whose share word `at` of the pixel belongs to. */
template <int Before, int Bits, int Last>
ap_uint<Bits> read_share(WordsOfPixel<Last>, int, hls::stream<ap_uint<Bits> > &last) {
#pragma HLS INLINE
  return last.read();
}
template <int Before, int Bits, int First, int Second, int... Rest, class... Streams>
ap_uint<Bits> read_share(WordsOfPixel<First, Second, Rest...>, int at, hls::stream<ap_uint<Bits> > &first, Streams &...rest) {
#pragma HLS INLINE
  if (at < Before + First) return first.read();
  return read_share<Before + First, Bits>(WordsOfPixel<Second, Rest...>(), at, rest...);
}

/** `inputs` are the streams in the order of Config::Words. */
template <class Config, class... Streams>
void concat(hls::stream<ap_uint<Config::bits> > &output, unsigned frames, Streams &...inputs) {
#pragma HLS INLINE
  typedef ConcatShape<Config> Shape;

  ap_uint<bits_for<Shape::words - 1>::value> word = 0;
  ap_uint<bits_for<Config::positions - 1>::value> position = 0;
  unsigned frame = 0;

  while (frame != frames) {
#pragma HLS PIPELINE II=1
    BNN_TRIPCOUNT(Shape::cycles)
    BNN_COUNT_ITERATION
    output.write(read_share<0, Config::bits>(typename Config::Words(), word, inputs...));

    if (word != Shape::words - 1) {
      ++word;
    } else {
      word = 0;
      if (position != Config::positions - 1) {
        ++position;
      } else {
        position = 0;
        ++frame;
      }
    }
  }
}

}  // namespace bnn

#endif
