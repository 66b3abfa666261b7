// What the checks of the HLS library share: random values, packing written independently of the library, reports.
#ifndef TEST_HLS_SUPPORT_HPP
#define TEST_HLS_SUPPORT_HPP

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <type_traits>
#include <vector>

static long long iterations = 0;
#define BNN_COUNT_ITERATION ++iterations;
#include "bnn.hpp"

typedef std::vector<long long> Values;

static int failures = 0;
static int checks = 0;

static uint64_t random_state = 88172645463325252ull;
inline uint64_t random_bits() {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return random_state;
}
inline long long random_between(long long lo, long long hi) { return lo + (long long)(random_bits() % (uint64_t)(hi - lo + 1)); }

/** The values of a type of the library. */
template <class Type>
struct RangeOf;
template <>
struct RangeOf<bnn::Bipolar> {
  static long long lo() { return -1; }
  static long long hi() { return 1; }
};
template <>
struct RangeOf<bnn::Ternary> {
  static long long lo() { return -1; }
  static long long hi() { return 1; }
};
template <int Bits>
struct RangeOf<bnn::Unsigned<Bits> > {
  static long long lo() { return 0; }
  static long long hi() { return (1ll << Bits) - 1; }
};
template <int Bits>
struct RangeOf<bnn::Signed<Bits> > {
  static long long lo() { return -(1ll << (Bits - 1)); }
  static long long hi() { return (1ll << (Bits - 1)) - 1; }
};

template <class Type>
long long random_value() {
  if (std::is_same<Type, bnn::Bipolar>::value) return random_bits() & 1 ? 1 : -1;
  return random_between(RangeOf<Type>::lo(), RangeOf<Type>::hi());
}
template <class Type>
Values random_values(size_t count) {
  Values values(count);
  for (size_t i = 0; i < count; ++i) values[i] = random_value<Type>();
  return values;
}

/** The code of a value, bit by bit: bipolar 1 = +1, else two's complement. */
template <class Type>
bool code_bit(long long value, int bit) {
  if (std::is_same<Type, bnn::Bipolar>::value) return value == 1;
  return (uint64_t(value) >> bit) & 1;
}

template <class Type, int W>
void put(ap_uint<W> &word, int lane, long long value) {
  for (int b = 0; b < Type::bits; ++b) word[lane * Type::bits + b] = code_bit<Type>(value, b) ? 1 : 0;
}
template <class Type, int W>
long long get(const ap_uint<W> &word, int lane) {
  long long code = 0;
  for (int b = 0; b < Type::bits; ++b) code |= (long long)(word[lane * Type::bits + b] ? 1 : 0) << b;
  if (std::is_same<Type, bnn::Bipolar>::value) return code == 1 ? 1 : -1;
  if (RangeOf<Type>::lo() < 0 && (code >> (Type::bits - 1)) & 1) code -= 1ll << Type::bits;
  return code;
}

/** Writes values in order, `Lanes` in a word. */
template <class Type, int Lanes>
void write_values(hls::stream<ap_uint<Lanes * Type::bits> > &stream, const Values &values) {
  for (size_t at = 0; at < values.size(); at += Lanes) {
    ap_uint<Lanes * Type::bits> word = 0;
    for (int lane = 0; lane < Lanes && at + lane < values.size(); ++lane) put<Type>(word, lane, values[at + lane]);
    stream.write(word);
  }
}
template <class Type, int Lanes>
Values read_values(hls::stream<ap_uint<Lanes * Type::bits> > &stream) {
  Values values;
  while (!stream.empty()) {
    const ap_uint<Lanes * Type::bits> word = stream.read();
    for (int lane = 0; lane < Lanes; ++lane) values.push_back(get<Type>(word, lane));
  }
  return values;
}

inline void expect_values(const char *what, const Values &found, const Values &expected) {
  ++checks;
  if (found == expected) return;
  ++failures;
  if (found.size() != expected.size()) {
    std::printf("FAIL %s: %zu values, expected %zu\n", what, found.size(), expected.size());
    return;
  }
  for (size_t i = 0; i < found.size(); ++i) {
    if (found[i] == expected[i]) continue;
    std::printf("FAIL %s: value %zu is %lld, expected %lld\n", what, i, found[i], expected[i]);
    return;
  }
}

inline void expect_equal(const char *what, const char *quantity, long long found, long long expected) {
  ++checks;
  if (found == expected) return;
  ++failures;
  std::printf("FAIL %s: %s is %lld, expected %lld\n", what, quantity, found, expected);
}

/**
 * Thresholds of the library's layout and the activation that they describe, computed here by counting. `Sets` is the
 * number of channels that have thresholds of their own (1: shared).
 */
template <class Output, int Pe, int Rows, int Count, int Bits>
struct RandomThresholds {
  bnn::FallingThresholds<Pe, Rows, Count, Bits, Pe, Rows> library;

  RandomThresholds(long long lo, long long hi) {
    for (int pe = 0; pe < Pe; ++pe) {
      for (int row = 0; row < Rows; ++row) {
        Values sorted(Count);
        for (int n = 0; n < Count; ++n) {
          long long value = random_between(lo, hi);
          int at = n;
          while (at > 0 && sorted[at - 1] > value) {
            sorted[at] = sorted[at - 1];
            --at;
          }
          sorted[at] = value;
        }
        for (int n = 0; n < Count; ++n) library.values[pe][row][n] = typename bnn::StoredNumber<Bits>::type(sorted[n]);
        library.falling[pe][row] = random_bits() % 3 == 0 ? 1 : 0;
      }
    }
  }
  long long apply(long long accumulator, int channel, int pe_count) const {
    const int pe = Pe == 1 ? 0 : channel % pe_count;
    const int row = Rows == 1 ? 0 : channel / pe_count;
    long long passed = 0;
    for (int n = 0; n < Count; ++n) {
      const long long threshold = library.values[pe][row][n];
      passed += library.falling[pe][row] == 1 ? accumulator <= threshold : accumulator >= threshold;
    }
    if (std::is_same<Output, bnn::Bipolar>::value) return 2 * passed - 1;
    return RangeOf<Output>::lo() + passed;
  }
};

#endif
