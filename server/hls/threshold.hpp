// Twin: server/src/hardware/engines/threshold.ts
//
// A standalone activation: one word of `pe` channels an iteration.
#ifndef BNN_THRESHOLD_HPP
#define BNN_THRESHOLD_HPP

#include "activation.hpp"

namespace bnn {

// A config has: types Input, Output; positions, channels, pe
template <class Config>
struct ThresholdShape {
  static const int row_folds = Config::channels / Config::pe;
  static const int cycles = Config::positions * row_folds;
  static_assert(Config::channels % Config::pe == 0, "pe divides the channels");
};

template <class Config, class Activation>
void threshold(hls::stream<ap_uint<Config::pe * Config::Input::bits> > &input,
               hls::stream<ap_uint<Config::pe * Config::Output::bits> > &output, const Activation &activation,
               unsigned frames) {
#pragma HLS INLINE
  typedef ThresholdShape<Config> Shape;
  typedef typename Config::Input Input;
  typedef typename Config::Output Output;

  ap_uint<bits_for<Shape::row_folds - 1>::value> row_fold = 0;
  ap_uint<bits_for<Config::positions - 1>::value> position = 0;
  unsigned frame = 0;

  while (frame != frames) {
#pragma HLS PIPELINE II=1
    BNN_TRIPCOUNT(Shape::cycles)
    BNN_COUNT_ITERATION
    const ap_uint<Config::pe * Input::bits> word = input.read();
    ap_uint<Config::pe * Output::bits> result = 0;
    for (int pe = 0; pe < Config::pe; ++pe) {
#pragma HLS UNROLL
      const typename Input::Value value = Input::decode(lane<Input>(word, pe));
      set_lane<Output>(result, pe, activation.template finish<Output>(value, pe, row_fold));
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
