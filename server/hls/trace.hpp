// What a simulation may write down of the streams and loops inside a design; no part of the hardware. The macros of
// pragmas.hpp call it where BNN_TAPS or BNN_PROFILE is defined.
#ifndef BNN_TRACE_HPP
#define BNN_TRACE_HPP

#include <cstdio>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "ap_int.h"
#include "hls_stream.h"

namespace bnn_tb {

typedef std::vector<unsigned long long> Limbs;

template <int W>
Limbs limbs_of(ap_uint<W> word) {
  Limbs limbs;
  for (int lo = 0; lo < W; lo += 64) {
    const ap_uint<64> part = word.range(lo + 63 < W ? lo + 63 : W - 1, lo);
    limbs.push_back(part.to_uint64());
  }
  return limbs;
}

inline void print_hex(std::FILE *file, const Limbs &limbs, int bits) {
  for (int digit = (bits + 3) / 4 - 1; digit >= 0; --digit)
    std::fputc("0123456789abcdef"[limbs[digit / 16] >> (digit % 16 * 4) & 15], file);
  std::fputc('\n', file);
}

/** Streams inside the design whose words are written down while it runs: "@name", then a word a line. */
struct Taps {
  std::set<std::string> names;
  std::FILE *file;
};
inline Taps &taps() {
  static Taps one = {{}, nullptr};
  return one;
}
/** Writes down what a stream holds, which is all that the process before it has given. */
template <int W>
void tap(const char *name, hls::stream<ap_uint<W> > &stream) {
  if (taps().names.count(name) == 0) return;
  std::fprintf(taps().file, "@%s\n", name);
  std::vector<ap_uint<W> > words;
  while (!stream.empty()) words.push_back(stream.read());
  for (const ap_uint<W> &word : words) {
    print_hex(taps().file, limbs_of<W>(word), W);
    stream.write(word);
  }
}

#ifdef BNN_BOUNDED
/** The same where processes run side by side: the words are kept while they pass, and written down at the end. */
inline std::vector<std::function<void()> > &watched() {
  static std::vector<std::function<void()> > all;
  return all;
}
template <int W>
void watch(const char *name, hls::stream<ap_uint<W> > &stream) {
  if (taps().names.count(name) == 0) return;
  stream.record();
  watched().push_back([name, &stream] {
    std::fprintf(taps().file, "@%s\n", name);
    for (const ap_uint<W> &word : stream.recorded()) print_hex(taps().file, limbs_of<W>(word), W);
  });
}
inline void write_watched() {
  for (const std::function<void()> &write : watched()) write();
  watched().clear();
}
#endif

/** Iterations of each process, counted where BNN_PROFILE is defined. */
struct Profile {
  unsigned long long iterations;
  const char *process;
};
inline Profile &profile() {
  static Profile one = {0, ""};
  return one;
}
inline void enter(const char *process) {
  profile().process = process;
  profile().iterations = 0;
}
inline void leave() { std::printf("iterations %s %llu\n", profile().process, profile().iterations); }

/** Frames of the call that is under way, for a top function without a control port. */
inline unsigned &frames_of_call() {
  static unsigned frames = 1;
  return frames;
}

}  // namespace bnn_tb

#endif
