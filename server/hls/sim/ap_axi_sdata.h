// Simulation stand-in for the vendor's ap_axi_sdata.h: one AXI-Stream word. It works with the vendor's ap_int.h too.
#ifndef BNN_SIM_AP_AXI_SDATA_H
#define BNN_SIM_AP_AXI_SDATA_H

#include <ap_int.h>

/** A side channel; one of no width is there as well, so that an ap_axiu has the same members always. */
template <int Bits>
struct ap_axi_side {
  typedef ap_uint<(Bits > 0 ? Bits : 1)> type;
};

template <int D, int U, int TI, int TD>
struct ap_axiu {
  ap_uint<D> data;
  ap_uint<(D + 7) / 8> keep;
  ap_uint<(D + 7) / 8> strb;
  typename ap_axi_side<U>::type user;
  ap_uint<1> last;
  typename ap_axi_side<TI>::type id;
  typename ap_axi_side<TD>::type dest;
};

#endif
