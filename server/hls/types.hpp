// How values lie in stream words and memories: lane 0 in the least significant bits, each value in the bits of its
// type. Bipolar: one bit, 1 = +1; signed types in two's complement.
#ifndef BNN_TYPES_HPP
#define BNN_TYPES_HPP

#include "ap_int.h"
#include "hls_stream.h"
#include "pragmas.hpp"

namespace bnn {

/** Bits that hold the numbers 0..N; at least one. */
template <unsigned long long N>
struct bits_for {
  static const int value = 1 + bits_for<(N >> 1)>::value;
};
template <>
struct bits_for<1> {
  static const int value = 1;
};
template <>
struct bits_for<0> {
  static const int value = 1;
};

template <int A, int B>
struct larger {
  static const int value = A > B ? A : B;
};

template <int Bits>
struct Unsigned {
  static const int bits = Bits;
  static const long long lowest = 0;
  typedef ap_int<Bits + 1> Value;
  static Value decode(const ap_uint<Bits> &code) {
#pragma HLS INLINE
    return Value(code);
  }
  template <int W>
  static ap_uint<Bits> encode(const ap_int<W> &value) {
#pragma HLS INLINE
    return ap_uint<Bits>(value);
  }
};

template <int Bits>
struct Signed {
  static const int bits = Bits;
  static const long long lowest = -(1ll << (Bits - 1));
  typedef ap_int<Bits> Value;
  static Value decode(const ap_uint<Bits> &code) {
#pragma HLS INLINE
    return Value(code);
  }
  template <int W>
  static ap_uint<Bits> encode(const ap_int<W> &value) {
#pragma HLS INLINE
    return ap_uint<Bits>(value);
  }
};

/** -1, 0, +1 in two bits. */
struct Ternary : Signed<2> {
  static const long long lowest = -1;
};

/** 0, 1 */
typedef Unsigned<1> Binary;

/** -1, +1 in one bit. */
struct Bipolar {
  static const int bits = 1;
  static const long long lowest = 0;  // of the code: level 0 is code 0, which means -1
  typedef ap_int<2> Value;
  static Value decode(const ap_uint<1> &code) {
#pragma HLS INLINE
    return code == 1 ? Value(1) : Value(-1);
  }
  template <int W>
  static ap_uint<1> encode(const ap_int<W> &value) {
#pragma HLS INLINE
    return value > 0 ? ap_uint<1>(1) : ap_uint<1>(0);
  }
};

/** Lane `at` of a word of Type's values. */
template <class Type, int W>
ap_uint<Type::bits> lane(const ap_uint<W> &word, int at) {
#pragma HLS INLINE
  return word.range((at + 1) * Type::bits - 1, at * Type::bits);
}

/** Puts a value into lane `at`. */
template <class Type, int W>
void set_lane(ap_uint<W> &word, int at, const ap_uint<Type::bits> &code) {
#pragma HLS INLINE
  word.range((at + 1) * Type::bits - 1, at * Type::bits) = code;
}

/** Ones of the `N` bits from `Lo` on, as a balanced tree of adders. */
template <int Lo, int N>
struct Ones {
  template <int W>
  static ap_uint<bits_for<N>::value> of(const ap_uint<W> &word) {
#pragma HLS INLINE
    return ap_uint<bits_for<N>::value>(Ones<Lo, N / 2>::of(word) + Ones<Lo + N / 2, N - N / 2>::of(word));
  }
};
template <int Lo>
struct Ones<Lo, 1> {
  template <int W>
  static ap_uint<1> of(const ap_uint<W> &word) {
#pragma HLS INLINE
    return ap_uint<1>(word[Lo]);
  }
};

/** How many of the bits are 1. */
template <int N>
ap_uint<bits_for<N>::value> popcount(const ap_uint<N> &word) {
#pragma HLS INLINE
#ifdef BNN_SIM
  return ap_uint<bits_for<N>::value>(word.count_ones());
#else
  return Ones<0, N>::of(word);
#endif
}

}  // namespace bnn

#endif
