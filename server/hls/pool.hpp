// Twin: server/src/hardware/engines/pool.ts
//
// Pooling unit: the greatest value or the sum of each window. Windows that neither overlap nor leave the map keep one
// partial result for each column of windows. Others see all their taps at once in a window of delay lines, which runs
// on from frame to frame; taps outside the map are replaced by what does not count.
#ifndef BNN_POOL_HPP
#define BNN_POOL_HPP

#include "activation.hpp"
#include "delay_line.hpp"

namespace bnn {

// What a config names as its Reduce: how partial results are held and put together.
template <class Input>
struct Maximum {
  static const int bits = Input::bits;
  static ap_uint<bits> lift(const ap_uint<Input::bits> &code) {
#pragma HLS INLINE
    return code;
  }
  /** The code of the least value. */
  static ap_uint<bits> neutral() {
#pragma HLS INLINE
    return ap_uint<bits>(Input::lowest);
  }
  static ap_uint<bits> combine(const ap_uint<bits> &a, const ap_uint<bits> &b) {
#pragma HLS INLINE
    return Input::decode(a) > Input::decode(b) ? a : b;
  }
  static typename Input::Value value(const ap_uint<bits> &partial) {
#pragma HLS INLINE
    return Input::decode(partial);
  }
};

template <class Input, int Bits>
struct Sum {
  static const int bits = Bits;
  static ap_uint<Bits> lift(const ap_uint<Input::bits> &code) {
#pragma HLS INLINE
    const ap_int<Bits> value = Input::decode(code);
    return ap_uint<Bits>(value);
  }
  static ap_uint<Bits> neutral() {
#pragma HLS INLINE
    return ap_uint<Bits>(0);
  }
  static ap_uint<Bits> combine(const ap_uint<Bits> &a, const ap_uint<Bits> &b) {
#pragma HLS INLINE
    return ap_uint<Bits>(a + b);
  }
  static ap_int<Bits> value(const ap_uint<Bits> &partial) {
#pragma HLS INLINE
    return ap_int<Bits>(partial);
  }
};

// A config has:
//   types Input, Output, Reduce (Maximum<Input> or Sum<Input, bits>)
//   height, width, pe, words (of a pixel), kernel_h, kernel_w, stride_h, stride_w
//   top, left (padding), out_h, out_w, shift (of the result, to the right)
template <class Config>
struct PoolShape {
  static const bool inside = Config::top == 0 && Config::left == 0 &&
                             (Config::out_h - 1) * Config::stride_h + Config::kernel_h <= Config::height &&
                             (Config::out_w - 1) * Config::stride_w + Config::kernel_w <= Config::width;
  static const bool apart = inside && Config::kernel_h <= Config::stride_h && Config::kernel_w <= Config::stride_w;

  // Delay lines: pixels from a row of the map to the next, and from a frame to the next. More than the map has only
  // where there are more windows than pixels.
  static const int windows_w = (Config::out_w - 1) * Config::stride_w + 1;
  static const int pitch = larger<larger<Config::width, Config::kernel_w>::value,
                                  (windows_w + Config::stride_h - 1) / Config::stride_h>::value;
  static const int frame_in = (Config::height - 1) * pitch + Config::width;
  static const int frame_out = (Config::out_h - 1) * Config::stride_h * pitch + windows_w;
  static const int frame = larger<frame_in, frame_out>::value;
  /** Pixels before the first window is full. */
  static const int lead = (Config::kernel_h - 1 - Config::top) * pitch + Config::kernel_w - 1 - Config::left;

  static const int cycles = (apart ? Config::height * Config::width : frame) * Config::words;
  static_assert(Config::top < Config::kernel_h && Config::left < Config::kernel_w, "every window covers a pixel");
};

template <class Reduce, int Pe>
ap_uint<Pe * Reduce::bits> combine_words(const ap_uint<Pe * Reduce::bits> &a, const ap_uint<Pe * Reduce::bits> &b) {
#pragma HLS INLINE
  ap_uint<Pe * Reduce::bits> result = 0;
  for (int pe = 0; pe < Pe; ++pe) {
#pragma HLS UNROLL
    set_lane<Reduce>(result, pe, Reduce::combine(lane<Reduce>(a, pe), lane<Reduce>(b, pe)));
  }
  return result;
}

/** The output word of a finished window. */
template <class Config, class Activation>
ap_uint<Config::pe * Config::Output::bits> finish_pool(const ap_uint<Config::pe * Config::Reduce::bits> &partial,
                                                       const Activation &activation, int word) {
#pragma HLS INLINE
  typedef typename Config::Reduce Reduce;
  typedef typename Config::Output Output;
  ap_uint<Config::pe * Output::bits> result = 0;
  for (int pe = 0; pe < Config::pe; ++pe) {
#pragma HLS UNROLL
    const ap_int<Reduce::bits + 1> sum = Reduce::value(lane<Reduce>(partial, pe));
    const ap_int<Reduce::bits + 1> shifted = sum >> Config::shift;
    set_lane<Output>(result, pe, activation.template finish<Output>(shifted, pe, word));
  }
  return result;
}

template <class Config, bool Apart>
struct Pool;

template <class Config, class Activation>
void pool(hls::stream<ap_uint<Config::pe * Config::Input::bits> > &input,
          hls::stream<ap_uint<Config::pe * Config::Output::bits> > &output, const Activation &activation, unsigned frames) {
#pragma HLS INLINE
  Pool<Config, PoolShape<Config>::apart>::run(input, output, activation, frames);
}

/** Windows apart from each other. */
template <class Config>
struct Pool<Config, true> {
  template <class Activation>
  static void run(hls::stream<ap_uint<Config::pe * Config::Input::bits> > &input,
                  hls::stream<ap_uint<Config::pe * Config::Output::bits> > &output, const Activation &activation,
                  unsigned frames) {
#pragma HLS INLINE
    typedef PoolShape<Config> Shape;
    typedef typename Config::Reduce Reduce;
    typedef ap_uint<Config::pe * Reduce::bits> Partial;

    DelayLine<Config::pe * Reduce::bits, (Config::kernel_w > 1 ? Config::words : 1)> run;
    DelayLine<Config::pe * Reduce::bits, (Config::kernel_h > 1 ? Config::out_w * Config::words : 1)> columns;
    ap_uint<bits_for<Config::words - 1>::value> word = 0;
    ap_uint<bits_for<Config::width - 1>::value> x = 0;
    ap_uint<bits_for<Config::height - 1>::value> y = 0;
    ap_uint<bits_for<Config::stride_w>::value> in_x = 0;  // column inside a window, or between two
    ap_uint<bits_for<Config::stride_h>::value> in_y = 0;
    unsigned frame = 0;

    while (frame != frames) {
#pragma HLS PIPELINE II=1
      BNN_TRIPCOUNT(Shape::cycles)
      BNN_COUNT_ITERATION
      const ap_uint<Config::pe * Config::Input::bits> values = input.read();
      Partial partial = 0;
      for (int pe = 0; pe < Config::pe; ++pe) {
#pragma HLS UNROLL
        set_lane<Reduce>(partial, pe, Reduce::lift(lane<typename Config::Input>(values, pe)));
      }
      if (in_x != 0) partial = combine_words<Reduce, Config::pe>(run.oldest(), partial);
      run.push(partial);
      if (in_x == Config::kernel_w - 1) {
        if (in_y != 0) partial = combine_words<Reduce, Config::pe>(columns.oldest(), partial);
        columns.push(partial);
        if (in_y == Config::kernel_h - 1) {
          output.write(finish_pool<Config>(partial, activation, word));
        }
      }

      if (word != Config::words - 1) {
        ++word;
      } else {
        word = 0;
        if (x != Config::width - 1) {
          ++x;
          if (in_x != Config::stride_w - 1) {
            ++in_x;
          } else {
            in_x = 0;
          }
        } else {
          x = 0;
          in_x = 0;
          if (y != Config::height - 1) {
            ++y;
            if (in_y != Config::stride_h - 1) {
              ++in_y;
            } else {
              in_y = 0;
            }
          } else {
            y = 0;
            in_y = 0;
            ++frame;
          }
        }
      }
    }
  }
};

/** Windows that overlap, or leave the map. */
template <class Config>
struct Pool<Config, false> {
  template <class Activation>
  static void run(hls::stream<ap_uint<Config::pe * Config::Input::bits> > &input,
                  hls::stream<ap_uint<Config::pe * Config::Output::bits> > &output, const Activation &activation,
                  unsigned frames) {
#pragma HLS INLINE
    typedef PoolShape<Config> Shape;
    typedef typename Config::Input Input;
    typedef typename Config::Reduce Reduce;
    typedef ap_uint<Config::pe * Input::bits> Word;

    WindowTaps<Config::pe * Input::bits, Config::kernel_h, Config::kernel_w, Config::words, Shape::pitch * Config::words> window;
    typedef ap_int<bits_for<Shape::frame + Shape::lead>::value + 1> Pixel;
    typedef ap_int<bits_for<Config::height + Config::kernel_h + Config::stride_h>::value + 2> Row;
    typedef ap_int<bits_for<Shape::pitch + Shape::windows_w + Config::kernel_w>::value + 2> Column;

    // Where the next input word lies; columns from `width` on are no pixels.
    ap_uint<bits_for<Config::words - 1>::value> word = 0;
    Column x = 0;
    ap_uint<bits_for<Shape::frame>::value> y = 0;
    Pixel at = 0;
    unsigned in_frame = 0;
    // Where the window stands, counted from the first window of a frame on; which window is the next to be written.
    Pixel out_at = -Shape::lead;
    Pixel next = 0;
    ap_uint<bits_for<Config::out_w - 1>::value> out_x = 0;
    ap_uint<bits_for<Config::out_h - 1>::value> out_y = 0;
    Row first_row = -Config::top;
    Column first_column = -Config::left;
    bool complete = false;  // all windows of this frame
    unsigned out_frame = 0;

    while (in_frame != frames || out_frame != frames) {
#pragma HLS PIPELINE II=1
      BNN_TRIPCOUNT(Shape::cycles)
      BNN_COUNT_ITERATION
      Word incoming = 0;
      if (in_frame != frames && x < Config::width && y < Config::height) incoming = input.read();
      window.push(incoming);

      const bool last_word = word == Config::words - 1;
      if (out_at == next && !complete) {
        ap_uint<Config::pe * Reduce::bits> partial = 0;
        for (int pe = 0; pe < Config::pe; ++pe) {
#pragma HLS UNROLL
          ap_uint<Reduce::bits> lane_result = Reduce::neutral();
          for (int row = 0; row < Config::kernel_h; ++row) {
#pragma HLS UNROLL
            const bool in_row = first_row + row >= 0 && first_row + row < Config::height;
            for (int column = 0; column < Config::kernel_w; ++column) {
#pragma HLS UNROLL
              const bool in_column = first_column + column >= 0 && first_column + column < Config::width;
              ap_uint<Reduce::bits> value = Reduce::neutral();
              if (in_row && in_column) value = Reduce::lift(lane<Input>(window.tap(row, column), pe));
              lane_result = Reduce::combine(lane_result, value);
            }
          }
          set_lane<Reduce>(partial, pe, lane_result);
        }
        output.write(finish_pool<Config>(partial, activation, word));
        if (last_word) {
          if (out_x != Config::out_w - 1) {
            ++out_x;
            next += Config::stride_w;
            first_column += Config::stride_w;
          } else {
            out_x = 0;
            next += Config::stride_h * Shape::pitch - (Config::out_w - 1) * Config::stride_w;
            first_column = -Config::left;
            if (out_y != Config::out_h - 1) {
              ++out_y;
              first_row += Config::stride_h;
            } else {
              out_y = 0;
              first_row = -Config::top;
              complete = true;
              ++out_frame;
            }
          }
        }
      }

      if (!last_word) {
        ++word;
      } else {
        word = 0;
        if (x != Shape::pitch - 1) {
          ++x;
        } else {
          x = 0;
          ++y;
        }
        if (at != Shape::frame - 1) {
          ++at;
        } else {
          at = 0;
          x = 0;
          y = 0;
          if (in_frame != frames) ++in_frame;
        }
        if (out_at != Shape::frame - 1) {
          ++out_at;
        } else {
          out_at = 0;
          next = 0;
          complete = false;
        }
      }
    }
  }
};

}  // namespace bnn

#endif
