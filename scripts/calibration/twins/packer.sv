// Twin of the port adapter: PORT-bit words with a last mark from a stream of LANE bits, FRAME words a frame.
module packer #(parameter PORT = 64, LANE = 8, FRAME = 98) (
    input clk, input reset, input [LANE-1:0] in_data, input in_valid, output in_ready,
    output [PORT-1:0] out_data, output out_valid, output out_last, input out_ready
);
  converter #(.IN(LANE), .OUT(PORT)) widen (.clk(clk), .reset(reset), .in_data(in_data), .in_valid(in_valid),
      .in_ready(in_ready), .out_data(out_data), .out_valid(out_valid), .out_ready(out_ready));
  reg [$clog2(FRAME+1)-1:0] sent = 0;
  assign out_last = sent == FRAME - 1;
  always @(posedge clk)
    if (reset) sent <= 0;
    else if (out_valid && out_ready) sent <= out_last ? 0 : sent + 1;
endmodule
