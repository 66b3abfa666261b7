#include "support.hpp"
#include "loading.hpp"

/** What the padding lanes of a row hold, so that they add nothing. */
template <class Input, class Weight>
bool padding_weight_bit() {
  return std::is_same<Input, bnn::Bipolar>::value && std::is_same<Weight, bnn::Bipolar>::value;
}

template <int Bits, class Stored>
void hold_word(const ap_uint<Bits> &word, Stored &stored) {
  stored = Stored(word.to_uint64());
}
template <int Bits>
void hold_word(const ap_uint<Bits> &word, bnn::HexWord<Bits> &stored) {
  for (int lo = 0; lo < Bits; lo += 64) {
    const ap_uint<64> limb = word.range(lo + 63 < Bits ? lo + 63 : Bits - 1, lo);
    stored.limbs[lo / 64] = limb.to_uint64();
  }
}
/** Words that can be put together lane by lane. */
template <int Pe, int Depth, int Bits>
struct PlainWeights {
  ap_uint<Bits> words[Pe][Depth];
};

/** Sends a word as it is loaded: in parts of 32 bits, the least significant first. */
template <int Bits>
void send_parts(const ap_uint<Bits> &word, hls::stream<ap_uint<32> > &stream) {
  for (int lo = 0; lo < Bits; lo += 32) {
    ap_uint<32> part = 0;
    for (int b = 0; b < 32 && lo + b < Bits; ++b) part[b] = word[lo + b] ? 1 : 0;
    stream.write(part);
  }
}

/** Loads thresholds through a stream into a memory that held something else, and compares every one. */
template <class Memory, int Pe, int Rows, int Count>
void check_loaded_thresholds(const char *what, const Memory &wanted) {
  hls::stream<ap_uint<32> > stream("thresholds");
  Memory memory;
  for (int pe = 0; pe < Pe; ++pe) {
    for (int row = 0; row < Rows; ++row) {
      for (int n = 0; n < Count; ++n) {
        const long long value = wanted.values[pe][row][n];
        stream.write(ap_uint<32>(value));
        memory.values[pe][row][n] = wanted.values[pe][row][n] == 0 ? 1 : 0;
      }
      stream.write(ap_uint<32>(wanted.falling[pe][row] == 1 ? 1 : 0));
      memory.falling[pe][row] = wanted.falling[pe][row] == 1 ? 0 : 1;
    }
  }
  bnn::load(stream, memory);
  for (int pe = 0; pe < Pe; ++pe) {
    for (int row = 0; row < Rows; ++row) {
      for (int n = 0; n < Count; ++n) {
        const long long found = memory.values[pe][row][n], expected = wanted.values[pe][row][n];
        expect_equal(what, "loaded threshold", found, expected);
      }
      expect_equal(what, "loaded mark", memory.falling[pe][row] == 1, wanted.falling[pe][row] == 1);
    }
  }
  expect_equal(what, "words left", (long long)stream.size(), 0);
}

/** A memory's words as the constants of a generated design. */
template <int Pe, int Depth, int Bits>
bnn::Weights<Pe, Depth, Bits> held(const PlainWeights<Pe, Depth, Bits> &memory) {
  bnn::Weights<Pe, Depth, Bits> constant;
  for (int pe = 0; pe < Pe; ++pe)
    for (int index = 0; index < Depth; ++index) hold_word<Bits>(memory.words[pe][index], constant.words[pe][index]);
  return constant;
}

/** Constants of wide words, from the least significant digit on; checked before `main`. */
inline bool check_hex_words() {
  const bnn::HexWord<68> word("0xfedcba9876543210a");
  expect_equal("HexWord", "lower limb", (long long)(word.limbs[0] & 0xffffffffu), 0x6543210a);
  expect_equal("HexWord", "upper limb", (long long)word.limbs[1], 0xf);
  return true;
}
static const bool hex_words_checked = check_hex_words();

/** Runs an MVTU with `Activation` and compares it with `expected(accumulator, channel)`. */
template <class Config, class Activation, class Expected>
void check_mvtu_with(const char *what, const Activation &activation, Expected expected, bool from_stream) {
  typedef typename Config::Input Input;
  typedef typename Config::Weight Weight;
  typedef typename Config::Output Output;
  const int frames = 3, depth = bnn::MvtuShape<Config>::depth;
  const int rows_of_group = Config::units / Config::groups;
  const Values weights = random_values<Weight>((size_t)Config::units * Config::terms);
  const Values inputs = random_values<Input>((size_t)frames * Config::positions * Config::groups * Config::terms);

  typedef ap_uint<Config::simd * Weight::bits> WeightWord;
  PlainWeights<Config::pe, depth, Config::simd * Weight::bits> memory;
  for (int unit = 0; unit < Config::units; ++unit) {
    for (int i = 0; i < Config::inputs; ++i) {
      WeightWord &word = memory.words[unit % Config::pe][unit / Config::pe * (Config::inputs / Config::simd) + i / Config::simd];
      if (i < Config::terms) {
        put<Weight>(word, i % Config::simd, weights[(size_t)unit * Config::terms + i]);
      } else {
        for (int b = 0; b < Weight::bits; ++b) {
          word[i % Config::simd * Weight::bits + b] = padding_weight_bit<Input, Weight>() ? 1 : 0;
        }
      }
    }
  }
  hls::stream<ap_uint<Config::simd * Input::bits> > input("input");
  hls::stream<ap_uint<Config::pe * Output::bits> > output("output");
  Values expected_values;
  for (int position = 0; position < frames * Config::positions; ++position) {
    for (int group = 0; group < Config::groups; ++group) {
      const long long *terms = &inputs[((size_t)position * Config::groups + group) * Config::terms];
      for (int at = 0; at < Config::inputs; at += Config::simd) {
        ap_uint<Config::simd * Input::bits> word = 0;
        for (int lane = 0; lane < Config::simd; ++lane) {
          if (at + lane < Config::terms) put<Input>(word, lane, terms[at + lane]);
        }
        input.write(word);
      }
      for (int row = 0; row < rows_of_group; ++row) {
        const int unit = group * rows_of_group + row;
        long long sum = 0;
        for (int i = 0; i < Config::terms; ++i) sum += terms[i] * weights[(size_t)unit * Config::terms + i];
        expected_values.push_back(expected(sum, unit));
      }
    }
  }
  iterations = 0;
  if (from_stream) {
    hls::stream<ap_uint<Config::pe * Config::simd * Weight::bits> > stream("weights");
    for (int position = 0; position < frames * Config::positions; ++position) {
      for (int index = 0; index < depth; ++index) {
        ap_uint<Config::pe * Config::simd * Weight::bits> word = 0;
        for (int pe = 0; pe < Config::pe; ++pe) {
          for (int b = 0; b < Config::simd * Weight::bits; ++b) {
            word[pe * Config::simd * Weight::bits + b] = memory.words[pe][index][b] ? 1 : 0;
          }
        }
        stream.write(word);
      }
    }
    bnn::mvtu<Config>(input, output, stream, activation, frames);
  } else if (random_bits() & 1) {
    const bnn::Weights<Config::pe, depth, Config::simd * Weight::bits> constant = held(memory);
    bnn::mvtu<Config>(input, output, constant, activation, frames);
  } else {
    // The memory as a generated design loads it, from the port on; what comes behind is another engine's.
    hls::stream<ap_uint<32> > port("port"), words("words");
    bnn::Weights<Config::pe, depth, Config::simd * Weight::bits> loaded;
    for (int pe = 0; pe < Config::pe; ++pe)
      for (int index = 0; index < depth; ++index) send_parts(memory.words[pe][index], port);
    port.write(ap_uint<32>(0));
    const int parts = (Config::simd * Weight::bits + 31) / 32;
    bnn::forward_words<Config::pe * depth * parts>(port, words);
    expect_equal(what, "words for other engines", (long long)port.size(), 1);
    port.read();
    bnn::load(words, loaded);
    expect_equal(what, "words left", (long long)words.size(), 0);
    bnn::mvtu<Config>(input, output, loaded, activation, frames);
  }
  expect_equal(what, "iterations", iterations,
               (long long)frames * Config::positions * (Config::units / Config::pe) * (Config::inputs / Config::simd));
  expect_equal(what, "unread input", (long long)input.size(), 0);
  expect_values(what, read_values<Output, Config::pe>(output), expected_values);
}

/** Thresholds for each channel, or shared where Pe and Rows are 1. */
template <class Config, int Pe, int Rows, int Count, int Bits>
void check_mvtu_thresholds(const char *what, long long lo, long long hi, bool from_stream) {
  RandomThresholds<typename Config::Output, Pe, Rows, Count, Bits> thresholds(lo, hi);
  check_loaded_thresholds<bnn::FallingThresholds<Pe, Rows, Count, Bits, Pe, Rows>, Pe, Rows, Count>(what, thresholds.library);
  check_mvtu_with<Config>(
      what, thresholds.library, [&](long long sum, int unit) { return thresholds.apply(sum, unit, Config::pe); }, from_stream);
  // The same without the marks of falling channels.
  bnn::Thresholds<Pe, Rows, Count, Bits> rising;
  for (int pe = 0; pe < Pe; ++pe) {
    for (int row = 0; row < Rows; ++row) {
      thresholds.library.falling[pe][row] = 0;
      for (int n = 0; n < Count; ++n) rising.values[pe][row][n] = thresholds.library.values[pe][row][n];
    }
  }
  check_mvtu_with<Config>(
      what, rising, [&](long long sum, int unit) { return thresholds.apply(sum, unit, Config::pe); }, from_stream);
}

template <class Config>
void check_mvtu_carried(const char *what, bool from_stream) {
  check_mvtu_with<Config>(what, bnn::Carried(), [](long long sum, int) { return sum; }, from_stream);
}

/** A bias of [-8, 7] for each channel; the output has room for it. */
template <class Config>
void check_mvtu_bias(const char *what, bool from_stream) {
  const int rows = Config::units / Config::pe;
  bnn::Bias<Config::pe, rows, 4> bias;
  for (int pe = 0; pe < Config::pe; ++pe)
    for (int row = 0; row < rows; ++row) bias.values[pe][row] = random_between(-8, 7);
  // As a generated design loads it.
  hls::stream<ap_uint<32> > stream("bias");
  bnn::Bias<Config::pe, rows, 4> loaded;
  for (int pe = 0; pe < Config::pe; ++pe) {
    for (int row = 0; row < rows; ++row) {
      const long long value = bias.values[pe][row];
      stream.write(ap_uint<32>(value));
      loaded.values[pe][row] = 0;
    }
  }
  bnn::load(stream, loaded);
  for (int pe = 0; pe < Config::pe; ++pe)
    for (int row = 0; row < rows; ++row) {
      const long long found = loaded.values[pe][row], wanted = bias.values[pe][row];
      expect_equal(what, "loaded bias", found, wanted);
    }
  check_mvtu_with<Config>(
      what, bias, [&](long long sum, int unit) { return sum + bias.values[unit % Config::pe][unit / Config::pe]; },
      from_stream);
}

template <class Config, int Count, int Bits>
void check_dwmvtu(const char *what, long long lo, long long hi) {
  typedef typename Config::Input Input;
  typedef typename Config::Weight Weight;
  typedef typename Config::Output Output;
  const int frames = 3, depth = bnn::DwmvtuShape<Config>::depth;
  const Values weights = random_values<Weight>((size_t)Config::channels * Config::taps);
  PlainWeights<Config::pe, depth, Config::simd * Weight::bits> memory;
  for (int channel = 0; channel < Config::channels; ++channel) {
    for (int tap = 0; tap < Config::taps; ++tap) {
      put<Weight>(memory.words[channel % Config::pe][channel / Config::pe * (Config::taps / Config::simd) + tap / Config::simd],
                  tap % Config::simd, weights[(size_t)channel * Config::taps + tap]);
    }
  }
  RandomThresholds<Output, Config::pe, Config::channels / Config::pe, Count, Bits> thresholds(lo, hi);
  hls::stream<ap_uint<Config::simd * Config::pe * Input::bits> > input("input");
  hls::stream<ap_uint<Config::pe * Output::bits> > output("output");
  Values expected;
  for (int position = 0; position < frames * Config::positions; ++position) {
    const Values window = random_values<Input>((size_t)Config::taps * Config::channels);  // [tap][channel]
    for (int row = 0; row < Config::channels / Config::pe; ++row) {
      Values words;
      for (int tap = 0; tap < Config::taps; ++tap)
        for (int pe = 0; pe < Config::pe; ++pe) words.push_back(window[(size_t)tap * Config::channels + row * Config::pe + pe]);
      write_values<Input, Config::simd * Config::pe>(input, words);
    }
    for (int channel = 0; channel < Config::channels; ++channel) {
      long long sum = 0;
      for (int tap = 0; tap < Config::taps; ++tap)
        sum += window[(size_t)tap * Config::channels + channel] * weights[(size_t)channel * Config::taps + tap];
      expected.push_back(thresholds.apply(sum, channel, Config::pe));
    }
  }
  iterations = 0;
  const bnn::Weights<Config::pe, depth, Config::simd * Weight::bits> constant = held(memory);
  bnn::dwmvtu<Config>(input, output, constant, thresholds.library, frames);
  expect_equal(what, "iterations", iterations,
               (long long)frames * Config::positions * (Config::channels / Config::pe) * (Config::taps / Config::simd));
  expect_values(what, read_values<Output, Config::pe>(output), expected);
}
