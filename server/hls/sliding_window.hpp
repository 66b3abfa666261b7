// Twin: server/src/hardware/engines/sliding-window.ts
//
// Sliding window unit: gives the words under each position of a kernel, position by position. Padding is done before
// (pad.hpp). One tap a cycle comes from a circular buffer; several taps a cycle from a window of registers.
#ifndef BNN_SLIDING_WINDOW_HPP
#define BNN_SLIDING_WINDOW_HPP

#include "delay_line.hpp"
#include "types.hpp"

namespace bnn {

// A config has:
//   height, width                 of the map that is read, padding included
//   kernel_h, kernel_w, stride_h, stride_w, dilation_h, dilation_w
//   bits, words                   of a stream word; words of a pixel
//   groups                        groups of a pixel's words that come out together, all taps of one before the next
//                                 (1 for conv; the groups of a grouped conv; `words` for dwconv)
//   taps                          window taps in an output word: 1, or a divisor of kernel_h * kernel_w
//   cycles                        iterations a frame; at least SlidingWindowShape::needed
template <class Config>
struct SlidingWindowShape {
  static const int kernel = Config::kernel_h * Config::kernel_w;
  static const int span_h = (Config::kernel_h - 1) * Config::dilation_h + 1;
  static const int span_w = (Config::kernel_w - 1) * Config::dilation_w + 1;
  static const int out_h = (Config::height - span_h) / Config::stride_h + 1;
  static const int out_w = (Config::width - span_w) / Config::stride_w + 1;
  static const int words_in = Config::height * Config::width * Config::words;
  static const int chunks = kernel / Config::taps;
  static const int words_out = out_h * out_w * chunks * Config::words;
  static const int words_of_group = Config::words / Config::groups;
  /** From the first word of a window's pixel to that of its last tap. */
  static const int reach = ((span_h - 1) * Config::width + span_w - 1) * Config::words;
  static const int fill = reach + Config::words;
  /** Words from the first window to the next in its row, and from a row's last window to the next row's first. */
  static const int to_next = Config::stride_w * Config::words;
  static const int to_next_row = (Config::stride_h * Config::width - (out_w - 1) * Config::stride_w) * Config::words;

  // One tap a cycle. An output word may leave one iteration after the input word was stored; what comes late at the end
  // of the rows, of a row, or of the taps adds up.
  static const int window_words = kernel * Config::words;
  static const int row_lag = Config::stride_h * Config::width * Config::words - out_w * window_words;
  static const int pixel_lag = to_next - window_words;
  static const int tap_row_lag = Config::dilation_h * Config::width * Config::words - Config::kernel_w * words_of_group;
  static const int late = (row_lag > 0 ? (out_h - 1) * row_lag : 0) + (pixel_lag > 0 ? (out_w - 1) * pixel_lag : 0) +
                          (tap_row_lag > 0 ? (Config::kernel_h - 1) * tap_row_lag : 0) +
                          (Config::kernel_w - 1) * (Config::dilation_w * Config::words - words_of_group);
  static const int needed_serial = larger<words_in, 1 + words_out + late>::value;

  // Several taps a cycle: a window is handed over when its last word has come, and then takes `chunks` iterations.
  static const int after_group = larger<chunks, 1>::value;
  static const int after_pixel = larger<chunks, to_next - Config::words + 1>::value;
  static const int after_row = larger<chunks, to_next_row - Config::words + 1>::value;
  static const int tail = words_in - (reach + ((out_h - 1) * Config::stride_h * Config::width + (out_w - 1) * Config::stride_w + 1) * Config::words);
  static const int needed_parallel = reach + out_h * out_w * (Config::words - 1) * after_group +
                                     out_h * (out_w - 1) * after_pixel + (out_h - 1) * after_row +
                                     larger<chunks, tail + 1>::value;

  static const bool parallel = Config::taps > 1 || kernel == 1;
  /** The least iterations of a frame. */
  static const int needed = parallel ? needed_parallel : needed_serial;

  // The circular buffer: from the first word of a window to its last, and as far as reading must run ahead.
  static const bool jumps = out_h > 1 || Config::height > span_h;
  static const int meanwhile = Config::width == 1 ? 0 : (Config::kernel_h - 1) * Config::kernel_w * words_of_group;
  static const int ahead_row = jumps ? to_next_row - meanwhile : 0;
  static const int ahead_pixel = out_w > 1 ? to_next - meanwhile : 0;
  static const int depth = fill + larger<0, larger<ahead_row, ahead_pixel>::value>::value;

  static_assert(kernel % Config::taps == 0, "taps divides the kernel");
  static_assert(Config::words % Config::groups == 0, "groups divides the words of a pixel");
  static_assert(Config::taps == 1 || words_of_group == 1, "several taps a cycle take one word a group");
  static_assert(Config::cycles >= needed, "cycles leave time for every word");
};

template <class Config, bool Parallel>
struct SlidingWindow;

/** Config::taps words of each window position in an output word, first tap in the least significant bits. */
template <class Config>
void sliding_window(hls::stream<ap_uint<Config::bits> > &input, hls::stream<ap_uint<Config::taps * Config::bits> > &output,
                    unsigned frames) {
#pragma HLS INLINE
  SlidingWindow<Config, SlidingWindowShape<Config>::parallel>::run(input, output, frames);
}

/** One tap a cycle. */
template <class Config>
struct SlidingWindow<Config, false> {
  typedef SlidingWindowShape<Config> Shape;
  /** Moves of the word to be written: to the next of a tap, the next tap, tap row, group, position, row of positions. */
  static const int next_column = Config::dilation_w * Config::words - (Shape::words_of_group - 1);
  static const int next_row = (Config::dilation_h * Config::width - (Config::kernel_w - 1) * Config::dilation_w) * Config::words -
                              (Shape::words_of_group - 1);
  static const int next_group = 1 - Shape::reach;
  static const int next_position = Shape::to_next - Shape::reach - (Config::words - 1);
  static const int next_position_row = Shape::to_next_row - Shape::reach - (Config::words - 1);
  /** Words beyond this one lie under no window. */
  static const int used = Shape::reach + ((Shape::out_h - 1) * Config::stride_h * Config::width + (Shape::out_w - 1) * Config::stride_w + 1) * Config::words;

  typedef ap_int<bits_for<2 * Shape::words_in + Shape::depth>::value + 2> Place;
  typedef ap_int<bits_for<Shape::depth>::value + 2> Address;

  /** A move in the circle of `depth` cells, as a step forward. A constant, so that no divider is built. */
  template <int Move>
  struct Around {
    static const int value = ((Move % Shape::depth) + Shape::depth) % Shape::depth;
  };

  static void run(hls::stream<ap_uint<Config::bits> > &input, hls::stream<ap_uint<Config::bits> > &output, unsigned frames) {
#pragma HLS INLINE
    ap_uint<Config::bits> buffer[Shape::depth];
    Place read = 0;                 // words read of this frame
    Place limit = Shape::depth;     // words that may be read so far
    Place wanted = 0;               // the next word to be written
    Address store_at = 0, load_at = 0;
    ap_uint<bits_for<Shape::words_of_group - 1>::value> word = 0;
    ap_uint<bits_for<Config::kernel_w - 1>::value> column = 0;
    ap_uint<bits_for<Config::kernel_h - 1>::value> row = 0;
    ap_uint<bits_for<Config::groups - 1>::value> group = 0;
    ap_uint<bits_for<Shape::out_w - 1>::value> x = 0;
    ap_uint<bits_for<Shape::out_h - 1>::value> y = 0;
    bool written = false;  // all words of this frame
    ap_uint<bits_for<Config::cycles - 1>::value> step = 0;
    unsigned frame = 0;

    while (frame != frames) {
#pragma HLS PIPELINE II=1
    BNN_TRIPCOUNT(Config::cycles)
      BNN_COUNT_ITERATION
      const bool ready = !written && wanted < read;
      const bool spare = read >= used;
      const bool take = read != Shape::words_in && (written || spare || read < limit);
      if (ready) {
        output.write(buffer[load_at]);
        int move, turn, release = 0;
        if (word != Shape::words_of_group - 1) {
          ++word;
          move = 1;
          turn = Around<1>::value;
        } else {
          word = 0;
          if (column != Config::kernel_w - 1) {
            ++column;
            move = next_column;
            turn = Around<next_column>::value;
          } else {
            column = 0;
            if (row != Config::kernel_h - 1) {
              ++row;
              move = next_row;
              turn = Around<next_row>::value;
            } else {
              row = 0;
              if (group != Config::groups - 1) {
                ++group;
                move = next_group;
                turn = Around<next_group>::value;
              } else {
                group = 0;
                if (x != Shape::out_w - 1) {
                  ++x;
                  move = next_position;
                  turn = Around<next_position>::value;
                  release = Shape::to_next;
                } else {
                  x = 0;
                  move = next_position_row;
                  turn = Around<next_position_row>::value;
                  release = Shape::to_next_row;
                  if (y != Shape::out_h - 1) {
                    ++y;
                  } else {
                    written = true;
                  }
                }
              }
            }
          }
        }
        wanted += move;
        limit += release;
        load_at += turn;
        if (load_at >= Shape::depth) load_at -= Shape::depth;
      }
      if (take) {
        const ap_uint<Config::bits> in_word = input.read();
        if (!spare) {
          buffer[store_at] = in_word;
          if (store_at == Shape::depth - 1) {
            store_at = 0;
          } else {
            ++store_at;
          }
        }
        ++read;
      }
      if (step != Config::cycles - 1) {
        ++step;
      } else {
#ifdef BNN_SIM
        if (!written || read != Shape::words_in) input.fail("a sliding window has not finished its frame");
#endif
        step = 0;
        read = 0;
        limit = Shape::depth;
        wanted = 0;
        store_at = 0;
        load_at = 0;
        y = 0;
        written = false;
        ++frame;
      }
    }
  }
};

/** Several taps a cycle. */
template <class Config>
struct SlidingWindow<Config, true> {
  typedef SlidingWindowShape<Config> Shape;
  typedef ap_uint<bits_for<Shape::words_in>::value + 1> Place;

  static void run(hls::stream<ap_uint<Config::bits> > &input,
                  hls::stream<ap_uint<Config::taps * Config::bits> > &output, unsigned frames) {
#pragma HLS INLINE
    WindowTaps<Config::bits, Config::kernel_h, Config::kernel_w, Config::dilation_w * Config::words,
               Config::dilation_h * Config::width * Config::words>
        window;
    ap_uint<Config::bits> held[Shape::kernel];  // the window that is being written
#pragma HLS ARRAY_PARTITION variable=held complete dim=1
    Place read = 0;
    Place wanted = Shape::reach + 1;  // words that must have come for the next window
    ap_uint<bits_for<Config::words - 1>::value> word = 0;
    ap_uint<bits_for<Shape::out_w - 1>::value> x = 0;
    ap_uint<bits_for<Shape::out_h - 1>::value> y = 0;
    ap_uint<bits_for<Shape::chunks>::value> left = 0;  // output words of `held`
    bool taken = false;                                // all windows of this frame
    ap_uint<bits_for<Config::cycles - 1>::value> step = 0;
    unsigned frame = 0;

    while (frame != frames) {
#pragma HLS PIPELINE II=1
    BNN_TRIPCOUNT(Config::cycles)
      BNN_COUNT_ITERATION
      if (read != Shape::words_in && (taken || read != wanted)) {
        window.push(input.read());
        ++read;
      }
      if (left == 0 && !taken && read == wanted) {
        for (int tap = 0; tap < Shape::kernel; ++tap) {
#pragma HLS UNROLL
          held[tap] = window.taps[tap];
        }
        left = Shape::chunks;
        if (word != Config::words - 1) {
          ++word;
          wanted += 1;
        } else {
          word = 0;
          if (x != Shape::out_w - 1) {
            ++x;
            wanted += Shape::to_next - Config::words + 1;
          } else {
            x = 0;
            wanted += Shape::to_next_row - Config::words + 1;
            if (y != Shape::out_h - 1) {
              ++y;
            } else {
              taken = true;
            }
          }
        }
      }
      if (left != 0) {
        ap_uint<Config::taps * Config::bits> result = 0;
        for (int tap = 0; tap < Config::taps; ++tap) {
#pragma HLS UNROLL
          result.range((tap + 1) * Config::bits - 1, tap * Config::bits) = held[tap];
        }
        output.write(result);
        for (int tap = 0; tap + Config::taps < Shape::kernel; ++tap) {
#pragma HLS UNROLL
          held[tap] = held[tap + Config::taps];
        }
        --left;
      }
      if (step != Config::cycles - 1) {
        ++step;
      } else {
#ifdef BNN_SIM
        if (!taken || left != 0 || read != Shape::words_in) input.fail("a sliding window has not finished its frame");
#endif
        step = 0;
        read = 0;
        wanted = Shape::reach + 1;
        y = 0;
        taken = false;
        ++frame;
      }
    }
  }
};

}  // namespace bnn

#endif
