// Pragmas that differ between Vivado HLS (RESOURCE) and Vitis HLS (BIND_STORAGE, BIND_OP), behind one macro each.
// `variable` may be a member: BNN_ROM_BRAM(weights.words).
#ifndef BNN_PRAGMAS_HPP
#define BNN_PRAGMAS_HPP

#if defined(BNN_TAPS) || defined(BNN_PROFILE)
#include "trace.hpp"
#endif

#define BNN_PRAGMA_TEXT(text) _Pragma(#text)
#define BNN_PRAGMA(text) BNN_PRAGMA_TEXT(text)

#ifdef __VITIS_HLS__
#define BNN_ROM_BRAM(variable_) BNN_PRAGMA(HLS BIND_STORAGE variable=variable_ type=rom_1p impl=bram)
#define BNN_ROM_LUTRAM(variable_) BNN_PRAGMA(HLS BIND_STORAGE variable=variable_ type=rom_1p impl=lutram)
#define BNN_LOADED_BRAM(variable_) BNN_PRAGMA(HLS BIND_STORAGE variable=variable_ type=ram_1p impl=bram)
#define BNN_LOADED_LUTRAM(variable_) BNN_PRAGMA(HLS BIND_STORAGE variable=variable_ type=ram_1p impl=lutram)
#define BNN_LOADED_URAM(variable_) BNN_PRAGMA(HLS BIND_STORAGE variable=variable_ type=ram_2p impl=uram)
#define BNN_MULTIPLY_IN_LUT(variable_) BNN_PRAGMA(HLS BIND_OP variable=variable_ op=mul impl=fabric)
#define BNN_MULTIPLY_IN_DSP(variable_) BNN_PRAGMA(HLS BIND_OP variable=variable_ op=mul impl=dsp)
#else
#define BNN_ROM_BRAM(variable_) BNN_PRAGMA(HLS RESOURCE variable=variable_ core=ROM_1P_BRAM)
#define BNN_ROM_LUTRAM(variable_) BNN_PRAGMA(HLS RESOURCE variable=variable_ core=ROM_1P_LUTRAM)
#define BNN_LOADED_BRAM(variable_) BNN_PRAGMA(HLS RESOURCE variable=variable_ core=RAM_1P_BRAM)
#define BNN_LOADED_LUTRAM(variable_) BNN_PRAGMA(HLS RESOURCE variable=variable_ core=RAM_1P_LUTRAM)
#define BNN_LOADED_URAM(variable_) BNN_PRAGMA(HLS RESOURCE variable=variable_ core=XPM_MEMORY uram)
#define BNN_MULTIPLY_IN_LUT(variable_) BNN_PRAGMA(HLS RESOURCE variable=variable_ core=Mul_LUT)
#define BNN_MULTIPLY_IN_DSP(variable_) BNN_PRAGMA(HLS RESOURCE variable=variable_ core=DSP48)
#endif

/** A named stream of `bits_` wide words with a FIFO of `depth_` words. */
#ifdef BNN_BOUNDED
#define BNN_STREAM(bits_, name_, depth_)          \
  hls::stream<ap_uint<bits_> > name_(#name_);     \
  name_.set_depth(depth_)
#else
#define BNN_STREAM(bits_, name_, depth_)          \
  hls::stream<ap_uint<bits_> > name_(#name_);     \
  BNN_PRAGMA(HLS STREAM variable=name_ depth=depth_)
#endif

/**
 * The processes of a dataflow region: BNN_PROCESS(c1_mvtu, (c1_window, c1_output, frames)); and, behind the last,
 * BNN_RUN_PROCESSES. Synthesis and the plain simulation see the calls themselves, in order; the bounded simulation
 * starts a thread for each.
 */
#ifdef BNN_BOUNDED
#define BNN_PROCESS(function_, arguments_) bnn_sim::add_process(#function_, [&] { function_ arguments_; })
#ifdef BNN_TAPS
#define BNN_RUN_PROCESSES \
  bnn_sim::run_processes(); \
  bnn_tb::write_watched();
#else
#define BNN_RUN_PROCESSES bnn_sim::run_processes();
#endif
#elif defined(BNN_PROFILE)
#define BNN_PROCESS(function_, arguments_) bnn_tb::enter(#function_), function_ arguments_, bnn_tb::leave()
#define BNN_RUN_PROCESSES
#else
#define BNN_PROCESS(function_, arguments_) function_ arguments_
#define BNN_RUN_PROCESSES
#endif

/** Where the simulation may write down what passes a stream (trace.hpp); nothing in hardware. */
#if defined(BNN_TAPS) && defined(BNN_BOUNDED)
#define BNN_TAP(stream_) bnn_tb::watch(#stream_, stream_);
#elif defined(BNN_TAPS)
#define BNN_TAP(stream_) bnn_tb::tap(#stream_, stream_);
#else
#define BNN_TAP(stream_)
#endif

/** Iterations of a loop for one frame: the reports of a csynth run need them, since the number of frames is not known. */
#define BNN_TRIPCOUNT(cycles_)       \
  const int frame_cycles = cycles_; \
  (void)frame_cycles;               \
  BNN_PRAGMA(HLS LOOP_TRIPCOUNT min=frame_cycles max=frame_cycles)

/** Stands in the loop of every engine; tests count iterations with it. */
#if defined(BNN_PROFILE) && !defined(BNN_COUNT_ITERATION)
#define BNN_COUNT_ITERATION ++bnn_tb::profile().iterations;
#endif
#ifndef BNN_COUNT_ITERATION
#define BNN_COUNT_ITERATION
#endif

#endif
