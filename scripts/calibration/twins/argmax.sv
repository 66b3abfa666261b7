// Twin of argmax (top 1): PE classes a word, the lowest index among equals.
module argmax #(parameter PE = 1, LABELS = 10, AB = 16) (
    input clk, input reset, input [PE*AB-1:0] in_data, input in_valid, output in_ready,
    output [$clog2(LABELS)-1:0] out_data, output reg out_valid, input out_ready
);
  localparam IW = $clog2(LABELS), N = LABELS / PE;
  reg [IW-1:0] at = 0, index;
  reg signed [AB-1:0] best;
  wire go = in_valid && !out_valid;
  assign in_ready = !out_valid;
  assign out_data = index;
  reg signed [AB-1:0] m;
  reg [IW-1:0] k;
  integer p;
  always @* begin
    m = in_data[AB-1:0];
    k = at;
    for (p = 1; p < PE; p = p + 1)
      if ($signed(in_data[p*AB +: AB]) > m) begin m = in_data[p*AB +: AB]; k = at + p; end
  end
  always @(posedge clk)
    if (reset) begin at <= 0; out_valid <= 0; end
    else if (go) begin
      if (at == 0 || m > best) begin best <= m; index <= k; end
      at <= (at == (N - 1) * PE) ? 0 : at + PE;
      out_valid <= at == (N - 1) * PE;
    end else if (out_ready) out_valid <= 0;
endmodule
