// Twin of the padding unit: a frame of zeros around WIDTH x HEIGHT pixels of CHANNELS / SIMD words.
module pad #(parameter WIDTH = 16, HEIGHT = 16, CHANNELS = 16, SIMD = 4, AB = 4, PAD = 1) (
    input clk, input reset, input [SIMD*AB-1:0] in_data, input in_valid, output in_ready,
    output [SIMD*AB-1:0] out_data, output out_valid, input out_ready
);
  localparam CF = CHANNELS / SIMD, W = WIDTH + 2 * PAD, H = HEIGHT + 2 * PAD;
  reg [$clog2(CF+1)-1:0] cf = 0;
  reg [$clog2(W+1)-1:0] x = 0;
  reg [$clog2(H+1)-1:0] y = 0;
  wire inside = x >= PAD && x < WIDTH + PAD && y >= PAD && y < HEIGHT + PAD;
  assign out_valid = !inside || in_valid;
  assign out_data = inside ? in_data : 0;
  assign in_ready = inside && out_ready;
  always @(posedge clk)
    if (reset) begin cf <= 0; x <= 0; y <= 0; end
    else if (out_valid && out_ready) begin
      cf <= (cf == CF - 1) ? 0 : cf + 1;
      if (cf == CF - 1) begin
        x <= (x == W - 1) ? 0 : x + 1;
        if (x == W - 1) y <= (y == H - 1) ? 0 : y + 1;
      end
    end
endmodule
