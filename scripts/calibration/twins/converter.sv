// Twin of the width converter: IN bits to OUT bits, one a multiple of the other.
module converter #(parameter IN = 8, OUT = 32) (
    input clk, input reset, input [IN-1:0] in_data, input in_valid, output in_ready,
    output [OUT-1:0] out_data, output out_valid, input out_ready
);
  generate
    if (OUT >= IN) begin : widen
      localparam N = OUT / IN, NW = $clog2(N + 1);
      reg [OUT-1:0] word;
      reg [NW-1:0] held = 0;
      wire full = held == N;
      assign out_valid = full;
      assign out_data = word;
      assign in_ready = !full || out_ready;
      wire put = in_valid && in_ready;
      always @(posedge clk)
        if (reset) held <= 0;
        else begin
          if (put) word <= {in_data, word} >> IN;
          if (full && out_ready) held <= put ? 1 : 0; else if (put) held <= held + 1;
        end
    end else begin : narrow
      localparam N = IN / OUT, NW = $clog2(N + 1);
      reg [IN-1:0] word;
      reg [NW-1:0] held = 0;
      assign out_valid = held != 0;
      assign out_data = word[OUT-1:0];
      assign in_ready = held == 0 || (held == 1 && out_ready);
      wire put = in_valid && in_ready;
      always @(posedge clk)
        if (reset) held <= 0;
        else if (put) begin word <= in_data; held <= N; end
        else if (out_valid && out_ready) begin word <= word >> OUT; held <= held - 1; end
    end
  endgenerate
endmodule
