// Twin of a stream FIFO. STYLE 0: shift register (SRL), 1: LUTRAM, 2: block RAM.
module fifo #(parameter DEPTH = 32, WIDTH = 8, STYLE = 0) (
    input clk, input reset, input [WIDTH-1:0] in_data, input in_valid, output in_ready,
    output [WIDTH-1:0] out_data, output out_valid, input out_ready
);
  localparam AW = DEPTH > 1 ? $clog2(DEPTH) : 1;
  reg [AW:0] held = 0;
  assign in_ready = held != DEPTH;
  wire put = in_valid && in_ready;
  generate
    if (STYLE == 0) begin : shift
      wire get = out_valid && out_ready;
      always @(posedge clk) if (reset) held <= 0; else held <= held + put - get;
      assign out_valid = held != 0;
      reg [AW-1:0] top = 0;
      always @(posedge clk) if (reset) top <= 0; else if (put && !get) top <= held; else if (get && !put && top != 0) top <= top - 1;
      genvar b;
      for (b = 0; b < WIDTH; b = b + 1) begin : bit_
        reg [DEPTH-1:0] srl;
        always @(posedge clk) if (put) srl <= {srl, in_data[b]};
        assign out_data[b] = srl[top];
      end
    end else begin : ram
      reg [AW-1:0] write_at = 0, read_at = 0;
      reg valid = 0;
      reg [WIDTH-1:0] data;
      wire get = held != 0 && (!valid || out_ready);
      always @(posedge clk)
        if (reset) begin held <= 0; write_at <= 0; read_at <= 0; valid <= 0; end
        else begin
          held <= held + put - get;
          if (put) write_at <= (write_at == DEPTH - 1) ? 0 : write_at + 1;
          if (get) read_at <= (read_at == DEPTH - 1) ? 0 : read_at + 1;
          if (get) valid <= 1; else if (out_ready) valid <= 0;
        end
      assign out_valid = valid;
      assign out_data = data;
      if (STYLE == 1) begin : luts
        (* ram_style = "distributed" *) reg [WIDTH-1:0] memory [0:DEPTH-1];
        always @(posedge clk) if (put) memory[write_at] <= in_data;
        always @(posedge clk) if (get) data <= memory[read_at];
      end else begin : blocks
        (* ram_style = "block" *) reg [WIDTH-1:0] memory [0:DEPTH-1];
        always @(posedge clk) if (put) memory[write_at] <= in_data;
        always @(posedge clk) if (get) data <= memory[read_at];
      end
    end
  endgenerate
endmodule
