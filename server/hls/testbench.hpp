// What a generated testbench is built on; it is no part of the hardware. Frames come from a text file and go through the
// top function, some at a time; the words that come out are compared with those of the file, or written to another.
//
// The file: "frames N", "expected 0|1", then for each frame the words of every input port and, where expected, of every
// output port, one a line as hexadecimal digits.
#ifndef BNN_TESTBENCH_HPP
#define BNN_TESTBENCH_HPP

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "axi_word.hpp"
#include "trace.hpp"
#include "weights.hpp"

namespace bnn_tb {

template <int W>
ap_uint<W> word_of(const Limbs &limbs) {
  ap_uint<W> word = 0;
  for (int lo = 0; lo < W; lo += 64) {
    const ap_uint<64> part = limbs[lo / 64];
    word.range(lo + 63 < W ? lo + 63 : W - 1, lo) = part;
  }
  return word;
}

/** How the values of a port lie in its words, to say which one differs. */
struct Port {
  const char *name;
  /** Bits of a word that carry values. */
  int bits;
  int words;
  int value_bits;
  /** 'b' bipolar, 's' two's complement, 'u' unsigned */
  char type;
  int width, channels;
};

class Run {
 public:
  Run(int argc, char **argv, const char *vectors)
      : vectors_(nullptr), out_(nullptr), batch_(16), total_(0), done_(0), now_(0), progress_(false), seconds_(0), failed_(false) {
    for (int i = 1; i < argc; ++i) {
      const std::string option = argv[i];
      if (option == "--out" && i + 1 < argc) {
        out_ = open(argv[++i], "w");
      } else if (option == "--batch" && i + 1 < argc) {
        batch_ = std::strtoul(argv[++i], nullptr, 10);
      } else if (option == "--taps" && i + 1 < argc) {
        taps().file = open(argv[++i], "w");
      } else if (option == "--tap" && i + 1 < argc) {
        taps().names.insert(argv[++i]);
      } else if (option == "--progress") {
        progress_ = true;
      } else {
        vectors_ = argv[i];
      }
    }
    in_ = vectors_ != nullptr ? open(vectors_, "r") : open_golden(vectors);
    if (vectors_ == nullptr) vectors_ = vectors;
    total_ = number("frames");
    expected_ = number("expected") != 0;
  }

  /** How many frames the next call takes; 0 when all are done. */
  unsigned next() {
    if (failed_) return 0;
    now_ = total_ - done_ < batch_ ? total_ - done_ : batch_;
    wanted_.clear();
    return unsigned(now_);
  }

  /** Puts one frame's words of an input port into its stream. */
  template <class Word>
  void feed(const Port &port, hls::stream<Word> &stream) {
    const int width = decltype(Word().data)::width;
    for (int i = 0; i < port.words; ++i) {
      Word word;
      word.data = word_of<width>(line(width));
      word.keep = ~ap_uint<(width + 7) / 8>(0);
      word.strb = ~ap_uint<(width + 7) / 8>(0);
      bnn::clear_side_channels(word);
      word.last = i == port.words - 1 ? 1 : 0;
      stream.write(word);
    }
  }

  /** Reads the words of one frame that an output port is to give. */
  template <class Word>
  void expect(const Port &port, const hls::stream<Word> &) {
    const int width = decltype(Word().data)::width;
    for (int i = 0; expected_ && i < port.words; ++i) wanted_.push_back(line(width));
    at_ = 0;
  }

  /** Sends the words of a parameter file, or, to prove that they are all written, their complements. */
  void load(const char *path, hls::stream<ap_uint<32> > &stream, bool complement) {
    std::FILE *const frames = in_;
    const char *const vectors = vectors_;
    in_ = open_golden(path, vectors_);
    vectors_ = path;
    if (!text()) broken();  // the design that it is for
    const unsigned long words = number("words");
    for (unsigned long i = 0; i < words; ++i) {
      const ap_uint<32> word = word_of<32>(line(32));
      stream.write(complement ? ap_uint<32>(~word) : word);
    }
    std::fclose(in_);
    in_ = frames;
    vectors_ = vectors;
  }

  void one_frame_a_call() { batch_ = 1; }

  void start(unsigned frames) {
    frames_of_call() = frames;
    began_ = std::chrono::steady_clock::now();
  }
  void stop() { seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count(); }

  /** Takes one frame's words of an output port and compares them, or writes them down. */
  template <class Word>
  void check(const Port &port, hls::stream<Word> &stream, unsigned frame) {
    const int width = decltype(Word().data)::width;
    std::vector<Limbs> found, wanted;
    for (int i = 0; i < port.words; ++i) {
      if (stream.empty()) {
        std::printf("difference: frame %lu, output %s: %d words came, %d were expected\n", done_ + frame, port.name, i, port.words);
        failed_ = true;
        return;
      }
      found.push_back(limbs_of<width>(stream.read().data));
      if (expected_) wanted.push_back(wanted_[at_++]);
      if (out_ != nullptr) print_hex(out_, found.back(), width);
    }
    if (expected_ && !failed_ && found != wanted) report(port, done_ + frame, found, wanted);
  }

  /** Says that nothing is left over in a stream. */
  template <class Word>
  void drained(const char *name, const hls::stream<Word> &stream) {
    if (failed_ || const_cast<hls::stream<Word> &>(stream).empty()) return;
    std::printf("difference: frame %lu, %s: words are left over\n", done_ + now_ - 1, name);
    failed_ = true;
  }

  void finish_batch() {
    done_ += now_;
    if (!progress_) return;
    std::printf("progress %lu %lu\n", done_, total_);
    std::fflush(stdout);
  }

  /** The exit code. */
  int finish() {
    if (out_ != nullptr) std::fclose(out_);
    if (taps().file != nullptr) std::fclose(taps().file);
    std::printf("seconds %.6f\n", seconds_);
    if (failed_) return 1;
    std::printf("%lu frames%s\n", total_, expected_ ? ", all as expected" : "");
    return 0;
  }

 private:
  const char *vectors_;
  std::FILE *in_, *out_;
  unsigned long batch_, total_, done_, now_;
  bool expected_, progress_;
  double seconds_;
  bool failed_;
  std::vector<Limbs> wanted_;
  size_t at_;
  std::string buffer_;
  std::chrono::steady_clock::time_point began_;

  static std::FILE *open(const char *path, const char *how) {
    std::FILE *file = std::fopen(path, how);
    if (file != nullptr) return file;
    std::fprintf(stderr, "testbench: cannot open %s\n", path);
    std::exit(72);
  }
  /**
   * The tools run a testbench in a folder of their own, five below the project; most copy its data there. Where another
   * file of `vectors` was named, what belongs to it lies beside it.
   */
  static std::FILE *open_golden(const char *path, const char *vectors = "") {
    const char *const slash = std::strrchr(path, '/');
    const std::string name = slash == nullptr ? path : slash + 1;
    const char *const end = std::strrchr(vectors, '/');
    const std::string beside = end == nullptr ? std::string(path) : std::string(vectors, end + 1) + name;
    const std::string places[] = {beside, path, name, std::string("../../../../../") + path};
    for (const std::string &place : places) {
      std::FILE *const file = std::fopen(place.c_str(), "r");
      if (file != nullptr) return file;
    }
    return open(path, "r");
  }
  [[noreturn]] void broken() const {
    std::fprintf(stderr, "testbench: %s is not what it should be\n", vectors_);
    std::exit(72);
  }
  bool text() {
    buffer_.clear();
    for (int c = std::fgetc(in_); c != EOF && c != '\n'; c = std::fgetc(in_))
      if (c != '\r') buffer_.push_back(char(c));
    return !buffer_.empty();
  }
  unsigned long number(const char *key) {
    const size_t length = std::strlen(key);
    if (!text() || buffer_.compare(0, length, key) != 0) broken();
    return std::strtoul(buffer_.c_str() + length, nullptr, 10);
  }
  Limbs line(int bits) {
    if (!text()) broken();
    Limbs limbs(size_t((bits + 63) / 64), 0);
    const size_t digits = buffer_.size();
    if (digits > size_t((bits + 3) / 4)) broken();
    for (size_t i = 0; i < digits; ++i) {
      const char c = buffer_[digits - 1 - i];
      const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0) broken();
      limbs[i / 16] |= static_cast<unsigned long long>(digit) << (i % 16 * 4);
    }
    return limbs;
  }
  /** Value number `at` of a frame. */
  static long long value(const Port &port, const std::vector<Limbs> &words, int at) {
    unsigned long long code = 0;
    for (int bit = 0; bit < port.value_bits; ++bit) {
      const long long place = static_cast<long long>(at) * port.value_bits + bit;
      const size_t word = size_t(place / port.bits), inside = size_t(place % port.bits);
      if (word < words.size()) code |= (words[word][inside / 64] >> (inside % 64) & 1) << bit;
    }
    if (port.type == 'b') return code == 1 ? 1 : -1;
    const unsigned long long sign = 1ull << (port.value_bits - 1);
    if (port.type == 's' && (code & sign) != 0) return static_cast<long long>(code) - static_cast<long long>(sign) * 2;
    return static_cast<long long>(code);
  }
  void report(const Port &port, unsigned long frame, const std::vector<Limbs> &found, const std::vector<Limbs> &wanted) {
    failed_ = true;
    const int values = int(static_cast<long long>(port.bits) * port.words / port.value_bits);
    for (int at = 0; at < values; ++at) {
      const long long a = value(port, wanted, at), b = value(port, found, at);
      if (a == b) continue;
      const int pixel = at / port.channels;
      std::printf("difference: frame %lu, output %s, row %d, column %d, channel %d: expected %lld, found %lld\n", frame,
                  port.name, pixel / port.width, pixel % port.width, at % port.channels, a, b);
      return;
    }
    std::printf("difference: frame %lu, output %s: in the bits behind the values\n", frame, port.name);
  }
};

/** Lets a port hold all words of a call, where streams are bounded. */
template <class Word>
void unlimited(hls::stream<Word> &stream) {
#ifdef BNN_BOUNDED
  stream.set_depth(size_t(1) << 40);
#else
  (void)stream;
#endif
}

/** The words of all PEs side by side, as an engine with weights from outside takes them, `times` over. */
template <int Pe, int Depth, int Bits>
void feed_weights(const bnn::Weights<Pe, Depth, Bits> &memory, hls::stream<ap_uint<Pe * Bits> > &stream, unsigned long times) {
  for (unsigned long i = 0; i < times; ++i) {
    for (int at = 0; at < Depth; ++at) {
      ap_uint<Pe * Bits> word = 0;
      for (int pe = 0; pe < Pe; ++pe) word.range((pe + 1) * Bits - 1, pe * Bits) = bnn::StoredWord<Bits>::word(memory.words[pe][at]);
      stream.write(word);
    }
  }
}

}  // namespace bnn_tb

#endif
