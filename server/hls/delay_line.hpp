// Delays of a stream by a fixed number of words, and the window of taps that such delays give.
#ifndef BNN_DELAY_LINE_HPP
#define BNN_DELAY_LINE_HPP

#include "types.hpp"

namespace bnn {

/** Holds the last `Length` words: oldest() is the word of `Length` pushes ago. A short one is registers. */
template <int Bits, int Length, bool Long = (Length >= 16)>
struct DelayLine {
  ap_uint<Bits> cells[Length];

  DelayLine() {
#pragma HLS ARRAY_PARTITION variable=cells complete dim=1
  }
  ap_uint<Bits> oldest() const {
#pragma HLS INLINE
    return cells[Length - 1];
  }
  void push(const ap_uint<Bits> &word) {
#pragma HLS INLINE
    for (int i = Length - 1; i > 0; --i) {
#pragma HLS UNROLL
      cells[i] = cells[i - 1];
    }
    cells[0] = word;
  }
};

/** A long one is a memory, whose cells are read 16 or more iterations after they were written. */
template <int Bits, int Length>
struct DelayLine<Bits, Length, true> {
  ap_uint<Bits> cells[Length];
  ap_uint<bits_for<Length - 1>::value> at;

  DelayLine() : at(0) {
#pragma HLS DEPENDENCE variable=cells inter false
  }
  ap_uint<Bits> oldest() const {
#pragma HLS INLINE
    return cells[at];
  }
  void push(const ap_uint<Bits> &word) {
#pragma HLS INLINE
    cells[at] = word;
    if (at == Length - 1) {
      at = 0;
    } else {
      ++at;
    }
  }
};

/**
 * The Rows x Columns taps of a window over a stream: neighbours in a row lie `Step` words apart, rows `Pitch` words.
 * After push(w), tap(Rows - 1, Columns - 1) is w. The columns of a row lie closer than its pitch.
 */
template <int Bits, int Rows, int Columns, int Step, int Pitch>
struct WindowTaps {
  static const int step_lanes = Rows * (Columns - 1);
  static const int line_lanes = Rows - 1;
  static const int line_length = Pitch - (Columns - 1) * Step;
  static_assert(Rows == 1 || line_length > 0, "a row of the window fits a row of the map");

  ap_uint<Bits> taps[Rows * Columns];
  DelayLine<(step_lanes > 0 ? step_lanes : 1) * Bits, (step_lanes > 0 ? Step : 1)> steps;
  DelayLine<(line_lanes > 0 ? line_lanes : 1) * Bits, (line_lanes > 0 ? line_length : 1)> lines;

  WindowTaps() {
#pragma HLS ARRAY_PARTITION variable=taps complete dim=1
  }
  ap_uint<Bits> tap(int row, int column) const {
#pragma HLS INLINE
    return taps[row * Columns + column];
  }
  void push(const ap_uint<Bits> &word) {
#pragma HLS INLINE
    const ap_uint<(step_lanes > 0 ? step_lanes : 1) * Bits> from_steps = steps.oldest();
    const ap_uint<(line_lanes > 0 ? line_lanes : 1) * Bits> from_lines = lines.oldest();
    ap_uint<(step_lanes > 0 ? step_lanes : 1) * Bits> to_steps = 0;
    ap_uint<(line_lanes > 0 ? line_lanes : 1) * Bits> to_lines = 0;
    for (int row = 0; row < Rows; ++row) {
#pragma HLS UNROLL
      for (int column = 0; column < Columns; ++column) {
#pragma HLS UNROLL
        if (column < Columns - 1) {
          const int at = row * (Columns - 1) + column;
          taps[row * Columns + column] = from_steps.range((at + 1) * Bits - 1, at * Bits);
        } else if (row < Rows - 1) {
          taps[row * Columns + column] = from_lines.range((row + 1) * Bits - 1, row * Bits);
        } else {
          taps[row * Columns + column] = word;
        }
      }
    }
    for (int row = 0; row < Rows; ++row) {
#pragma HLS UNROLL
      for (int column = 0; column + 1 < Columns; ++column) {
#pragma HLS UNROLL
        const int at = row * (Columns - 1) + column;
        to_steps.range((at + 1) * Bits - 1, at * Bits) = taps[row * Columns + column + 1];
      }
      if (row + 1 < Rows) to_lines.range((row + 1) * Bits - 1, row * Bits) = taps[(row + 1) * Columns];
    }
    steps.push(to_steps);
    lines.push(to_lines);
  }
};

}  // namespace bnn

#endif
