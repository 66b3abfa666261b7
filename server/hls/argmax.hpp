// Twin: server/src/hardware/engines/argmax.ts
//
// Indices of the greatest values of a position, best first, the lowest index among equals: one word of `pe` values in
// an iteration, one index out an iteration while the next position comes in.
#ifndef BNN_ARGMAX_HPP
#define BNN_ARGMAX_HPP

#include "types.hpp"

namespace bnn {

// A config has: type Input; positions, classes, pe, top, index_bits
template <class Config>
struct ArgmaxShape {
  static const int words = Config::classes / Config::pe;
  static const int period = larger<words, Config::top>::value;
  static const int cycles = Config::positions * period;
  static const int value_bits = Config::Input::bits + 2;
  static_assert(Config::classes % Config::pe == 0, "pe divides the classes");
  static_assert(Config::top <= Config::classes, "there are as many classes as indices");
};

/** The best values so far and their indices, best first; a place that is still empty holds less than any value. */
template <int Top, int ValueBits, int IndexBits>
struct Best {
  ap_int<ValueBits> values[Top];
  ap_uint<IndexBits> indices[Top];

  Best() {
#pragma HLS ARRAY_PARTITION variable=values complete dim=1
#pragma HLS ARRAY_PARTITION variable=indices complete dim=1
  }
  void clear() {
#pragma HLS INLINE
    for (int i = 0; i < Top; ++i) {
#pragma HLS UNROLL
      values[i] = ap_int<ValueBits>(1) << (ValueBits - 1);
      indices[i] = 0;
    }
  }
};

/** The best of two lists, of which the first has the lower indices. Each entry's place is the number of better ones. */
template <int Top, int ValueBits, int IndexBits>
void merge_best(const Best<Top, ValueBits, IndexBits> &low, const Best<Top, ValueBits, IndexBits> &high,
                Best<Top, ValueBits, IndexBits> &merged) {
#pragma HLS INLINE
  Best<Top, ValueBits, IndexBits> result;
  result.clear();
  for (int i = 0; i < Top; ++i) {
#pragma HLS UNROLL
    ap_uint<bits_for<2 * Top>::value> place_low = i, place_high = i;
    for (int j = 0; j < Top; ++j) {
#pragma HLS UNROLL
      if (high.values[j] > low.values[i]) ++place_low;
      if (low.values[j] >= high.values[i]) ++place_high;
    }
    for (int place = 0; place < Top; ++place) {
#pragma HLS UNROLL
      if (place_low == place) {
        result.values[place] = low.values[i];
        result.indices[place] = low.indices[i];
      }
      if (place_high == place) {
        result.values[place] = high.values[i];
        result.indices[place] = high.indices[i];
      }
    }
  }
  merged = result;
}

/** The best of the lanes Lo .. Lo + Lanes - 1 of a word, as a tree. */
template <class Input, int Lo, int Lanes, int Top, int ValueBits, int IndexBits>
struct BestOfWord {
  template <int W>
  static void of(const ap_uint<W> &word, const ap_uint<IndexBits> &base, Best<Top, ValueBits, IndexBits> &best) {
#pragma HLS INLINE
    Best<Top, ValueBits, IndexBits> low, high;
    BestOfWord<Input, Lo, Lanes / 2, Top, ValueBits, IndexBits>::of(word, base, low);
    BestOfWord<Input, Lo + Lanes / 2, Lanes - Lanes / 2, Top, ValueBits, IndexBits>::of(word, base, high);
    merge_best(low, high, best);
  }
};
template <class Input, int Lo, int Top, int ValueBits, int IndexBits>
struct BestOfWord<Input, Lo, 1, Top, ValueBits, IndexBits> {
  template <int W>
  static void of(const ap_uint<W> &word, const ap_uint<IndexBits> &base, Best<Top, ValueBits, IndexBits> &best) {
#pragma HLS INLINE
    best.clear();
    best.values[0] = Input::decode(lane<Input>(word, Lo));
    best.indices[0] = base + Lo;
  }
};

template <class Config>
void argmax(hls::stream<ap_uint<Config::pe * Config::Input::bits> > &input, hls::stream<ap_uint<Config::index_bits> > &output,
            unsigned frames) {
#pragma HLS INLINE
  typedef ArgmaxShape<Config> Shape;
  typedef Best<Config::top, Shape::value_bits, Config::index_bits> List;

  List best;
  best.clear();
  ap_uint<Config::index_bits> found[Config::top];  // indices of the position before, still to be written
#pragma HLS ARRAY_PARTITION variable=found complete dim=1
  ap_uint<bits_for<Config::top>::value> left = 0;
  ap_uint<Config::index_bits> base = 0;
  ap_uint<bits_for<Shape::period - 1>::value> step = 0;
  ap_uint<bits_for<Config::positions - 1>::value> position = 0;
  unsigned frame = 0;

  while (frame != frames || left != 0) {
#pragma HLS PIPELINE II=1
    BNN_TRIPCOUNT(Shape::cycles)
    BNN_COUNT_ITERATION
    if (left != 0) {
      output.write(found[0]);
      for (int i = 0; i + 1 < Config::top; ++i) {
#pragma HLS UNROLL
        found[i] = found[i + 1];
      }
      --left;
    }
    if (frame != frames) {
      if (step < Shape::words) {
        List list;
        BestOfWord<typename Config::Input, 0, Config::pe, Config::top, Shape::value_bits, Config::index_bits>::of(input.read(), base, list);
        merge_best(best, list, best);
        base += Config::pe;
        if (step == Shape::words - 1) {
          for (int i = 0; i < Config::top; ++i) {
#pragma HLS UNROLL
            found[i] = best.indices[i];
          }
          left = Config::top;
          best.clear();
          base = 0;
        }
      }
      if (step != Shape::period - 1) {
        ++step;
      } else {
        step = 0;
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
