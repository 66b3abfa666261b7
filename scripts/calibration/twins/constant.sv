// Twin of a fully unfolded MVTU: every product has a lane of its own, so that the weights are constants in the logic.
// XNOR=1: bipolar times bipolar, popcount. WB=1 with XNOR=0: bipolar weight adds or subtracts. Else a signed product.
module constant #(
    parameter PE = 4, SIMD = 8, WB = 1, AB = 1, ACC = 16, XNOR = 1
) (
    input clk, input [SIMD*AB-1:0] activations, output reg [PE*ACC-1:0] sums
);
  reg [SIMD*AB-1:0] a;
  always @(posedge clk) a <= activations;
  genvar p, i;
  generate
    for (p = 0; p < PE; p = p + 1) begin : lane
      wire signed [ACC-1:0] term [0:SIMD-1];
      for (i = 0; i < SIMD; i = i + 1) begin : weight
        // Pseudo-random, the same in every run.
        localparam [31:0] MIXED = (32'd2654435761 * (p * 32'd65537 + i + 32'd1)) ^ 32'h5bd1e995;
        localparam [31:0] HASH = MIXED * (32'd1103515245 + 32'd2 * i);
        localparam signed [WB-1:0] WEIGHT = HASH[30 -: WB];
        wire signed [AB-1:0] value = a[i*AB +: AB];
        if (XNOR) assign term[i] = {{ACC-1{1'b0}}, HASH[30] ~^ a[i]};
        else if (WB == 1) assign term[i] = HASH[30] ? value : -value;
        else assign term[i] = value * WEIGHT;
      end
      reg signed [ACC-1:0] sum;
      integer n;
      always @* begin
        sum = 0;
        for (n = 0; n < SIMD; n = n + 1) sum = sum + term[n];
      end
      always @(posedge clk) sums[p*ACC +: ACC] <= sum;
    end
  endgenerate
endmodule
