// A branch that needs a deep FIFO: a stream is duplicated, one copy goes through a pool that lags, and both are joined.
// Argument: the number of frames. The exit code is 71 when SHORTCUT_DEPTH is too small.
#include <cstdio>
#include <cstdlib>

#include "bnn.hpp"

struct Copy {
  static const int bits = 4, words = 24;
};
struct Blur {
  typedef bnn::Unsigned<4> Input;
  typedef bnn::Unsigned<4> Output;
  typedef bnn::Maximum<Input> Reduce;
  static const int height = 4, width = 6, pe = 1, words = 1, kernel_h = 3, kernel_w = 3, stride_h = 1, stride_w = 1;
  static const int top = 1, left = 1, out_h = 4, out_w = 6, shift = 0;
};
struct Join {
  typedef bnn::Inputs<bnn::Unsigned<4>, bnn::Unsigned<4> > Inputs;
  typedef bnn::Unsigned<5> Output;
  static const int positions = 24, channels = 1, pe = 1, accumulator_bits = 6;
};

static void copy(hls::stream<ap_uint<4> > &input, hls::stream<ap_uint<4> > &a, hls::stream<ap_uint<4> > &b, unsigned frames) {
  bnn::duplicate<Copy>(input, frames, a, b);
}
static void blur(hls::stream<ap_uint<4> > &input, hls::stream<ap_uint<4> > &output, unsigned frames) {
  bnn::pool<Blur>(input, output, bnn::Carried(), frames);
}
static void join(hls::stream<ap_uint<4> > &a, hls::stream<ap_uint<4> > &b, hls::stream<ap_uint<5> > &output, unsigned frames) {
  bnn::add<Join>(output, bnn::Carried(), frames, a, b);
}

static void top(hls::stream<ap_uint<4> > &source, hls::stream<ap_uint<5> > &sink, unsigned frames) {
  BNN_STREAM(4, to_blur, 2);
  BNN_STREAM(4, shortcut, SHORTCUT_DEPTH);
  BNN_STREAM(4, blurred, 2);
  BNN_PROCESS(copy, (source, to_blur, shortcut, frames));
  BNN_PROCESS(blur, (to_blur, blurred, frames));
  BNN_PROCESS(join, (blurred, shortcut, sink, frames));
  BNN_RUN_PROCESSES
}

int main(int, char **arguments) {
  const unsigned frames = unsigned(std::atoi(arguments[1]));
  hls::stream<ap_uint<4> > source("source");
  hls::stream<ap_uint<5> > sink("sink");
  sink.set_depth(24 * frames);
  for (unsigned i = 0; i < 24 * frames; ++i) source.write(i * 7 % 16);
  top(source, sink, frames);
  unsigned sum = 0, count = 0;
  for (; !sink.empty(); ++count) sum = sum * 31 + sink.read().to_uint();
  std::printf("%u words, %u\n", count, sum);
  return 0;
}
