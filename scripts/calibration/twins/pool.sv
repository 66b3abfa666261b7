// Twin of the max pool: PE channels a word; a buffer of one output row in LUTRAM. AB=1 is an OR.
module pool #(parameter KERNEL = 2, WIDTH = 16, CHANNELS = 16, PE = 4, AB = 4) (
    input clk, input reset, input [PE*AB-1:0] in_data, input in_valid, output in_ready,
    output reg [PE*AB-1:0] out_data, output reg out_valid, input out_ready
);
  localparam CF = CHANNELS / PE, OW = WIDTH / KERNEL, DEPTH = OW * CF, AW = DEPTH > 1 ? $clog2(DEPTH) : 1;
  reg [$clog2(CF+1)-1:0] cf = 0;
  reg [$clog2(KERNEL+1)-1:0] kx = 0, ky = 0;
  reg [$clog2(OW+1)-1:0] ox = 0;
  reg [AW-1:0] pixel = 0;
  wire go = in_valid && (!out_valid || out_ready);
  assign in_ready = go;
  wire cf_end = cf == CF - 1, kx_end = kx == KERNEL - 1, ky_end = ky == KERNEL - 1, ox_end = ox == OW - 1;
  wire [AW-1:0] at = pixel + cf;
  (* ram_style = "distributed" *) reg [PE*AB-1:0] memory [0:DEPTH-1];
  wire [PE*AB-1:0] old = memory[at];
  wire [PE*AB-1:0] best;
  wire fresh = kx == 0 && ky == 0;
  genvar p;
  generate
    for (p = 0; p < PE; p = p + 1) begin : lane
      wire [AB-1:0] x = in_data[p*AB +: AB], y = old[p*AB +: AB];
      assign best[p*AB +: AB] = fresh ? x : (AB == 1 ? (x | y) : (x > y ? x : y));
    end
  endgenerate
  always @(posedge clk) if (go) memory[at] <= best;
  always @(posedge clk)
    if (reset) begin cf <= 0; kx <= 0; ky <= 0; ox <= 0; pixel <= 0; out_valid <= 0; end
    else if (go) begin
      cf <= cf_end ? 0 : cf + 1;
      if (cf_end) begin
        kx <= kx_end ? 0 : kx + 1;
        if (kx_end) begin
          ox <= ox_end ? 0 : ox + 1;
          pixel <= ox_end ? 0 : pixel + CF;
          if (ox_end) ky <= ky_end ? 0 : ky + 1;
        end
      end
      out_valid <= kx_end && ky_end;
      out_data <= best;
    end else if (out_ready) out_valid <= 0;
endmodule
