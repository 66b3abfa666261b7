/**
 * The inner loops of the reference model in the WebAssembly text format (instructions in plain order), which
 * `assembler.ts` turns into bytes when the first model is compiled. Both functions multiply one row of activations, at
 * `$a`, by `$units` rows of weights, at `$w`, and store one 32-bit sum a row at `$out`. Rows are `$bytes` long, a
 * multiple of 16, and unused lanes hold zero on both sides. Addresses count bytes.
 */
export const KERNELS = `
;; Bipolar by bipolar, one bit a value: sum = bits - 2 * popcount(a xor w).
(func (export "xnor")
  (param $a i32) (param $w i32) (param $out i32) (param $units i32) (param $bytes i32) (param $bits i32)
  (local $at i32) (local $end i32) (local $stop i32) (local $last i32)
  (local $eight v128) (local $sum v128)
  local.get $a  local.get $bytes  i32.add  local.set $end
  local.get $out  local.get $units  i32.const 2  i32.shl  i32.add  local.set $last
  loop $unit
    local.get $a  local.set $at
    i32.const 0  i32x4.splat  local.set $sum
    loop $chunk
      ;; A lane of eight bits holds the counts of 31 vectors of at most 8 each.
      local.get $at  i32.const 496  i32.add  local.get $end
      local.get $at  i32.const 496  i32.add  local.get $end  i32.lt_u
      select  local.set $stop
      i32.const 0  i32x4.splat  local.set $eight
      loop $vector
        local.get $eight
        local.get $at  v128.load  local.get $w  v128.load  v128.xor  i8x16.popcnt
        i8x16.add  local.set $eight
        local.get $w  i32.const 16  i32.add  local.set $w
        local.get $at  i32.const 16  i32.add  local.tee $at
        local.get $stop  i32.lt_u  br_if $vector
      end
      local.get $sum
      local.get $eight  i16x8.extadd_pairwise_i8x16_u  i32x4.extadd_pairwise_i16x8_u
      i32x4.add  local.set $sum
      local.get $at  local.get $end  i32.lt_u  br_if $chunk
    end
    local.get $out
    local.get $bits
    local.get $sum  i32x4.extract_lane 0
    local.get $sum  i32x4.extract_lane 1  i32.add
    local.get $sum  i32x4.extract_lane 2  i32.add
    local.get $sum  i32x4.extract_lane 3  i32.add
    i32.const 1  i32.shl  i32.sub
    i32.store
    local.get $out  i32.const 4  i32.add  local.tee $out
    local.get $last  i32.lt_u  br_if $unit
  end
)

;; Integers of 16 bits: sum of products, modulo 2^32.
(func (export "dot")
  (param $a i32) (param $w i32) (param $out i32) (param $units i32) (param $bytes i32)
  (local $at i32) (local $end i32) (local $last i32)
  (local $sum v128)
  local.get $a  local.get $bytes  i32.add  local.set $end
  local.get $out  local.get $units  i32.const 2  i32.shl  i32.add  local.set $last
  loop $unit
    local.get $a  local.set $at
    i32.const 0  i32x4.splat  local.set $sum
    loop $vector
      local.get $sum
      local.get $at  v128.load  local.get $w  v128.load  i32x4.dot_i16x8_s
      i32x4.add  local.set $sum
      local.get $w  i32.const 16  i32.add  local.set $w
      local.get $at  i32.const 16  i32.add  local.tee $at
      local.get $end  i32.lt_u  br_if $vector
    end
    local.get $out
    local.get $sum  i32x4.extract_lane 0
    local.get $sum  i32x4.extract_lane 1  i32.add
    local.get $sum  i32x4.extract_lane 2  i32.add
    local.get $sum  i32x4.extract_lane 3  i32.add
    i32.store
    local.get $out  i32.const 4  i32.add  local.tee $out
    local.get $last  i32.lt_u  br_if $unit
  end
)
`;
