// Twin: server/src/hardware/engines/mvtu.ts
//
// Matrix-vector-threshold unit: a dense layer, or a conv layer behind its sliding window. Pe rows and Simd columns of
// the matrix an iteration; (units/pe) * (inputs/simd) iterations for each output position.
#ifndef BNN_MVTU_HPP
#define BNN_MVTU_HPP

#include "activation.hpp"
#include "dot_product.hpp"
#include "input_buffer.hpp"
#include "weights.hpp"

namespace bnn {

// A config has:
//   types Input, Weight, Output, Multiplier
//   positions         output positions of a frame (1 for dense)
//   units, inputs     rows; columns of a row, padding lanes included
//   terms             columns of a row without padding lanes
//   groups            groups of rows, each with inputs of its own (1 but for grouped convolutions)
//   pe, simd, accumulator_bits
template <class Config>
struct MvtuShape {
  static const int synapse_folds = Config::inputs / Config::simd;
  static const int row_folds = Config::units / Config::pe;
  static const int rows_of_group = row_folds / Config::groups;
  static const int depth = row_folds * synapse_folds;
  static const int cycles = Config::positions * depth;
  static_assert(Config::inputs % Config::simd == 0, "simd divides the inputs");
  static_assert(Config::units % (Config::pe * Config::groups) == 0, "pe divides the units of a group");
};

/**
 * `weights` is a Weights memory or a stream of weights; `activation` is Carried, Bias, Thresholds or FallingThresholds.
 * The words of a position arrive group by group. Each is read in the group's first row fold and kept for the others.
 */
template <class Config, class WeightSource, class Activation>
void mvtu(hls::stream<ap_uint<Config::simd * Config::Input::bits> > &input,
          hls::stream<ap_uint<Config::pe * Config::Output::bits> > &output, WeightSource &weights,
          const Activation &activation, unsigned frames) {
#pragma HLS INLINE
  typedef MvtuShape<Config> Shape;
  typedef ap_uint<Config::simd * Config::Input::bits> InputWord;
  typedef ap_uint<Config::simd * Config::Weight::bits> WeightWord;
  typedef typename Config::Output Output;
  typedef DotProduct<typename Config::Input, typename Config::Weight, Config::simd, typename Config::Multiplier> Dot;
  typedef ap_int<Config::accumulator_bits> Accumulator;

  InputBuffer<Config::simd * Config::Input::bits, Shape::synapse_folds> buffer;
  Accumulator accumulators[Config::pe];
#pragma HLS ARRAY_PARTITION variable=accumulators complete dim=1
  WeightWord words[Config::pe];
#pragma HLS ARRAY_PARTITION variable=words complete dim=1

  ap_uint<bits_for<Shape::synapse_folds - 1>::value> synapse_fold = 0;
  ap_uint<bits_for<Shape::row_folds - 1>::value> row_fold = 0;
  ap_uint<bits_for<Shape::rows_of_group - 1>::value> row_in_group = 0;
  ap_uint<bits_for<Shape::depth - 1>::value> index = 0;
  ap_uint<bits_for<Config::positions - 1>::value> position = 0;
  unsigned frame = 0;

  while (frame != frames) {
#pragma HLS PIPELINE II=1
    BNN_TRIPCOUNT(Shape::cycles)
    BNN_COUNT_ITERATION
    InputWord word;
    if (row_in_group == 0) {
      word = input.read();
      if (Shape::rows_of_group > 1) buffer.words[synapse_fold] = word;
    } else {
      word = buffer.words[synapse_fold];
    }
    fetch_weights(weights, index, words);

    const bool first = synapse_fold == 0;
    const bool last = synapse_fold == Shape::synapse_folds - 1;
    for (int pe = 0; pe < Config::pe; ++pe) {
#pragma HLS UNROLL
      const Accumulator start = activation.start(pe, row_fold) + Dot::start_per_term * Config::terms;
      const Accumulator before = first ? start : accumulators[pe];
      accumulators[pe] = before + Dot::of(word, words[pe]);
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
      if (row_in_group != Shape::rows_of_group - 1) {
        ++row_in_group;
      } else {
        row_in_group = 0;
      }
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
