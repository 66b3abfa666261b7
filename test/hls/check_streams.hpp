#include <algorithm>

#include "support.hpp"

template <class Config, int Pe, int Rows, int Count, int Bits>
void check_threshold(const char *what) {
  typedef typename Config::Input Input;
  typedef typename Config::Output Output;
  const int frames = 3;
  RandomThresholds<Output, Pe, Rows, Count, Bits> thresholds(RangeOf<Input>::lo() - 1, RangeOf<Input>::hi() + 1);
  hls::stream<ap_uint<Config::pe * Input::bits> > input("input");
  hls::stream<ap_uint<Config::pe * Output::bits> > output("output");
  const Values values = random_values<Input>((size_t)frames * Config::positions * Config::channels);
  Values expected;
  for (size_t i = 0; i < values.size(); ++i) expected.push_back(thresholds.apply(values[i], int(i % Config::channels), Config::pe));
  write_values<Input, Config::pe>(input, values);
  iterations = 0;
  bnn::threshold<Config>(input, output, thresholds.library, frames);
  expect_equal(what, "iterations", iterations, (long long)frames * Config::positions * Config::channels / Config::pe);
  expect_values(what, read_values<Output, Config::pe>(output), expected);
}

/** The sums of two, three or four inputs, with thresholds and without. */
template <class Config, class A, class B, int Count, int Bits>
void check_add_two(const char *what) {
  const int frames = 3;
  const size_t count = (size_t)frames * Config::positions * Config::channels;
  const Values a = random_values<A>(count), b = random_values<B>(count);
  RandomThresholds<typename Config::Output, Config::pe, Config::channels / Config::pe, Count, Bits> thresholds(
      RangeOf<A>::lo() + RangeOf<B>::lo(), RangeOf<A>::hi() + RangeOf<B>::hi());
  Values expected(count);
  for (size_t i = 0; i < count; ++i) expected[i] = thresholds.apply(a[i] + b[i], int(i % Config::channels), Config::pe);
  hls::stream<ap_uint<Config::pe * A::bits> > first("first");
  hls::stream<ap_uint<Config::pe * B::bits> > second("second");
  hls::stream<ap_uint<Config::pe * Config::Output::bits> > output("output");
  write_values<A, Config::pe>(first, a);
  write_values<B, Config::pe>(second, b);
  iterations = 0;
  bnn::add<Config>(output, thresholds.library, frames, first, second);
  expect_equal(what, "iterations", iterations, (long long)count / Config::pe);
  expect_values(what, read_values<typename Config::Output, Config::pe>(output), expected);
}
template <class Config, class A, class B, class C>
void check_add_three(const char *what) {
  const int frames = 3;
  const size_t count = (size_t)frames * Config::positions * Config::channels;
  const Values a = random_values<A>(count), b = random_values<B>(count), c = random_values<C>(count);
  Values expected(count);
  for (size_t i = 0; i < count; ++i) expected[i] = a[i] + b[i] + c[i];
  hls::stream<ap_uint<Config::pe * A::bits> > first("first");
  hls::stream<ap_uint<Config::pe * B::bits> > second("second");
  hls::stream<ap_uint<Config::pe * C::bits> > third("third");
  hls::stream<ap_uint<Config::pe * Config::Output::bits> > output("output");
  write_values<A, Config::pe>(first, a);
  write_values<B, Config::pe>(second, b);
  write_values<C, Config::pe>(third, c);
  iterations = 0;
  bnn::add<Config>(output, bnn::Carried(), frames, first, second, third);
  expect_equal(what, "iterations", iterations, (long long)count / Config::pe);
  expect_values(what, read_values<typename Config::Output, Config::pe>(output), expected);
}

template <class Config, int A, int B, int C>
void check_concat(const char *what) {
  typedef bnn::Unsigned<Config::bits> Word;
  const int frames = 2, pixels = frames * Config::positions;
  const Values a = random_values<Word>(pixels * A), b = random_values<Word>(pixels * B), c = random_values<Word>(pixels * C);
  Values expected;
  for (int pixel = 0; pixel < pixels; ++pixel) {
    expected.insert(expected.end(), a.begin() + pixel * A, a.begin() + (pixel + 1) * A);
    expected.insert(expected.end(), b.begin() + pixel * B, b.begin() + (pixel + 1) * B);
    expected.insert(expected.end(), c.begin() + pixel * C, c.begin() + (pixel + 1) * C);
  }
  hls::stream<ap_uint<Config::bits> > first("first"), second("second"), third("third"), output("output");
  write_values<Word, 1>(first, a);
  write_values<Word, 1>(second, b);
  write_values<Word, 1>(third, c);
  iterations = 0;
  bnn::concat<Config>(output, frames, first, second, third);
  expect_equal(what, "iterations", iterations, (long long)pixels * (A + B + C));
  expect_values(what, read_values<Word, 1>(output), expected);
}

template <class Config>
void check_duplicate(const char *what) {
  typedef bnn::Unsigned<Config::bits> Word;
  const int frames = 2;
  const Values values = random_values<Word>(frames * Config::words);
  hls::stream<ap_uint<Config::bits> > input("input"), first("first"), second("second"), third("third");
  write_values<Word, 1>(input, values);
  iterations = 0;
  bnn::duplicate<Config>(input, frames, first, second, third);
  expect_equal(what, "iterations", iterations, (long long)values.size());
  expect_values(what, read_values<Word, 1>(first), values);
  expect_values(what, read_values<Word, 1>(second), values);
  expect_values(what, read_values<Word, 1>(third), values);
}

/** Bits in, with rubbish behind the frame's data; the same bits out, with zeros behind them. */
template <class Config>
void check_width_converter(const char *what, long long cycles) {
  const int frames = 4;
  typedef bnn::Unsigned<1> Bit;
  hls::stream<ap_uint<Config::in_bits> > input("input");
  hls::stream<ap_uint<Config::out_bits> > output("output");
  Values expected;
  for (int frame = 0; frame < frames; ++frame) {
    const Values bits = random_values<Bit>((size_t)Config::in_words * Config::in_bits);
    write_values<Bit, Config::in_bits>(input, bits);
    for (int i = 0; i < Config::out_words * Config::out_bits; ++i) expected.push_back(i < Config::data_bits ? bits[i] : 0);
  }
  iterations = 0;
  bnn::width_converter<Config>(input, output, frames);
  expect_equal(what, "iterations", iterations, frames * cycles);
  expect_equal(what, "unread input", (long long)input.size(), 0);
  expect_values(what, read_values<Bit, Config::out_bits>(output), expected);
}

/** Few different values, so that there are equals. `cycles` is the interval from frame to frame. */
template <class Config>
long long run_argmax(const char *what, int frames) {
  typedef typename Config::Input Input;
  hls::stream<ap_uint<Config::pe * Input::bits> > input("input");
  hls::stream<ap_uint<Config::index_bits> > output("output");
  Values expected;
  for (int position = 0; position < frames * Config::positions; ++position) {
    Values values = random_values<Input>(Config::classes);
    for (size_t i = 0; i < values.size(); ++i)
      if (random_bits() % 2) values[i] = values[random_bits() % values.size()];
    write_values<Input, Config::pe>(input, values);
    std::vector<int> order(Config::classes);
    for (int i = 0; i < Config::classes; ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return values[a] > values[b]; });
    expected.insert(expected.end(), order.begin(), order.begin() + Config::top);
  }
  iterations = 0;
  bnn::argmax<Config>(input, output, frames);
  const long long count = iterations;
  expect_values(what, read_values<bnn::Unsigned<Config::index_bits>, 1>(output), expected);
  return count;
}
template <class Config>
void check_argmax(const char *what, long long cycles) {
  const long long two = run_argmax<Config>(what, 2), five = run_argmax<Config>(what, 5);
  expect_equal(what, "iterations of three frames more", five - two, 3 * cycles);
}

/** Port words in and out again: data, TKEEP, and TLAST on the last word of all frames alone. */
template <class Config>
void check_stream_io(const char *what) {
  typedef typename bnn::PortWord<Config::port_bits>::type Word;
  typedef bnn::Unsigned<Config::bits> Inside;
  const int frames = 3;
  const Values values = random_values<Inside>(frames * Config::words);
  hls::stream<Word> in_port("in_port"), out_port("out_port");
  hls::stream<ap_uint<Config::bits> > inside("inside"), back("back");
  for (size_t i = 0; i < values.size(); ++i) {
    Word word;
    word.data = values[i];
    for (int bit = Config::bits; bit < Config::port_bits; ++bit) word.data[bit] = random_bits() & 1;
    in_port.write(word);
  }
  iterations = 0;
  bnn::stream_input<Config>(in_port, inside, frames);
  expect_equal(what, "iterations in", iterations, frames * Config::words);
  expect_values(what, read_values<Inside, 1>(inside), values);
  write_values<Inside, 1>(back, values);
  iterations = 0;
  bnn::stream_output<Config>(back, out_port, frames);
  expect_equal(what, "iterations out", iterations, frames * Config::words);
  Values found, last, keep, last_expected(values.size(), 0), keep_expected(values.size(), Config::port_bits / 8);
  long long side = 0;
  last_expected.back() = 1;
  while (!out_port.empty()) {
    const Word word = out_port.read();
    ap_uint<Config::port_bits> data = word.data;
    found.push_back((long long)data.to_uint64());
    last.push_back(word.last == 1 ? 1 : 0);
    long long kept = 0;
    for (int byte = 0; byte < Config::port_bits / 8; ++byte) kept += word.keep[byte] ? 1 : 0;
    keep.push_back(kept);
    side += word.user.to_uint() + word.id.to_uint() + word.dest.to_uint();
  }
  expect_equal(what, "side channels", side, 0);
  expect_values(what, found, values);
  expect_values(what, last, last_expected);
  expect_values(what, keep, keep_expected);
}
