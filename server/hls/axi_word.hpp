// The word of an AXI-Stream port: the vendor's ap_axi_sdata.h, or where it is not there (the vendor's open ap_int.h comes
// without it) a word of the same fields.
#ifndef BNN_AXI_WORD_HPP
#define BNN_AXI_WORD_HPP

#include "ap_int.h"

// Compilers that are too old to be asked are the vendor's own, which have the header.
#ifdef __has_include
#if !__has_include(<ap_axi_sdata.h>)
#define BNN_OWN_AXI_WORD
#endif
#endif

#ifndef BNN_OWN_AXI_WORD
#include <ap_axi_sdata.h>
#else
// A side channel of no width is a bit that nothing reads: ap_uint has at least one.
template <int D, int U, int TI, int TD>
struct ap_axiu {
  ap_uint<D> data;
  ap_uint<(D + 7) / 8> keep;
  ap_uint<(D + 7) / 8> strb;
  ap_uint<(U > 0 ? U : 1)> user;
  ap_uint<1> last;
  ap_uint<(TI > 0 ? TI : 1)> id;
  ap_uint<(TD > 0 ? TD : 1)> dest;
};
#endif

namespace bnn {

// Vivado HLS has no ap_axiu without TUSER, TID and TDEST; Vitis HLS leaves out the signals of no width.
#ifdef __VITIS_HLS__
template <int Bits>
struct PortWord {
  typedef ap_axiu<Bits, 0, 0, 0> type;
};
template <class Word>
void clear_side_channels(Word &) {
#pragma HLS INLINE
}
#else
template <int Bits>
struct PortWord {
  typedef ap_axiu<Bits, 1, 1, 1> type;
};
template <class Word>
void clear_side_channels(Word &word) {
#pragma HLS INLINE
  word.user = 0;
  word.id = 0;
  word.dest = 0;
}
#endif

}  // namespace bnn

#endif
