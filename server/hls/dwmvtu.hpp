// Twin: server/src/hardware/engines/dwmvtu.ts
//
// Depthwise matrix-vector-threshold unit, behind a sliding window that gives the words of a channel group together.
// Pe channels and Simd taps of each an iteration; (channels/pe) * (taps/simd) iterations for each output position.
#ifndef BNN_DWMVTU_HPP
#define BNN_DWMVTU_HPP

#include "activation.hpp"
#include "dot_product.hpp"
#include "weights.hpp"

namespace bnn {

// A config has:
//   types Input, Weight, Output, Multiplier
//   positions, channels, taps (kh*kw), pe, simd (taps a word), accumulator_bits
template <class Config>
struct DwmvtuShape {
  static const int synapse_folds = Config::taps / Config::simd;
  static const int row_folds = Config::channels / Config::pe;
  static const int depth = row_folds * synapse_folds;
  static const int cycles = Config::positions * depth;
  static_assert(Config::taps % Config::simd == 0, "simd divides the taps");
  static_assert(Config::channels % Config::pe == 0, "pe divides the channels");
};

/** Input words hold `simd` taps, each of `pe` channels; they are used once. Weight words hold `simd` taps of a channel. */
template <class Config, class WeightSource, class Activation>
void dwmvtu(hls::stream<ap_uint<Config::simd * Config::pe * Config::Input::bits> > &input,
            hls::stream<ap_uint<Config::pe * Config::Output::bits> > &output, WeightSource &weights,
            const Activation &activation, unsigned frames) {
#pragma HLS INLINE
  typedef DwmvtuShape<Config> Shape;
  typedef typename Config::Input Input;
  typedef typename Config::Output Output;
  typedef DotProduct<Input, typename Config::Weight, Config::simd, typename Config::Multiplier> Dot;
  typedef ap_int<Config::accumulator_bits> Accumulator;

  Accumulator accumulators[Config::pe];
#pragma HLS ARRAY_PARTITION variable=accumulators complete dim=1
  ap_uint<Config::simd * Config::Weight::bits> words[Config::pe];
#pragma HLS ARRAY_PARTITION variable=words complete dim=1

  ap_uint<bits_for<Shape::synapse_folds - 1>::value> synapse_fold = 0;
  ap_uint<bits_for<Shape::row_folds - 1>::value> row_fold = 0;
  ap_uint<bits_for<Shape::depth - 1>::value> index = 0;
  ap_uint<bits_for<Config::positions - 1>::value> position = 0;
  unsigned frame = 0;

  while (frame != frames) {
#pragma HLS PIPELINE II=1
    BNN_TRIPCOUNT(Shape::cycles)
    BNN_COUNT_ITERATION
    const ap_uint<Config::simd *Config::pe *Input::bits> word = input.read();
    fetch_weights(weights, index, words);

    const bool first = synapse_fold == 0;
    const bool last = synapse_fold == Shape::synapse_folds - 1;
    for (int pe = 0; pe < Config::pe; ++pe) {
#pragma HLS UNROLL
      ap_uint<Config::simd * Input::bits> taps = 0;
      for (int tap = 0; tap < Config::simd; ++tap) {
#pragma HLS UNROLL
        set_lane<Input>(taps, tap, lane<Input>(word, tap * Config::pe + pe));
      }
      const Accumulator start = activation.start(pe, row_fold) + Dot::start_per_term * Config::taps;
      const Accumulator before = first ? start : accumulators[pe];
      accumulators[pe] = before + Dot::of(taps, words[pe]);
    }
    if (last) {
      ap_uint<Config::pe * Output::bits> result = 0;
      for (int pe = 0; pe < Config::pe; ++pe) {
#pragma HLS UNROLL
        set_lane<Output>(result, pe, activation.template finish<Output>(accumulators[pe], pe, row_fold));
      }
      output.write(result);
    }

    if (!last) {
      ++synapse_fold;
      ++index;
    } else {
      synapse_fold = 0;
      if (row_fold != Shape::row_folds - 1) {
        ++row_fold;
        ++index;
      } else {
        row_fold = 0;
        index = 0;
        if (position != Config::positions - 1) {
          ++position;
        } else {
          position = 0;
          ++frame;
        }
      }
    }
  }
}

}  // namespace bnn

#endif
