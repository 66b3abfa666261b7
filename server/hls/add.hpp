// Twin: server/src/hardware/engines/add.ts
//
// Element-wise sum of two or more streams, each of its own type: one word of each an iteration.
#ifndef BNN_ADD_HPP
#define BNN_ADD_HPP

#include "activation.hpp"

namespace bnn {

/** The types of the inputs, in order. */
template <class... Types>
struct Inputs {};

// A config has: type Inputs<...> Inputs, type Output; positions, channels, pe, accumulator_bits
template <class Config>
struct AddShape {
  static const int row_folds = Config::channels / Config::pe;
  static const int cycles = Config::positions * row_folds;
  static_assert(Config::channels % Config::pe == 0, "pe divides the channels");
};

/** Adds the lanes of one word of a stream. */
template <class Type, int Pe, int Bits>
void add_word(hls::stream<ap_uint<Pe * Type::bits> > &input, ap_int<Bits> (&sums)[Pe]) {
#pragma HLS INLINE
  const ap_uint<Pe * Type::bits> word = input.read();
  for (int pe = 0; pe < Pe; ++pe) {
#pragma HLS UNROLL
    sums[pe] += Type::decode(lane<Type>(word, pe));
  }
}

template <int Pe, int Bits>
void add_words(Inputs<>, ap_int<Bits> (&)[Pe]) {
#pragma HLS INLINE
}
template <int Pe, int Bits, class First, class... Rest, class Stream, class... Streams>
void add_words(Inputs<First, Rest...>, ap_int<Bits> (&sums)[Pe], Stream &first, Streams &...rest) {
#pragma HLS INLINE
  add_word<First, Pe, Bits>(first, sums);
  add_words<Pe, Bits>(Inputs<Rest...>(), sums, rest...);
}

/** `inputs` are the streams in the order of Config::Inputs, with `pe` lanes each. */
template <class Config, class Activation, class... Streams>
void add(hls::stream<ap_uint<Config::pe * Config::Output::bits> > &output, const Activation &activation, unsigned frames,
         Streams &...inputs) {
#pragma HLS INLINE
  typedef AddShape<Config> Shape;
  typedef typename Config::Output Output;

  ap_int<Config::accumulator_bits> sums[Config::pe];
#pragma HLS ARRAY_PARTITION variable=sums complete dim=1
  ap_uint<bits_for<Shape::row_folds - 1>::value> row_fold = 0;
  ap_uint<bits_for<Config::positions - 1>::value> position = 0;
  unsigned frame = 0;

  while (frame != frames) {
#pragma HLS PIPELINE II=1
    BNN_TRIPCOUNT(Shape::cycles)
    BNN_COUNT_ITERATION
    for (int pe = 0; pe < Config::pe; ++pe) {
#pragma HLS UNROLL
      sums[pe] = activation.start(pe, row_fold);
    }
    add_words<Config::pe, Config::accumulator_bits>(typename Config::Inputs(), sums, inputs...);
    ap_uint<Config::pe * Output::bits> result = 0;
    for (int pe = 0; pe < Config::pe; ++pe) {
#pragma HLS UNROLL
      set_lane<Output>(result, pe, activation.template finish<Output>(sums[pe], pe, row_fold));
    }
    output.write(result);

    if (row_fold != Shape::row_folds - 1) {
      ++row_fold;
    } else {
      row_fold = 0;
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
