#include "support.hpp"

/** Words are numbered; each output word must be the right one of the map. */
template <class Config>
void check_sliding_window(const char *what) {
  const int frames = 3;
  typedef bnn::Unsigned<Config::bits> Word;
  const int span_h = (Config::kernel_h - 1) * Config::dilation_h + 1, span_w = (Config::kernel_w - 1) * Config::dilation_w + 1;
  hls::stream<ap_uint<Config::bits> > input("input");
  hls::stream<ap_uint<Config::taps * Config::bits> > output("output");
  Values expected;
  for (int frame = 0; frame < frames; ++frame) {
    const Values map = random_values<Word>((size_t)Config::height * Config::width * Config::words);
    write_values<Word, 1>(input, map);
    const int share = Config::words / Config::groups;
    for (int top = 0; top + span_h <= Config::height; top += Config::stride_h)
      for (int left = 0; left + span_w <= Config::width; left += Config::stride_w)
        for (int group = 0; group < Config::groups; ++group)
          for (int row = 0; row < Config::kernel_h; ++row)
            for (int column = 0; column < Config::kernel_w; ++column)
              for (int word = 0; word < share; ++word) {
                const int y = top + row * Config::dilation_h, x = left + column * Config::dilation_w;
                expected.push_back(map[((size_t)y * Config::width + x) * Config::words + group * share + word]);
              }
  }
  iterations = 0;
  bnn::sliding_window<Config>(input, output, frames);
  expect_equal(what, "iterations", iterations, (long long)frames * Config::cycles);
  expect_equal(what, "unread input", (long long)input.size(), 0);
  expect_values(what, read_values<Word, Config::taps>(output), expected);
}

template <class Config>
void check_pad(const char *what, long long border) {
  typedef typename Config::Type Type;
  const int frames = 2, channels = Config::words * Config::lanes;
  const int out_h = Config::top + Config::height + Config::bottom, out_w = Config::left + Config::width + Config::right;
  hls::stream<ap_uint<Config::lanes * Type::bits> > input("input"), output("output");
  Values expected;
  for (int frame = 0; frame < frames; ++frame) {
    const Values map = random_values<Type>((size_t)Config::height * Config::width * channels);
    write_values<Type, Config::lanes>(input, map);
    for (int y = 0; y < out_h; ++y)
      for (int x = 0; x < out_w; ++x)
        for (int c = 0; c < channels; ++c) {
          const int from_y = y - Config::top, from_x = x - Config::left;
          const bool inside = from_y >= 0 && from_y < Config::height && from_x >= 0 && from_x < Config::width;
          expected.push_back(inside ? map[((size_t)from_y * Config::width + from_x) * channels + c] : border);
        }
  }
  iterations = 0;
  bnn::pad<Config>(input, output, frames);
  expect_equal(what, "iterations", iterations, (long long)frames * out_h * out_w * Config::words);
  expect_values(what, read_values<Type, Config::lanes>(output), expected);
}

/** Runs a pool over `frames` frames and gives the iterations. */
template <class Config, class Activation, class Expected>
long long run_pool(const char *what, const Activation &activation, Expected expected_of, int frames) {
  typedef typename Config::Input Input;
  typedef typename Config::Output Output;
  const int channels = Config::words * Config::pe;
  const bool maximum = std::is_same<typename Config::Reduce, bnn::Maximum<Input> >::value;
  hls::stream<ap_uint<Config::pe * Input::bits> > input("input");
  hls::stream<ap_uint<Config::pe * Output::bits> > output("output");
  Values expected;
  for (int frame = 0; frame < frames; ++frame) {
    const Values map = random_values<Input>((size_t)Config::height * Config::width * channels);
    write_values<Input, Config::pe>(input, map);
    for (int oy = 0; oy < Config::out_h; ++oy)
      for (int ox = 0; ox < Config::out_w; ++ox)
        for (int c = 0; c < channels; ++c) {
          long long sum = 0, greatest = RangeOf<Input>::lo();
          for (int i = 0; i < Config::kernel_h; ++i)
            for (int j = 0; j < Config::kernel_w; ++j) {
              const int y = oy * Config::stride_h + i - Config::top, x = ox * Config::stride_w + j - Config::left;
              if (y < 0 || y >= Config::height || x < 0 || x >= Config::width) continue;
              const long long value = map[((size_t)y * Config::width + x) * channels + c];
              sum += value;
              if (value > greatest) greatest = value;
            }
          long long shifted = sum;
          for (int s = 0; s < Config::shift; ++s) shifted = shifted >= 0 ? shifted / 2 : -((1 - shifted) / 2);  // floor
          expected.push_back(expected_of(maximum ? greatest : shifted, c));
        }
  }
  iterations = 0;
  bnn::pool<Config>(input, output, activation, frames);
  expect_equal(what, "unread input", (long long)input.size(), 0);
  expect_values(what, read_values<Output, Config::pe>(output), expected);
  return iterations;
}

/** `cycles` is the interval from frame to frame that the contract says. */
template <class Config, class Activation, class Expected>
void check_pool_with(const char *what, const Activation &activation, Expected expected, long long cycles) {
  const long long two = run_pool<Config>(what, activation, expected, 2);
  const long long five = run_pool<Config>(what, activation, expected, 5);
  expect_equal(what, "iterations of three frames more", five - two, 3 * cycles);
}
template <class Config>
void check_pool(const char *what, long long cycles) {
  check_pool_with<Config>(what, bnn::Carried(), [](long long value, int) { return value; }, cycles);
}
template <class Config, int Count, int Bits>
void check_pool_thresholds(const char *what, long long cycles, long long lo, long long hi) {
  RandomThresholds<typename Config::Output, Config::pe, Config::words, Count, Bits> thresholds(lo, hi);
  check_pool_with<Config>(
      what, thresholds.library, [&](long long value, int channel) { return thresholds.apply(value, channel, Config::pe); }, cycles);
}

template <class Config>
void check_upsample(const char *what) {
  typedef bnn::Unsigned<Config::bits> Word;
  const int frames = 3;
  hls::stream<ap_uint<Config::bits> > input("input"), output("output");
  Values expected;
  for (int frame = 0; frame < frames; ++frame) {
    const Values map = random_values<Word>((size_t)Config::height * Config::width * Config::words);
    write_values<Word, 1>(input, map);
    for (int y = 0; y < Config::height * Config::scale_h; ++y)
      for (int x = 0; x < Config::width * Config::scale_w; ++x)
        for (int word = 0; word < Config::words; ++word)
          expected.push_back(map[((size_t)(y / Config::scale_h) * Config::width + x / Config::scale_w) * Config::words + word]);
  }
  iterations = 0;
  bnn::upsample<Config>(input, output, frames);
  expect_equal(what, "iterations", iterations, (long long)expected.size());
  expect_values(what, read_values<Word, 1>(output), expected);
}
