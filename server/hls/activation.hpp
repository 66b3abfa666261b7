// What becomes of an accumulator: carried as it is, with a bias, or compared with thresholds.
//
// Each has start(pe, row), which the accumulator starts from, and finish<Output>(accumulator, pe, row). They are plain
// aggregates, so that a generated file initialises them; `Pe` and `Rows` are 1 where all channels share one set.
#ifndef BNN_ACTIVATION_HPP
#define BNN_ACTIVATION_HPP

#include "stored.hpp"

namespace bnn {

/** The accumulator itself, in the bits of the output's type. */
struct Carried {
  ap_int<1> start(int, int) const {
#pragma HLS INLINE
    return ap_int<1>(0);
  }
  template <class Output, int W>
  ap_uint<Output::bits> finish(const ap_int<W> &accumulator, int, int) const {
#pragma HLS INLINE
    return Output::encode(accumulator);
  }
};

/** The accumulator with a bias for each channel: channel row * Pe + pe has values[pe][row]. */
template <int Pe, int Rows, int Bits>
struct Bias {
  typename StoredNumber<Bits>::type values[Pe][Rows];

  ap_int<Bits> start(int pe, int row) const {
#pragma HLS INLINE
    return ap_int<Bits>(values[pe][row]);
  }
  template <class Output, int W>
  ap_uint<Output::bits> finish(const ap_int<W> &accumulator, int, int) const {
#pragma HLS INLINE
    return Output::encode(accumulator);
  }
};

/** The code of the output's lowest level, and one more for each threshold that is reached. */
template <class Output, int Count>
ap_uint<Output::bits> code_of_level(const ap_uint<Count> &reached) {
#pragma HLS INLINE
  const ap_int<bits_for<Count>::value + 1> level = popcount(reached);
  const ap_int<Output::bits + 1> lowest = Output::lowest;  // not in 64 bits, as it is written
  return ap_uint<Output::bits>(level + lowest);
}

/** The output's lowest level, and one more for each threshold that the accumulator reaches. */
template <int Pe, int Rows, int Count, int Bits>
struct Thresholds {
  typename StoredNumber<Bits>::type values[Pe][Rows][Count];

  ap_int<1> start(int, int) const {
#pragma HLS INLINE
    return ap_int<1>(0);
  }
  template <class Output, int W>
  ap_uint<Output::bits> finish(const ap_int<W> &accumulator, int pe, int row) const {
#pragma HLS INLINE
    ap_uint<Count> reached = 0;
    for (int n = 0; n < Count; ++n) {
#pragma HLS UNROLL
      const ap_int<Bits> threshold = values[Pe == 1 ? 0 : pe][Rows == 1 ? 0 : row][n];
      reached[n] = accumulator >= threshold ? 1 : 0;
    }
    return code_of_level<Output>(reached);
  }
};

/** The same, with channels marked falling: those count the thresholds that the accumulator does not exceed. */
template <int Pe, int Rows, int Count, int Bits, int FallingPe, int FallingRows>
struct FallingThresholds {
  typename StoredNumber<Bits>::type values[Pe][Rows][Count];
  StoredWord<1>::type falling[FallingPe][FallingRows];

  ap_int<1> start(int, int) const {
#pragma HLS INLINE
    return ap_int<1>(0);
  }
  template <class Output, int W>
  ap_uint<Output::bits> finish(const ap_int<W> &accumulator, int pe, int row) const {
#pragma HLS INLINE
    const ap_uint<1> mark = falling[FallingPe == 1 ? 0 : pe][FallingRows == 1 ? 0 : row];
    const bool down = mark == 1;
    ap_uint<Count> reached = 0;
    for (int n = 0; n < Count; ++n) {
#pragma HLS UNROLL
      const ap_int<Bits> threshold = values[Pe == 1 ? 0 : pe][Rows == 1 ? 0 : row][n];
      reached[n] = (down ? accumulator <= threshold : accumulator >= threshold) ? 1 : 0;
    }
    return code_of_level<Output>(reached);
  }
};

}  // namespace bnn

#endif
