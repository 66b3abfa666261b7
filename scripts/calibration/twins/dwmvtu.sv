// Twin of the depthwise MVTU: PE channels, SIMD taps a cycle, each channel with its own inputs.
module dwmvtu #(
    parameter PE = 4, SIMD = 1, WB = 4, AB = 4, ACC = 16, TAPS = 9, CHANNELS = 32, LEVELS = 0, OUT = 4
) (
    input clk, input reset, input in_valid, output in_ready, input [PE*SIMD*AB-1:0] in_data,
    input [PE*SIMD*WB-1:0] weight_data, output [PE*(LEVELS ? OUT : ACC)-1:0] out_data, output reg out_valid, input out_ready
);
  localparam TF = TAPS / SIMD;
  localparam TW = TF > 1 ? $clog2(TF) : 1;
  reg [TW-1:0] tap = 0;
  wire go = in_valid && (!out_valid || out_ready);
  assign in_ready = go;
  reg done;
  always @(posedge clk)
    if (reset) begin tap <= 0; out_valid <= 0; done <= 0; end
    else begin
      if (go) tap <= (tap == TF - 1) ? 0 : tap + 1;
      done <= go && tap == TF - 1;
      if (done) out_valid <= 1; else if (out_ready) out_valid <= 0;
    end
  wire [PE*ACC-1:0] accumulators;
  genvar p;
  generate
    for (p = 0; p < PE; p = p + 1) begin : lane
      dot #(.PE(1), .SIMD(SIMD), .WB(WB), .AB(AB), .ACC(ACC), .XNOR(0)) arithmetic (
          .clk(clk), .enable(go), .first(tap == 0), .weights(weight_data[p*SIMD*WB +: SIMD*WB]),
          .activations(in_data[p*SIMD*AB +: SIMD*AB]), .accumulators(accumulators[p*ACC +: ACC]));
    end
    if (LEVELS) begin : activation
      threshold #(.PE(PE), .LEVELS(LEVELS), .ACC(ACC), .FOLD(CHANNELS / PE), .OUT(OUT)) thresholds (
          .clk(clk), .enable(done), .accumulators(accumulators), .result(out_data));
    end else begin : plain
      assign out_data = accumulators;
    end
  endgenerate
endmodule
