// Twin of the MVTU's arithmetic: PE dot products of SIMD lanes, accumulated over the synapse fold.
// XNOR=1: bipolar times bipolar, popcount. WB=1 with XNOR=0: bipolar weight adds or subtracts. Else a signed product.
module dot #(
    parameter PE = 4, SIMD = 8, WB = 1, AB = 1, ACC = 16, XNOR = 1
) (
    input clk, input enable, input first,
    input [PE*SIMD*WB-1:0] weights, input [SIMD*AB-1:0] activations,
    output reg [PE*ACC-1:0] accumulators
);
  reg [PE*SIMD*WB-1:0] w;
  reg [SIMD*AB-1:0] a;
  reg e, f;
  always @(posedge clk) begin
    w <= weights; a <= activations; e <= enable; f <= first;
  end
  genvar p;
  generate
    for (p = 0; p < PE; p = p + 1) begin : lane
      reg signed [ACC-1:0] sum;
      integer i;
      if (XNOR) begin : xnors
        always @* begin
          sum = 0;
          for (i = 0; i < SIMD; i = i + 1) sum = sum + (w[p*SIMD+i] ~^ a[i]);
        end
      end else if (WB == 1) begin : signs
        reg signed [AB:0] term;
        always @* begin
          sum = 0;
          for (i = 0; i < SIMD; i = i + 1) begin
            term = {a[i*AB+AB-1], a[i*AB +: AB]};
            if (w[p*SIMD+i]) sum = sum + term; else sum = sum - term;
          end
        end
      end else begin : products
        reg signed [WB-1:0] x;
        reg signed [AB-1:0] y;
        reg signed [WB+AB-1:0] xy;
        always @* begin
          sum = 0;
          for (i = 0; i < SIMD; i = i + 1) begin
            x = w[(p*SIMD+i)*WB +: WB];
            y = a[i*AB +: AB];
            xy = x * y;
            sum = sum + xy;
          end
        end
      end
      always @(posedge clk)
        if (e) accumulators[p*ACC +: ACC] <= (f ? {ACC{1'b0}} : accumulators[p*ACC +: ACC]) + sum;
    end
  endgenerate
endmodule
