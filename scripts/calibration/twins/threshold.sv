// Twin of the activation: per PE, LEVELS thresholds of the channel at hand compared with the accumulator and counted.
// The thresholds are a ROM of FOLD words (channels / PE); FOLD=1 makes them constants. ROM=0: distributed, 1: block.
module threshold #(
    parameter PE = 4, LEVELS = 1, ACC = 16, FOLD = 16, OUT = 1, ROM = 0
) (
    input clk, input enable, input [PE*ACC-1:0] accumulators, output reg [PE*OUT-1:0] result
);
  localparam AW = FOLD > 1 ? $clog2(FOLD) : 1;
  reg [AW-1:0] channel = 0;
  reg [PE*ACC-1:0] value;
  always @(posedge clk) if (enable) begin
    value <= accumulators;
    channel <= (channel == FOLD - 1) ? 0 : channel + 1;
  end
  genvar p;
  generate
    for (p = 0; p < PE; p = p + 1) begin : lane
      reg [LEVELS*ACC-1:0] limits;
      integer n, l;
      reg [31:0] h;
      if (ROM) begin : blocks
        (* rom_style = "block" *) reg [LEVELS*ACC-1:0] rom [0:FOLD-1];
        initial begin
          h = 32'h2545F491 + p * 32'h9E3779B9;
          for (n = 0; n < FOLD; n = n + 1)
            for (l = 0; l < LEVELS; l = l + 1) begin
              h = h ^ (h << 13); h = h ^ (h >> 17); h = h ^ (h << 5);
              rom[n][l*ACC +: ACC] = h[ACC-1:0];
            end
        end
        always @(posedge clk) if (enable) limits <= rom[channel];
      end else begin : luts
        (* rom_style = "logic" *) reg [LEVELS*ACC-1:0] rom [0:FOLD-1];
        initial begin
          h = 32'h2545F491 + p * 32'h9E3779B9;
          for (n = 0; n < FOLD; n = n + 1)
            for (l = 0; l < LEVELS; l = l + 1) begin
              h = h ^ (h << 13); h = h ^ (h >> 17); h = h ^ (h << 5);
              rom[n][l*ACC +: ACC] = h[ACC-1:0];
            end
        end
        always @(posedge clk) if (enable) limits <= rom[channel];
      end
      reg [OUT-1:0] count;
      always @* begin
        count = 0;
        for (l = 0; l < LEVELS; l = l + 1)
          count = count + ($signed(value[p*ACC +: ACC]) >= $signed(limits[l*ACC +: ACC]));
      end
      always @(posedge clk) if (enable) result[p*OUT +: OUT] <= count;
    end
  endgenerate
endmodule
