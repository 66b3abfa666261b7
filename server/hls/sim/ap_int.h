// Simulation stand-in for the vendor's ap_int.h: only the operations that the bnn library uses, on native words.
// A value of at most 64 bits is held in the smallest machine word that fits, a wider one in 64-bit limbs.
#ifndef BNN_SIM_AP_INT_H
#define BNN_SIM_AP_INT_H

#include <cstdint>
#include <type_traits>

/** Tells the library that it is compiled against the stand-ins. */
#define BNN_SIM 1

template <int W, bool Wide = (W > 64)>
struct ap_uint;
template <int W>
struct ap_int;

namespace bnn_sim {

constexpr uint64_t low_bits(int bits) { return bits >= 64 ? ~uint64_t(0) : (uint64_t(1) << bits) - 1; }

/** The low `bits` bits of `value` as a two's complement number. */
constexpr int64_t sign_extend(uint64_t value, int bits) {
  return bits >= 64 ? int64_t(value)
                    : int64_t((value & low_bits(bits)) ^ (uint64_t(1) << (bits - 1))) - int64_t(uint64_t(1) << (bits - 1));
}

inline unsigned count_ones(uint64_t x) {
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__POPCNT__)
  // The compiler's default target predates the instruction, which every 64-bit x86 since 2008 has.
  uint64_t ones;
  __asm__("popcnt %1, %0" : "=r"(ones) : "r"(x) : "cc");
  return unsigned(ones);
#else
  return unsigned(__builtin_popcountll(x));
#endif
}

template <int W>
struct Machine {
  typedef typename std::conditional<
      (W <= 8), uint8_t,
      typename std::conditional<(W <= 16), uint16_t, typename std::conditional<(W <= 32), uint32_t, uint64_t>::type>::type>::type
      Unsigned;
  typedef typename std::make_signed<Unsigned>::type Signed;
};

/** Bits hi..lo of a value, to be read or assigned. Reading as a number gives the low 64 bits of them. */
template <class Owner>
struct Range {
  Owner &owner;
  const int hi, lo;
  Range(Owner &o, int h, int l) : owner(o), hi(h), lo(l) {}
  Range(const Range &) = default;
  int length() const { return hi - lo + 1; }
  uint64_t chunk(int at, int count) const { return owner.chunk(lo + at, count); }
  operator unsigned long long() const { return owner.chunk(lo, length() > 64 ? 64 : length()); }

  Range &operator=(const Range &other) { return assign_from(ap_uint<Owner::width>(other), other.length()); }
  template <class Other>
  Range &operator=(const Range<Other> &other) {
    return assign_from(ap_uint<Other::width>(other), other.length());
  }
  template <int V>
  Range &operator=(const ap_uint<V> &value) {
    return assign_from(value, V);
  }
  template <int V>
  Range &operator=(const ap_int<V> &value) {
    return *this = value.to_int64();
  }
  template <class T>
  typename std::enable_if<std::is_integral<T>::value, Range &>::type operator=(T value) {
    if (length() <= 64) {
      owner.set_chunk(lo, length(), uint64_t(value));
    } else {
      for (int at = 0; at < length(); at += 64)
        owner.set_chunk(lo + at, smaller(64, length() - at), at == 0 ? uint64_t(value) : value < T(0) ? ~uint64_t(0) : 0);
    }
    return *this;
  }

 private:
  static int smaller(int a, int b) { return a < b ? a : b; }
  template <class Source>
  Range &assign_from(const Source &source, int available) {
    for (int at = 0; at < length(); at += 64) {
      const int count = smaller(64, length() - at), have = smaller(count, available - at);
      owner.set_chunk(lo + at, count, have > 0 ? source.chunk(at, have) : 0);
    }
    return *this;
  }
};

}  // namespace bnn_sim

// What ap_uint and ap_int of at most 64 bits have in common; Self, Native and the machine word `v` are theirs.
#define BNN_SIM_COMPOUND(op)                                            \
  template <class T>                                                    \
  Self &operator op##=(T other) {                                       \
    return *this = Self(static_cast<Native>(*this) op Native(other));   \
  }
#define BNN_SIM_COMMON                                                                                       \
  BNN_SIM_COMPOUND(+)                                                                                        \
  BNN_SIM_COMPOUND(-)                                                                                        \
  BNN_SIM_COMPOUND(*)                                                                                        \
  BNN_SIM_COMPOUND(&)                                                                                        \
  BNN_SIM_COMPOUND(|)                                                                                        \
  BNN_SIM_COMPOUND(^)                                                                                        \
  BNN_SIM_COMPOUND(<<)                                                                                       \
  BNN_SIM_COMPOUND(>>)                                                                                       \
  Self &operator++() { return *this = Self(static_cast<Native>(*this) + 1); }                                \
  Self &operator--() { return *this = Self(static_cast<Native>(*this) - 1); }                                \
  constexpr operator Native() const { return Native(v); }                                                    \
  uint64_t chunk(int lo, int count) const { return (uint64_t(v) >> lo) & bnn_sim::low_bits(count); }         \
  void set_chunk(int lo, int count, uint64_t value) {                                                        \
    const uint64_t mask = bnn_sim::low_bits(count) << lo;                                                    \
    *this = Self((uint64_t(v) & ~mask) | ((value << lo) & mask));                                            \
  }                                                                                                          \
  bnn_sim::Range<Self> range(int hi, int lo) { return bnn_sim::Range<Self>(*this, hi, lo); }                 \
  ap_uint<W> range(int hi, int lo) const { return ap_uint<W>(chunk(lo, hi - lo + 1)); }                      \
  bnn_sim::Range<Self> operator[](int bit) { return bnn_sim::Range<Self>(*this, bit, bit); }                 \
  bool operator[](int bit) const { return (uint64_t(v) >> bit) & 1; }                                        \
  int to_int() const { return int(v); }                                                                      \
  unsigned to_uint() const { return unsigned(v); }                                                           \
  long long to_int64() const { return static_cast<long long>(v); }                                           \
  unsigned long long to_uint64() const { return static_cast<unsigned long long>(v); }

/** Unsigned, at most 64 bits. */
template <int W>
struct ap_uint<W, false> {
  static_assert(W > 0, "ap_uint has at least one bit");
  typedef ap_uint<W, false> Self;
  typedef typename std::conditional<(W < 64), long long, unsigned long long>::type Native;
  static const int width = W;
  typename bnn_sim::Machine<W>::Unsigned v;

  constexpr ap_uint() : v(0) {}
  template <class T, class = typename std::enable_if<std::is_integral<T>::value>::type>
  constexpr ap_uint(T value) : v(typename bnn_sim::Machine<W>::Unsigned(uint64_t(value) & bnn_sim::low_bits(W))) {}
  template <int V>
  constexpr ap_uint(const ap_int<V> &other) : ap_uint(other.v) {}
  template <int V>
  constexpr ap_uint(const ap_uint<V> &other) : ap_uint(other.low()) {}
  template <class Owner>
  ap_uint(const bnn_sim::Range<Owner> &other) : ap_uint(static_cast<unsigned long long>(other)) {}

  constexpr uint64_t low() const { return v; }
  unsigned count_ones() const { return bnn_sim::count_ones(v); }
  BNN_SIM_COMMON
};

/** Signed, at most 64 bits. */
template <int W>
struct ap_int {
  static_assert(W > 0 && W <= 64, "the stand-in's ap_int has 1 to 64 bits");
  typedef ap_int<W> Self;
  typedef long long Native;
  static const int width = W;
  typename bnn_sim::Machine<W>::Signed v;

  constexpr ap_int() : v(0) {}
  template <class T, class = typename std::enable_if<std::is_integral<T>::value>::type>
  constexpr ap_int(T value) : v(typename bnn_sim::Machine<W>::Signed(bnn_sim::sign_extend(uint64_t(value), W))) {}
  template <int V>
  constexpr ap_int(const ap_int<V> &other) : ap_int(other.v) {}
  template <int V>
  constexpr ap_int(const ap_uint<V> &other) : ap_int(other.low()) {}
  template <class Owner>
  ap_int(const bnn_sim::Range<Owner> &other) : ap_int(static_cast<unsigned long long>(other)) {}
  BNN_SIM_COMMON
};

/** Unsigned, more than 64 bits. */
template <int W>
struct ap_uint<W, true> {
  typedef ap_uint<W, true> Self;
  static const int width = W;
  static const int limbs = (W + 63) / 64;
  uint64_t v[limbs];

  constexpr ap_uint() : v{} {}
  template <class T, class = typename std::enable_if<std::is_integral<T>::value>::type>
  ap_uint(T value) : v{} {
    range(W - 1, 0) = value;
  }
  template <int V>
  ap_uint(const ap_uint<V> &other) : v{} {
    range(W - 1, 0) = other;
  }
  template <class Owner>
  ap_uint(const bnn_sim::Range<Owner> &other) : v{} {
    for (int at = 0; at < W && at < other.length(); at += 64) {
      const int most = W < other.length() ? W - at : other.length() - at;
      set_chunk(at, most < 64 ? most : 64, other.chunk(at, most < 64 ? most : 64));
    }
  }

  constexpr uint64_t low() const { return v[0]; }
  unsigned count_ones() const {
    unsigned ones = 0;
    for (int i = 0; i < limbs; ++i) ones += bnn_sim::count_ones(v[i]);
    return ones;
  }
  uint64_t chunk(int lo, int count) const {
    const int limb = lo / 64, shift = lo % 64;
    uint64_t value = v[limb] >> shift;
    if (shift != 0 && shift + count > 64) value |= v[limb + 1] << (64 - shift);
    return value & bnn_sim::low_bits(count);
  }
  void set_chunk(int lo, int count, uint64_t value) {
    const int limb = lo / 64, shift = lo % 64;
    const uint64_t mask = bnn_sim::low_bits(count);
    value &= mask;
    v[limb] = (v[limb] & ~(mask << shift)) | (value << shift);
    if (shift != 0 && shift + count > 64) v[limb + 1] = (v[limb + 1] & ~(mask >> (64 - shift))) | (value >> (64 - shift));
  }
  bnn_sim::Range<Self> range(int hi, int lo) { return bnn_sim::Range<Self>(*this, hi, lo); }
  bnn_sim::Range<const Self> range(int hi, int lo) const { return bnn_sim::Range<const Self>(*this, hi, lo); }
  bnn_sim::Range<Self> operator[](int bit) { return range(bit, bit); }
  bool operator[](int bit) const { return (v[bit / 64] >> (bit % 64)) & 1; }

  Self operator~() const {
    Self r;
    for (int i = 0; i < limbs; ++i) r.v[i] = ~v[i];
    return r.trim();
  }
  Self operator^(const Self &o) const {
    Self r;
    for (int i = 0; i < limbs; ++i) r.v[i] = v[i] ^ o.v[i];
    return r;
  }
  Self operator&(const Self &o) const {
    Self r;
    for (int i = 0; i < limbs; ++i) r.v[i] = v[i] & o.v[i];
    return r;
  }
  Self operator|(const Self &o) const {
    Self r;
    for (int i = 0; i < limbs; ++i) r.v[i] = v[i] | o.v[i];
    return r;
  }
  Self operator<<(int by) const {
    Self r;
    const int whole = by / 64, part = by % 64;
    for (int i = limbs - 1; i >= whole; --i) {
      r.v[i] = v[i - whole] << part;
      if (part != 0 && i > whole) r.v[i] |= v[i - whole - 1] >> (64 - part);
    }
    return r.trim();
  }
  Self operator>>(int by) const {
    Self r;
    const int whole = by / 64, part = by % 64;
    for (int i = 0; i + whole < limbs; ++i) {
      r.v[i] = v[i + whole] >> part;
      if (part != 0 && i + whole + 1 < limbs) r.v[i] |= v[i + whole + 1] << (64 - part);
    }
    return r;
  }
  Self &operator|=(const Self &o) { return *this = *this | o; }
  bool operator==(const Self &o) const {
    for (int i = 0; i < limbs; ++i)
      if (v[i] != o.v[i]) return false;
    return true;
  }
  bool operator!=(const Self &o) const { return !(*this == o); }
  int to_int() const { return int(v[0]); }
  unsigned to_uint() const { return unsigned(v[0]); }
  unsigned long long to_uint64() const { return v[0]; }

 private:
  Self &trim() {
    if (W % 64 != 0) v[limbs - 1] &= bnn_sim::low_bits(W % 64);
    return *this;
  }
};

#undef BNN_SIM_COMMON
#undef BNN_SIM_COMPOUND
#endif
