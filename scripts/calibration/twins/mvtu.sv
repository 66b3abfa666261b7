// Twin of a whole MVTU with streamed weights: control counters, input buffer in LUTRAM, dot products, thresholds.
module mvtu #(
    parameter PE = 4, SIMD = 8, WB = 1, AB = 1, ACC = 16, XNOR = 1, MW = 256, MH = 64, LEVELS = 1, OUT = 1
) (
    input clk, input reset,
    input [SIMD*AB-1:0] in_data, input in_valid, output in_ready,
    input [PE*SIMD*WB-1:0] weight_data, input weight_valid, output weight_ready,
    output [PE*(LEVELS ? OUT : ACC)-1:0] out_data, output reg out_valid, input out_ready
);
  localparam SF = MW / SIMD, NF = MH / PE;
  localparam SW = SF > 1 ? $clog2(SF) : 1, NW = NF > 1 ? $clog2(NF) : 1;
  reg [SW-1:0] sf = 0;
  reg [NW-1:0] nf = 0;
  wire filling = nf == 0;
  wire go = weight_valid && (!filling || in_valid) && (!out_valid || out_ready);
  assign in_ready = go && filling;
  assign weight_ready = go;
  wire last = sf == SF - 1;
  reg done, done2;
  always @(posedge clk)
    if (reset) begin
      sf <= 0; nf <= 0; out_valid <= 0; done <= 0; done2 <= 0;
    end else begin
      if (go) begin
        sf <= last ? 0 : sf + 1;
        if (last) nf <= (nf == NF - 1) ? 0 : nf + 1;
      end
      done <= go && last; done2 <= done;
      if (done2) out_valid <= 1; else if (out_ready) out_valid <= 0;
    end
  wire [SIMD*AB-1:0] word;
  generate
    if (NF > 1 && SF > 1) begin : buffered
      (* ram_style = "distributed" *) reg [SIMD*AB-1:0] buffer [0:SF-1];
      always @(posedge clk) if (go && filling) buffer[sf] <= in_data;
      assign word = filling ? in_data : buffer[sf];
    end else if (NF > 1) begin : single
      reg [SIMD*AB-1:0] buffer;
      always @(posedge clk) if (go && filling) buffer <= in_data;
      assign word = filling ? in_data : buffer;
    end else begin : straight
      assign word = in_data;
    end
  endgenerate
  wire [PE*ACC-1:0] accumulators;
  dot #(.PE(PE), .SIMD(SIMD), .WB(WB), .AB(AB), .ACC(ACC), .XNOR(XNOR)) arithmetic (
      .clk(clk), .enable(go), .first(sf == 0), .weights(weight_data), .activations(word), .accumulators(accumulators));
  generate
    if (LEVELS) begin : activation
      threshold #(.PE(PE), .LEVELS(LEVELS), .ACC(ACC), .FOLD(NF), .OUT(OUT)) thresholds (
          .clk(clk), .enable(done), .accumulators(accumulators), .result(out_data));
    end else begin : plain
      assign out_data = accumulators;
    end
  endgenerate
endmodule
