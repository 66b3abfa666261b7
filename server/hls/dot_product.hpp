// The products of one word of inputs and one word of weights, summed. See docs/hls-library.md, "Arithmetic".
#ifndef BNN_DOT_PRODUCT_HPP
#define BNN_DOT_PRODUCT_HPP

#include "types.hpp"

namespace bnn {

// What a config names as its Multiplier.
struct MultiplierAuto {
  template <int A, int B>
  static ap_int<A + B> multiply(const ap_int<A> &a, const ap_int<B> &b) {
#pragma HLS INLINE
    const ap_int<A + B> product = a * b;
    return product;
  }
};
struct MultiplierLut {
  template <int A, int B>
  static ap_int<A + B> multiply(const ap_int<A> &a, const ap_int<B> &b) {
#pragma HLS INLINE
    const ap_int<A + B> product = a * b;
    BNN_MULTIPLY_IN_LUT(product)
    return product;
  }
};
struct MultiplierDsp {
  template <int A, int B>
  static ap_int<A + B> multiply(const ap_int<A> &a, const ap_int<B> &b) {
#pragma HLS INLINE
    const ap_int<A + B> product = a * b;
    BNN_MULTIPLY_IN_DSP(product)
    return product;
  }
};

/** One product; a one-bit operand selects and needs no multiplier. */
template <class Input, class Weight, class Multiplier>
struct Product {
  static const int bits = Input::bits + Weight::bits + 2;
  static ap_int<bits> of(const ap_uint<Input::bits> &input, const ap_uint<Weight::bits> &weight) {
#pragma HLS INLINE
    return Multiplier::multiply(Input::decode(input), Weight::decode(weight));
  }
};
template <class Input, class Multiplier>
struct Product<Input, Bipolar, Multiplier> {
  static const int bits = Input::bits + 2;
  static ap_int<bits> of(const ap_uint<Input::bits> &input, const ap_uint<1> &weight) {
#pragma HLS INLINE
    const ap_int<bits> value = Input::decode(input);
    return weight == 1 ? value : ap_int<bits>(-value);
  }
};
template <class Input, class Multiplier>
struct Product<Input, Binary, Multiplier> {
  static const int bits = Input::bits + 2;
  static ap_int<bits> of(const ap_uint<Input::bits> &input, const ap_uint<1> &weight) {
#pragma HLS INLINE
    const ap_int<bits> value = Input::decode(input);
    return weight == 1 ? value : ap_int<bits>(0);
  }
};
template <class Input, class Multiplier>
struct Product<Input, Ternary, Multiplier> {
  static const int bits = Input::bits + 2;
  static ap_int<bits> of(const ap_uint<Input::bits> &input, const ap_uint<2> &weight) {
#pragma HLS INLINE
    const ap_int<bits> value = Input::decode(input);
    return weight == 0 ? ap_int<bits>(0) : weight == 1 ? value : ap_int<bits>(-value);
  }
};

/** Sums in lanes: the general case. */
template <class Input, class Weight, int Lanes, class Multiplier>
struct DotProduct {
  /** What a sum starts from, for each of its terms. */
  static const int start_per_term = 0;
  typedef Product<Input, Weight, Multiplier> Term;
  typedef ap_int<Term::bits + bits_for<Lanes>::value> Sum;
  static Sum of(const ap_uint<Lanes * Input::bits> &inputs, const ap_uint<Lanes * Weight::bits> &weights) {
#pragma HLS INLINE
    Sum sum = 0;
    for (int i = 0; i < Lanes; ++i) {
#pragma HLS UNROLL
      sum += Term::of(lane<Input>(inputs, i), lane<Weight>(weights, i));
    }
    return sum;
  }
};

/** Bipolar x bipolar: twice the equal bits, from -1 a term on. A padding lane holds unequal bits and adds nothing. */
template <int Lanes, class Multiplier>
struct DotProduct<Bipolar, Bipolar, Lanes, Multiplier> {
  static const int start_per_term = -1;
  typedef ap_int<bits_for<Lanes>::value + 2> Sum;
  static Sum of(const ap_uint<Lanes> &inputs, const ap_uint<Lanes> &weights) {
#pragma HLS INLINE
    const ap_uint<Lanes> equal = ~(inputs ^ weights);
    const Sum ones = popcount(equal);
    return Sum(ones + ones);
  }
};

/** Binary x binary: the ones that both have. */
template <int Lanes, class Multiplier>
struct DotProduct<Binary, Binary, Lanes, Multiplier> {
  static const int start_per_term = 0;
  typedef ap_int<bits_for<Lanes>::value + 2> Sum;
  static Sum of(const ap_uint<Lanes> &inputs, const ap_uint<Lanes> &weights) {
#pragma HLS INLINE
    const ap_uint<Lanes> both = inputs & weights;
    return Sum(popcount(both));
  }
};

/** A binary operand selects signs: twice the selected +1, less all that are selected. */
template <int Lanes>
struct SelectedSigns {
  typedef ap_int<bits_for<Lanes>::value + 2> Sum;
  static Sum of(const ap_uint<Lanes> &signs, const ap_uint<Lanes> &selection) {
#pragma HLS INLINE
    const ap_uint<Lanes> both = signs & selection;
    const Sum plus = popcount(both), all = popcount(selection);
    return Sum(plus + plus - all);
  }
};
template <int Lanes, class Multiplier>
struct DotProduct<Binary, Bipolar, Lanes, Multiplier> {
  static const int start_per_term = 0;
  typedef typename SelectedSigns<Lanes>::Sum Sum;
  static Sum of(const ap_uint<Lanes> &inputs, const ap_uint<Lanes> &weights) {
#pragma HLS INLINE
    return SelectedSigns<Lanes>::of(weights, inputs);
  }
};
template <int Lanes, class Multiplier>
struct DotProduct<Bipolar, Binary, Lanes, Multiplier> {
  static const int start_per_term = 0;
  typedef typename SelectedSigns<Lanes>::Sum Sum;
  static Sum of(const ap_uint<Lanes> &inputs, const ap_uint<Lanes> &weights) {
#pragma HLS INLINE
    return SelectedSigns<Lanes>::of(inputs, weights);
  }
};

}  // namespace bnn

#endif
