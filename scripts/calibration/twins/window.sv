// Twin of the sliding-window unit: a circular buffer of KERNEL + 1 rows, one word of SIMD channels written, one read a cycle.
// STYLE 0: distributed, 1: block.
module window #(
    parameter KERNEL = 3, WIDTH = 16, HEIGHT = 16, CHANNELS = 16, SIMD = 4, AB = 4, STRIDE = 1, STYLE = 0
) (
    input clk, input reset, input [SIMD*AB-1:0] in_data, input in_valid, output in_ready,
    output reg [SIMD*AB-1:0] out_data, output reg out_valid, input out_ready
);
  localparam CF = CHANNELS / SIMD, ROW = WIDTH * CF, ROWS = KERNEL + STRIDE, DEPTH = ROWS * ROW;
  localparam AW = $clog2(DEPTH), OW = (WIDTH - KERNEL) / STRIDE + 1, OH = (HEIGHT - KERNEL) / STRIDE + 1;
  reg [AW-1:0] write_at = 0;
  reg [AW-1:0] read_at = 0, tap_row = 0, pixel = 0, base = 0;
  reg [$clog2(DEPTH+1)-1:0] held = 0;
  reg [$clog2(CF+1)-1:0] cf = 0;
  reg [$clog2(KERNEL+1)-1:0] kx = 0, ky = 0;
  reg [$clog2(OW+1)-1:0] ox = 0;
  reg [$clog2(OH+1)-1:0] oy = 0;
  wire room = held != DEPTH;
  wire put = in_valid && room;
  assign in_ready = room;
  wire window_there = held >= KERNEL * ROW;
  wire get = window_there && (!out_valid || out_ready);
  wire cf_end = cf == CF - 1, kx_end = kx == KERNEL - 1, ky_end = ky == KERNEL - 1, ox_end = ox == OW - 1;
  wire row_end = get && cf_end && kx_end && ky_end && ox_end;
  function [AW-1:0] wrap(input [AW:0] at);
    wrap = at >= DEPTH ? at - DEPTH : at;
  endfunction
  always @(posedge clk)
    if (reset) begin
      write_at <= 0; read_at <= 0; tap_row <= 0; pixel <= 0; base <= 0; held <= 0;
      cf <= 0; kx <= 0; ky <= 0; ox <= 0; oy <= 0; out_valid <= 0;
    end else begin
      if (put) write_at <= (write_at == DEPTH - 1) ? 0 : write_at + 1;
      held <= held + put - (row_end ? (oy == OH - 1 ? KERNEL * ROW : STRIDE * ROW) : 0);
      if (get) begin
        out_valid <= 1;
        cf <= cf_end ? 0 : cf + 1;
        if (cf_end) begin
          kx <= kx_end ? 0 : kx + 1;
          if (kx_end) begin
            ky <= ky_end ? 0 : ky + 1;
            if (ky_end) begin
              ox <= ox_end ? 0 : ox + 1;
              if (ox_end) oy <= (oy == OH - 1) ? 0 : oy + 1;
            end
          end
        end
        if (!(cf_end && kx_end)) read_at <= wrap(read_at + 1);
        else if (!ky_end) begin
          read_at <= wrap(tap_row + ROW);
          tap_row <= wrap(tap_row + ROW);
        end else if (!ox_end) begin
          read_at <= wrap(pixel + STRIDE * CF); tap_row <= wrap(pixel + STRIDE * CF); pixel <= wrap(pixel + STRIDE * CF);
        end else begin
          read_at <= wrap(base + STRIDE * ROW); tap_row <= wrap(base + STRIDE * ROW);
          pixel <= wrap(base + STRIDE * ROW); base <= wrap(base + STRIDE * ROW);
        end
      end else if (out_ready) out_valid <= 0;
    end
  generate
    if (STYLE) begin : blocks
      (* ram_style = "block" *) reg [SIMD*AB-1:0] memory [0:DEPTH-1];
      always @(posedge clk) if (put) memory[write_at] <= in_data;
      always @(posedge clk) if (get) out_data <= memory[read_at];
    end else begin : luts
      (* ram_style = "distributed" *) reg [SIMD*AB-1:0] memory [0:DEPTH-1];
      always @(posedge clk) if (put) memory[write_at] <= in_data;
      always @(posedge clk) if (get) out_data <= memory[read_at];
    end
  endgenerate
endmodule
