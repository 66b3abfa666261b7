// Twin of a weight memory: one initialised memory, read in order. STYLE 0: distributed, 1: block.
// Its words come from the file named by ROM_WORDS, which the sweep writes.
`ifndef ROM_WORDS
`define ROM_WORDS ""
`endif
module rom #(parameter DEPTH = 512, WIDTH = 32, STYLE = 1) (
    input clk, input reset, input enable, output reg [WIDTH-1:0] data
);
  localparam AW = DEPTH > 1 ? $clog2(DEPTH) : 1;
  reg [AW-1:0] at = 0;
  always @(posedge clk) if (reset) at <= 0; else if (enable) at <= (at == DEPTH - 1) ? 0 : at + 1;
  generate
    if (STYLE) begin : blocks
      (* rom_style = "block" *) reg [WIDTH-1:0] memory [0:DEPTH-1];
      initial $readmemh(`ROM_WORDS, memory);
      always @(posedge clk) if (enable) data <= memory[at];
    end else begin : luts
      (* rom_style = "logic" *) reg [WIDTH-1:0] memory [0:DEPTH-1];
      initial $readmemh(`ROM_WORDS, memory);
      always @(posedge clk) if (enable) data <= memory[at];
    end
  endgenerate
endmodule
