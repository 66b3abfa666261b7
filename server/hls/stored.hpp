// How the constants of a memory are held: in synthesis as the words and numbers that they are; in simulation in machine
// words, which a compiler initialises at once. (A plain C++ compiler runs a constructor of ap_uint for every constant: a
// network's weights would take it minutes and gigabytes.)
#ifndef BNN_STORED_HPP
#define BNN_STORED_HPP

#include "types.hpp"

namespace bnn {

#ifdef __SYNTHESIS__

template <int Bits>
struct StoredWord {
  typedef ap_uint<Bits> type;
  static ap_uint<Bits> word(const type &held) {
#pragma HLS INLINE
    return held;
  }
  static type hold(const ap_uint<Bits> &word) {
#pragma HLS INLINE
    return word;
  }
};
template <int Bits>
struct StoredNumber {
  typedef ap_int<Bits> type;
  static type hold(const ap_int<Bits> &number) {
#pragma HLS INLINE
    return number;
  }
};

#else

/** A machine word of at least `Bits` bits. */
template <int Bits, bool Signed, bool Over8 = (Bits > 8), bool Over16 = (Bits > 16), bool Over32 = (Bits > 32)>
struct MachineWord {
  typedef unsigned char type;
};
template <int Bits>
struct MachineWord<Bits, true, false, false, false> {
  typedef signed char type;
};
template <int Bits>
struct MachineWord<Bits, false, true, false, false> {
  typedef unsigned short type;
};
template <int Bits>
struct MachineWord<Bits, true, true, false, false> {
  typedef short type;
};
template <int Bits>
struct MachineWord<Bits, false, true, true, false> {
  typedef unsigned type;
};
template <int Bits>
struct MachineWord<Bits, true, true, true, false> {
  typedef int type;
};
template <int Bits>
struct MachineWord<Bits, false, true, true, true> {
  typedef unsigned long long type;
};
template <int Bits>
struct MachineWord<Bits, true, true, true, true> {
  typedef long long type;
};

template <int... I>
struct Indices {
  typedef Indices type;
};
template <int N, int... I>
struct MakeIndices : MakeIndices<N - 1, N - 1, I...> {};
template <int... I>
struct MakeIndices<0, I...> : Indices<I...> {};

constexpr unsigned long long hex_digit(char c) {
  return c <= '9' ? static_cast<unsigned long long>(c - '0') : static_cast<unsigned long long>(c - 'a' + 10);
}
/** `count` hexadecimal digits that end before text[end], none of them left of text[2], where the "0x" ends. */
constexpr unsigned long long hex_digits(const char *text, int end, int count) {
  return count == 0 || end <= 2 ? 0 : hex_digits(text, end - 1, count - 1) << 4 | hex_digit(text[end - 1]);
}

template <class>
struct HexLimbs;
template <int... I>
struct HexLimbs<Indices<I...> > {
  unsigned long long limbs[sizeof...(I)];

  HexLimbs() : limbs() {}
  template <int Length>
  constexpr HexLimbs(const char (&text)[Length])
      : limbs{hex_digits(text, Length - 1 - 16 * I > 0 ? Length - 1 - 16 * I : 0, 16)...} {}
};

/** A word wider than a machine word, from "0x..." in lower case, which the compiler evaluates. */
template <int Bits>
struct HexWord : HexLimbs<typename MakeIndices<(Bits + 63) / 64>::type> {
  HexWord() {}
  template <int Length>
  constexpr HexWord(const char (&text)[Length]) : HexLimbs<typename MakeIndices<(Bits + 63) / 64>::type>(text) {}
};

template <int Bits, bool Wide = (Bits > 64)>
struct StoredWord {
  typedef typename MachineWord<Bits, false>::type type;
  static ap_uint<Bits> word(const type &held) { return ap_uint<Bits>(held); }
  static type hold(const ap_uint<Bits> &word) { return type(word.to_uint64()); }
};
template <int Bits>
struct StoredWord<Bits, true> {
  typedef HexWord<Bits> type;
  static ap_uint<Bits> word(const type &held) {
    ap_uint<Bits> result = 0;
    for (int lo = 0; lo < Bits; lo += 64) {
      const int hi = lo + 63 < Bits ? lo + 63 : Bits - 1;
      result.range(hi, lo) = ap_uint<64>(held.limbs[lo / 64]);
    }
    return result;
  }
  static type hold(const ap_uint<Bits> &word) {
    type held;
    for (int lo = 0; lo < Bits; lo += 64) {
      const ap_uint<64> limb = word.range(lo + 63 < Bits ? lo + 63 : Bits - 1, lo);
      held.limbs[lo / 64] = limb.to_uint64();
    }
    return held;
  }
};
template <int Bits>
struct StoredNumber {
  static_assert(Bits <= 64, "accumulators have at most 64 bits");
  typedef typename MachineWord<Bits, true>::type type;
  static type hold(const ap_int<Bits> &number) { return type(number.to_int64()); }
};

#endif

}  // namespace bnn

#endif
