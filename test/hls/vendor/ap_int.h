// A strict model of the vendor's open ap_int.h (Xilinx/HLS_arbitrary_Precision_Types): the tests compile the library and
// generated projects against it. It has no operation that the vendor's has not, gives results the vendor's types and
// widths (a sum grows by a bit, a shift keeps the left operand's width), and converts only as the vendor's does. Whole
// numbers only: no ap_fixed, no float. Three things are stricter: a value that was not set holds a pattern in place of
// anything, a range or bit outside the word stops the program, and a width beyond AP_INT_MAX_W does not compile.
#ifndef TEST_HLS_VENDOR_AP_INT_H
#define TEST_HLS_VENDOR_AP_INT_H

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#ifndef AP_INT_MAX_W
#define AP_INT_MAX_W 1024
#endif
#if AP_INT_MAX_W > 32768
#error "the vendor's types have at most 32768 bits"
#endif

typedef long long ap_slong;
typedef unsigned long long ap_ulong;

template <int W>
struct ap_int;
template <int W>
struct ap_uint;
template <int W, bool S>
struct ap_int_base;
template <int W, bool S>
struct ap_range_ref;
template <int W, bool S>
struct ap_bit_ref;

namespace strict {

inline void need(bool holds, const char *what) {
  if (holds) return;
  std::fprintf(stderr, "ap_int: %s\n", what);
  std::exit(73);
}
constexpr int most(int a, int b) { return a > b ? a : b; }
template <class T>
constexpr bool minus(T value) {
  return value != 0 && value < T(1);
}

template <int W, bool S>
struct Named {
  typedef ap_uint<W> type;
};
template <int W>
struct Named<W, true> {
  typedef ap_int<W> type;
};
template <bool S>
struct Number {
  typedef ap_ulong type;
};
template <>
struct Number<true> {
  typedef ap_slong type;
};

}  // namespace strict

/** W bits in 64-bit limbs; limbs behind the last are zeros, or the sign. */
template <int W, bool S>
struct ap_int_base {
  static_assert(W > 0, "a word has at least one bit");
  static_assert(W <= AP_INT_MAX_W, "a word is wider than AP_INT_MAX_W, which must be defined before the first include");
  static const int width = W;
  static const int limbs = (W + 63) / 64;
  uint64_t v[limbs];

  /** Types of results with another operand. */
  template <int W2, bool S2>
  struct RType {
    static const int logic_w = strict::most(W + (S2 && !S), W2 + (S && !S2));
    typedef typename strict::Named<W + W2, (S || S2)>::type mult;
    typedef typename strict::Named<logic_w + 1, (S || S2)>::type plus;
    typedef typename strict::Named<logic_w + 1, true>::type minus;
    typedef typename strict::Named<logic_w, (S || S2)>::type logic;
  };
  typedef typename strict::Named<W, S>::type Same;

  ap_int_base() {
    for (int i = 0; i < limbs; ++i) v[i] = 0x5a96c3a5a5c3695aull;
    trim();
  }
  template <int W2, bool S2>
  ap_int_base(const ap_int_base<W2, S2> &other) {
    take(other);
  }
  template <int W2, bool S2>
  ap_int_base(const ap_range_ref<W2, S2> &other) {
    take(other.get());
  }
  template <int W2, bool S2>
  ap_int_base(const ap_bit_ref<W2, S2> &other) {
    number(bool(other) ? 1 : 0, false);
  }
#define FROM_NUMBER(Type) \
  ap_int_base(const Type op) { number(uint64_t(op), strict::minus(op)); }
#define EACH_NUMBER(apply)                                                                                   \
  apply(char) apply(signed char) apply(unsigned char) apply(short) apply(unsigned short) apply(int)           \
      apply(unsigned) apply(long) apply(unsigned long) apply(ap_slong) apply(ap_ulong)
  EACH_NUMBER(FROM_NUMBER)
  ap_int_base(const bool op) { number(op ? 1 : 0, false); }
#undef FROM_NUMBER
  /** The library writes hexadecimal words only, with their prefix. */
  ap_int_base(const char *text) {
    strict::need(text[0] == '0' && text[1] == 'x', "a word is initialised by a text without 0x");
    number(0, false);
    const int digits = int(std::strlen(text)) - 2;
    for (int i = 0; i < digits && i < limbs * 16; ++i) {
      const char c = text[2 + digits - 1 - i];
      const uint64_t digit = uint64_t(c >= '0' && c <= '9' ? c - '0' : c - 'a' + 10);
      v[i / 16] |= digit << (i % 16 * 4);
    }
    trim();
  }
  ap_int_base &operator=(const ap_int_base &) = default;
  ap_int_base(const ap_int_base &) = default;

  /** The only implicit conversion: the low 64 bits. */
  operator typename strict::Number<S>::type() const { return typename strict::Number<S>::type(limb(0)); }
  bool to_bool() const { return *this != ap_int_base<1, false>(0); }
  int to_int() const { return int(limb(0)); }
  unsigned to_uint() const { return unsigned(limb(0)); }
  ap_slong to_int64() const { return ap_slong(limb(0)); }
  ap_ulong to_uint64() const { return limb(0); }
  int length() const { return W; }

#define ASSIGN(sym, plain)                                           \
  template <int W2, bool S2>                                         \
  ap_int_base &operator sym(const ap_int_base<W2, S2> &other) {      \
    take(*this plain other);                                         \
    return *this;                                                    \
  }
  ASSIGN(+=, +)
  ASSIGN(-=, -)
  ASSIGN(*=, *)
#undef ASSIGN
#define ASSIGN_EQUAL_WIDTHS(sym, plain)                                              \
  template <int W2, bool S2>                                                         \
  ap_int_base &operator sym(const ap_int_base<W2, S2> &other) {                      \
    static_assert(W == W2, "the vendor's types warn where the widths of " #sym " differ"); \
    take(*this plain other);                                                         \
    return *this;                                                                    \
  }
  ASSIGN_EQUAL_WIDTHS(&=, &)
  ASSIGN_EQUAL_WIDTHS(|=, |)
  ASSIGN_EQUAL_WIDTHS(^=, ^)
#undef ASSIGN_EQUAL_WIDTHS
  ap_int_base &operator++() { return *this += ap_int_base<1, false>(1); }
  ap_int_base &operator--() { return *this -= ap_int_base<1, false>(1); }

  Same operator+() const { return *this; }
  typename RType<1, false>::minus operator-() const { return ap_int_base<1, false>(0) - *this; }
  bool operator!() const { return !to_bool(); }
  Same operator~() const {
    ap_int_base r(0);
    for (int i = 0; i < limbs; ++i) r.v[i] = ~v[i];
    r.trim();
    return r;
  }

  template <int W2>
  Same operator<<(const ap_int_base<W2, false> &by) const {
    return shifted_left(by.to_int());
  }
  template <int W2>
  Same operator>>(const ap_int_base<W2, false> &by) const {
    return shifted_right(by.to_int());
  }

  template <int W2, bool S2>
  bool operator==(const ap_int_base<W2, S2> &other) const {
    return compare(other) == 0;
  }
  template <int W2, bool S2>
  bool operator!=(const ap_int_base<W2, S2> &other) const {
    return compare(other) != 0;
  }
  template <int W2, bool S2>
  bool operator<(const ap_int_base<W2, S2> &other) const {
    return compare(other) < 0;
  }
  template <int W2, bool S2>
  bool operator>=(const ap_int_base<W2, S2> &other) const {
    return compare(other) >= 0;
  }
  template <int W2, bool S2>
  bool operator>(const ap_int_base<W2, S2> &other) const {
    return compare(other) > 0;
  }
  template <int W2, bool S2>
  bool operator<=(const ap_int_base<W2, S2> &other) const {
    return compare(other) <= 0;
  }

  ap_range_ref<W, S> range(int hi, int lo) { return ap_range_ref<W, S>(this, hi, lo); }
  ap_range_ref<W, S> range(int hi, int lo) const { return ap_range_ref<W, S>(const_cast<ap_int_base *>(this), hi, lo); }
  ap_bit_ref<W, S> operator[](int index) { return ap_bit_ref<W, S>(this, index); }
  template <int W2, bool S2>
  ap_bit_ref<W, S> operator[](const ap_int_base<W2, S2> &index) {
    return ap_bit_ref<W, S>(this, index.to_int());
  }
  bool operator[](int index) const { return bit_at(index); }
  template <int W2, bool S2>
  bool operator[](const ap_int_base<W2, S2> &index) const {
    return bit_at(index.to_int());
  }

  // What follows is the model's own, under names that the library does not use.
  uint64_t limb(int i) const {
    const bool minus = S && (v[limbs - 1] >> ((W - 1) % 64) & 1);
    if (i >= limbs) return minus ? ~uint64_t(0) : 0;
    if (i == limbs - 1 && minus && W % 64 != 0) return v[i] | ~uint64_t(0) << (W % 64);
    return v[i];
  }
  bool bit_at(int index) const {
    strict::need(index >= 0 && index < W, "a bit outside its word");
    return v[index / 64] >> (index % 64) & 1;
  }
  void set_bit_at(int index, bool value) {
    strict::need(index >= 0 && index < W, "a bit outside its word");
    const uint64_t mask = uint64_t(1) << (index % 64);
    v[index / 64] = value ? v[index / 64] | mask : v[index / 64] & ~mask;
  }
  template <int W2, bool S2>
  void take(const ap_int_base<W2, S2> &other) {
    for (int i = 0; i < limbs; ++i) v[i] = other.limb(i);
    trim();
  }
  void number(uint64_t low, bool minus) {
    for (int i = 0; i < limbs; ++i) v[i] = i == 0 ? low : minus ? ~uint64_t(0) : 0;
    trim();
  }
  void trim() {
    if (W % 64 != 0) v[limbs - 1] &= ~uint64_t(0) >> (64 - W % 64);
  }
  ap_int_base shifted_left(int by) const {
    strict::need(by >= 0 && by <= W, "a shift by more than the word, or a negative one");
    ap_int_base r(0);
    for (int i = by; i < W; ++i) r.set_bit_at(i, bit_at(i - by));
    return r;
  }
  ap_int_base shifted_right(int by) const {
    strict::need(by >= 0, "a negative shift");
    ap_int_base r(0);
    const bool sign = S && bit_at(W - 1);
    for (int i = 0; i < W; ++i) r.set_bit_at(i, by < W - i ? bit_at(i + by) : sign);
    return r;
  }
  template <int W2, bool S2>
  int compare(const ap_int_base<W2, S2> &other) const {
    for (int i = strict::most(limbs, ap_int_base<W2, S2>::limbs); i >= 0; --i) {
      const uint64_t a = limb(i), b = other.limb(i);
      if (a == b) continue;
      const bool first = i == strict::most(limbs, ap_int_base<W2, S2>::limbs);
      return first ? (int64_t(a) < int64_t(b) ? -1 : 1) : a < b ? -1 : 1;
    }
    return 0;
  }
};

#define BETWEEN_WORDS(sym, result, statement)                                                                       \
  template <int W, bool S, int W2, bool S2>                                                                         \
  typename ap_int_base<W, S>::template RType<W2, S2>::result operator sym(const ap_int_base<W, S> &a,               \
                                                                          const ap_int_base<W2, S2> &b) {           \
    typename ap_int_base<W, S>::template RType<W2, S2>::result r(0);                                                \
    statement;                                                                                                      \
    r.trim();                                                                                                       \
    return r;                                                                                                       \
  }
#define LIMBWISE(sym) for (int i = 0; i < r.limbs; ++i) r.v[i] = a.limb(i) sym b.limb(i)
BETWEEN_WORDS(&, logic, LIMBWISE(&))
BETWEEN_WORDS(|, logic, LIMBWISE(|))
BETWEEN_WORDS(^, logic, LIMBWISE(^))
BETWEEN_WORDS(+, plus, unsigned __int128 carry = 0; for (int i = 0; i < r.limbs; ++i) {
  carry += (unsigned __int128)a.limb(i) + b.limb(i);
  r.v[i] = uint64_t(carry);
  carry >>= 64;
})
BETWEEN_WORDS(-, minus, unsigned __int128 carry = 1; for (int i = 0; i < r.limbs; ++i) {
  carry += (unsigned __int128)a.limb(i) + uint64_t(~b.limb(i));
  r.v[i] = uint64_t(carry);
  carry >>= 64;
})
BETWEEN_WORDS(*, mult, for (int i = 0; i < r.limbs; ++i) {
  unsigned __int128 carry = 0;
  for (int j = 0; i + j < r.limbs; ++j) {
    carry += (unsigned __int128)a.limb(i) * b.limb(j) + r.v[i + j];
    r.v[i + j] = uint64_t(carry);
    carry >>= 64;
  }
})
#undef LIMBWISE
#undef BETWEEN_WORDS

// With C numbers, each as a word of its own width.
#define WITH_NUMBER(sym, result, Type, Bits, Sign)                                                            \
  template <int W, bool S>                                                                                    \
  typename ap_int_base<W, S>::template RType<Bits, Sign>::result operator sym(Type a, const ap_int_base<W, S> &b) { \
    return ap_int_base<Bits, Sign>(a) sym b;                                                                  \
  }                                                                                                           \
  template <int W, bool S>                                                                                    \
  typename ap_int_base<W, S>::template RType<Bits, Sign>::result operator sym(const ap_int_base<W, S> &a, Type b) { \
    return a sym ap_int_base<Bits, Sign>(b);                                                                  \
  }
#define ASSIGN_NUMBER(sym, Type, Bits, Sign)                                       \
  template <int W, bool S>                                                         \
  ap_int_base<W, S> &operator sym(ap_int_base<W, S> &a, Type b) {                  \
    return a sym ap_int_base<Bits, Sign>(b);                                       \
  }
#define COMPARE_NUMBER(sym, Type, Bits, Sign)                                      \
  template <int W, bool S>                                                         \
  bool operator sym(Type a, const ap_int_base<W, S> &b) {                          \
    return ap_int_base<Bits, Sign>(a) sym b;                                       \
  }                                                                                \
  template <int W, bool S>                                                         \
  bool operator sym(const ap_int_base<W, S> &a, Type b) {                          \
    return a sym ap_int_base<Bits, Sign>(b);                                       \
  }
#define SHIFT_NUMBER(Type)                                                         \
  template <int W, bool S>                                                         \
  typename ap_int_base<W, S>::Same operator<<(const ap_int_base<W, S> &a, Type b) {  \
    return a.shifted_left(int(b));                                                 \
  }                                                                                \
  template <int W, bool S>                                                         \
  typename ap_int_base<W, S>::Same operator>>(const ap_int_base<W, S> &a, Type b) {  \
    return a.shifted_right(int(b));                                                \
  }
#define ALL_WITH_NUMBER(Type, Bits, Sign)                                                                      \
  WITH_NUMBER(+, plus, Type, Bits, Sign) WITH_NUMBER(-, minus, Type, Bits, Sign)                               \
  WITH_NUMBER(*, mult, Type, Bits, Sign) WITH_NUMBER(&, logic, Type, Bits, Sign)                               \
  WITH_NUMBER(|, logic, Type, Bits, Sign) WITH_NUMBER(^, logic, Type, Bits, Sign)                              \
  ASSIGN_NUMBER(+=, Type, Bits, Sign) ASSIGN_NUMBER(-=, Type, Bits, Sign) ASSIGN_NUMBER(*=, Type, Bits, Sign)  \
  COMPARE_NUMBER(==, Type, Bits, Sign) COMPARE_NUMBER(!=, Type, Bits, Sign) COMPARE_NUMBER(<, Type, Bits, Sign) \
  COMPARE_NUMBER(<=, Type, Bits, Sign) COMPARE_NUMBER(>, Type, Bits, Sign) COMPARE_NUMBER(>=, Type, Bits, Sign) \
  SHIFT_NUMBER(Type)
ALL_WITH_NUMBER(bool, 1, false)
ALL_WITH_NUMBER(char, 8, true)
ALL_WITH_NUMBER(signed char, 8, true)
ALL_WITH_NUMBER(unsigned char, 8, false)
ALL_WITH_NUMBER(short, 16, true)
ALL_WITH_NUMBER(unsigned short, 16, false)
ALL_WITH_NUMBER(int, 32, true)
ALL_WITH_NUMBER(unsigned, 32, false)
ALL_WITH_NUMBER(long, int(sizeof(long) * 8), true)
ALL_WITH_NUMBER(unsigned long, int(sizeof(long) * 8), false)
ALL_WITH_NUMBER(ap_slong, 64, true)
ALL_WITH_NUMBER(ap_ulong, 64, false)
#undef ALL_WITH_NUMBER
#undef SHIFT_NUMBER
#undef COMPARE_NUMBER
#undef ASSIGN_NUMBER
#undef WITH_NUMBER

/** Bits hi..lo of a word. */
template <int W, bool S>
struct ap_range_ref {
  ap_int_base<W, S> &word;
  int lo, hi;
  ap_range_ref(ap_int_base<W, S> *of, int h, int l) : word(*of), lo(l), hi(h) {
    strict::need(lo >= 0 && hi < W && lo <= hi, "a range outside its word");
  }
  ap_range_ref(const ap_range_ref &) = default;

  operator ap_int_base<W, false>() const { return get(); }
  operator ap_ulong() const { return get().to_uint64(); }
  ap_int_base<W, false> get() const {
    ap_int_base<W, false> r(0);
    for (int i = lo; i <= hi; ++i) r.set_bit_at(i - lo, word.bit_at(i));
    return r;
  }
#define FROM_NUMBER(Type) \
  ap_range_ref &operator=(Type value) { return put(ap_int_base<W, false>(value)); }
  EACH_NUMBER(FROM_NUMBER)
  FROM_NUMBER(bool)
#undef FROM_NUMBER
  template <int W2, bool S2>
  ap_range_ref &operator=(const ap_int_base<W2, S2> &value) {
    return put(ap_int_base<W, false>(value));
  }
  ap_range_ref &operator=(const ap_range_ref &value) { return put(value.get()); }
  template <int W2, bool S2>
  ap_range_ref &operator=(const ap_range_ref<W2, S2> &value) {
    return put(ap_int_base<W, false>(value.get()));
  }
  template <int W2, bool S2>
  ap_range_ref &operator=(const ap_bit_ref<W2, S2> &value) {
    return put(ap_int_base<W, false>(bool(value)));
  }

 private:
  ap_range_ref &put(const ap_int_base<W, false> &value) {
    for (int i = lo; i <= hi; ++i) word.set_bit_at(i, value.bit_at(i - lo));
    return *this;
  }
};

/** One bit of a word. */
template <int W, bool S>
struct ap_bit_ref {
  ap_int_base<W, S> &word;
  int index;
  ap_bit_ref(ap_int_base<W, S> *of, int at) : word(*of), index(at) {}
  ap_bit_ref(const ap_bit_ref &) = default;
  operator bool() const { return word.bit_at(index); }
  bool to_bool() const { return word.bit_at(index); }
#define FROM_NUMBER(Type)                 \
  ap_bit_ref &operator=(Type value) {     \
    word.set_bit_at(index, value != 0);   \
    return *this;                         \
  }
  EACH_NUMBER(FROM_NUMBER)
  FROM_NUMBER(bool)
#undef FROM_NUMBER
  ap_bit_ref &operator=(const ap_bit_ref &value) { return *this = bool(value); }
  template <int W2, bool S2>
  ap_bit_ref &operator=(const ap_bit_ref<W2, S2> &value) {
    return *this = bool(value);
  }
  template <int W2, bool S2>
  ap_bit_ref &operator=(const ap_int_base<W2, S2> &value) {
    return *this = value.to_bool();
  }
};

#define NAMED(Name, Sign)                                                        \
  template <int W>                                                               \
  struct Name : ap_int_base<W, Sign> {                                           \
    typedef ap_int_base<W, Sign> Base;                                           \
    Name() {}                                                                    \
    template <int W2>                                                            \
    Name(const ap_int<W2> &op) : Base(op) {}                                     \
    template <int W2>                                                            \
    Name(const ap_uint<W2> &op) : Base(op) {}                                    \
    template <int W2, bool S2>                                                   \
    Name(const ap_range_ref<W2, S2> &op) : Base(op) {}                           \
    template <int W2, bool S2>                                                   \
    Name(const ap_bit_ref<W2, S2> &op) : Base(op) {}                             \
    template <int W2, bool S2>                                                   \
    Name(const ap_int_base<W2, S2> &op) : Base(op) {}                            \
    EACH_NUMBER(FROM_##Name)                                                     \
    Name(bool op) : Base(op) {}                                                  \
    Name(const char *text) : Base(text) {}                                       \
    Name(const Name &) = default;                                                \
    Name &operator=(const Name &) = default;                                     \
  };
#define FROM_ap_int(Type) \
  ap_int(Type op) : Base(op) {}
#define FROM_ap_uint(Type) \
  ap_uint(Type op) : Base(op) {}
NAMED(ap_int, true)
NAMED(ap_uint, false)
#undef FROM_ap_int
#undef FROM_ap_uint
#undef NAMED
#undef EACH_NUMBER

#endif
