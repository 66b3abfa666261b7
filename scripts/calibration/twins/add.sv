// Twin of the element-wise addition: PE lanes of two streams, sum without activation.
module add #(parameter PE = 4, AB = 4) (
    input clk, input reset, input [PE*AB-1:0] a_data, b_data, input a_valid, b_valid, output a_ready, b_ready,
    output reg [PE*(AB+1)-1:0] out_data, output reg out_valid, input out_ready
);
  wire go = a_valid && b_valid && (!out_valid || out_ready);
  assign a_ready = go;
  assign b_ready = go;
  integer p;
  always @(posedge clk)
    if (reset) out_valid <= 0;
    else if (go) begin
      out_valid <= 1;
      for (p = 0; p < PE; p = p + 1)
        out_data[p*(AB+1) +: AB+1] <= $signed(a_data[p*AB +: AB]) + $signed(b_data[p*AB +: AB]);
    end else if (out_ready) out_valid <= 0;
endmodule
