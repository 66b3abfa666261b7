// Mutation check of the HLS library: one seeded bug in each header at a time, and some check has to fail.
//
//   node test/hls/mutants.mjs [PATTERN]
//
// Prints a line for each mutant and exits 1 when one survives. Takes minutes: it is part of the nightly run.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programs } from './generate.mjs';
import { compile, LIBRARY, run } from './run.mjs';

/** [header, right, wrong, program that must fail] */
const MUTANTS = [
  ['types.hpp', 'code == 1 ? Value(1) : Value(-1)', 'code == 1 ? Value(-1) : Value(1)', 'mvtu'],
  ['dot_product.hpp', '~(inputs ^ weights)', '(inputs ^ weights)', 'mvtu'],
  ['dot_product.hpp', 'Sum(plus + plus - all)', 'Sum(plus - all)', 'mvtu'],
  ['dot_product.hpp', 'weight == 0 ? ap_int<bits>(0)', 'weight == 0 ? value', 'mvtu'],
  ['activation.hpp', 'accumulator <= threshold :', 'accumulator < threshold :', 'mvtu'],
  ['activation.hpp', ': accumulator >= threshold)', ': accumulator > threshold)', 'mvtu'],
  ['activation.hpp', 'accumulator >= threshold ? 1', 'accumulator > threshold ? 1', 'mvtu'],
  ['stored.hpp', 'held.limbs[lo / 64]', 'held.limbs[0]', 'mvtu'],
  ['stored.hpp', 'end - 1, count - 1) << 4', 'end - 1, count - 1) << 3', 'mvtu'],
  ['axi_word.hpp', 'word.dest = 0', 'word.dest = 1', 'streams'],
  ['activation.hpp', '(level + Output::lowest)', '(level)', 'mvtu'],
  [
    'weights.hpp',
    'words[pe] = word.range((pe + 1) * Bits - 1, pe * Bits)',
    'words[pe] = word.range(Bits - 1, 0)',
    'mvtu',
  ],
  ['loading.hpp', 'at < Count; ++at', 'at < Count - 1; ++at', 'mvtu'],
  ['loading.hpp', 'held >> (parts > 1 ? 32 : 0)', 'held >> 0', 'mvtu'],
  ['loading.hpp', 'memory.words[pe][index] =', 'memory.words[pe][Depth - 1 - index] =', 'mvtu'],
  ['loading.hpp', 'if (part == parts - 1)', 'if (part == 0)', 'mvtu'],
  ['loading.hpp', 'thresholds[n] = thresholds[n + 1]', 'thresholds[n] = thresholds[n]', 'mvtu'],
  ['loading.hpp', 'word.range(0, 0)', '0', 'mvtu'],
  ['loading.hpp', 'memory.values[pe][row] =', 'memory.values[pe][0] =', 'mvtu'],
  ['stored.hpp', 'held.limbs[lo / 64] = limb', 'held.limbs[0] = limb', 'mvtu'],
  ['mvtu.hpp', 'Dot::start_per_term * Config::terms', 'Dot::start_per_term * Config::inputs', 'mvtu'],
  ['mvtu.hpp', 'row_in_group != Shape::rows_of_group - 1', 'row_in_group != Shape::rows_of_group', 'mvtu'],
  ['input_buffer.hpp', 'ap_uint<Bits> words[Depth]', 'ap_uint<1> words[Depth]', 'mvtu'],
  ['mvtu.hpp', 'if (Shape::rows_of_group > 1) buffer', 'if (Shape::synapse_folds < 1025) buffer', 'mvtu'],
  ['mvtu.hpp', 'first ? start : accumulators[pe]', 'accumulators[pe]', 'mvtu'],
  ['dwmvtu.hpp', 'lane<Input>(word, tap * Config::pe + pe)', 'lane<Input>(word, pe * Config::simd + tap)', 'mvtu'],
  ['sliding_window.hpp', 'wanted < read', 'wanted <= read', 'window'],
  ['sliding_window.hpp', 'written || spare || read < limit', 'true', 'window'],
  [
    'sliding_window.hpp',
    'static const int to_next = Config::stride_w * Config::words',
    'static const int to_next = Config::words',
    'window',
  ],
  [
    'sliding_window.hpp',
    'larger<0, larger<ahead_row, ahead_pixel>::value>::value',
    '0 * ahead_row * ahead_pixel',
    'window',
  ],
  ['sliding_window.hpp', 'left = Shape::chunks', 'left = 1', 'window'],
  ['delay_line.hpp', 'if (at == Length - 1)', 'if (at == Length - 2)', 'window'],
  ['delay_line.hpp', 'return cells[Length - 1]', 'return cells[0]', 'window'],
  ['delay_line.hpp', 'Pitch - (Columns - 1) * Step', 'Pitch - Columns * Step + Step + 1', 'window'],
  ['pad.hpp', 'x < Config::left + Config::width', 'x <= Config::left + Config::width', 'window'],
  ['upsample.hpp', 'copy_y != Config::scale_h - 1', 'copy_y != Config::scale_w - 1', 'window'],
  ['pool.hpp', 'Input::decode(a) > Input::decode(b)', 'a > b', 'pool'],
  ['pool.hpp', 'sum >> Config::shift', 'sum', 'pool'],
  ['pool.hpp', 'first_column + column >= 0', 'first_column + column > 0', 'pool'],
  ['pool.hpp', 'if (in_y != 0) partial', 'if (in_x != 0) partial', 'pool'],
  ['pool.hpp', 'ap_uint<bits>(Input::lowest)', 'ap_uint<bits>(0)', 'pool'],
  ['threshold.hpp', 'row_fold != Shape::row_folds - 1', 'false', 'streams'],
  ['add.hpp', 'sums[pe] += Type::decode', 'sums[pe] -= Type::decode', 'streams'],
  ['concat.hpp', 'at < Before + First', 'at <= Before + First', 'streams'],
  ['duplicate.hpp', 'at != Config::words - 1', 'at != Config::words - 2', 'streams'],
  ['width_converter.hpp', 'held < out_bits)', 'held <= out_bits)', 'streams'],
  ['width_converter.hpp', 'flush = written != Config::out_words', 'flush = false', 'streams'],
  ['width_converter.hpp', 'word = data;', 'data = word;', 'streams'],
  ['argmax.hpp', 'low.values[j] >= high.values[i]', 'low.values[j] > high.values[i]', 'streams'],
  ['argmax.hpp', 'base += Config::pe', 'base += 1', 'streams'],
  ['stream_io.hpp', '&& frame == frames - 1', '', 'streams'],
  [
    'stream_io.hpp',
    'data.range(Config::bits - 1, 0) = input.read()',
    'data.range(Config::bits - 1, 0) = 0 * input.read().to_uint()',
    'streams',
  ],
];

const pattern = process.argv[2] ?? '';
const directory = mkdtempSync(join(tmpdir(), 'bnn-mutants-'));
const sources = new Map(programs(1).map(({ name, text }) => [name, text]));
let survivors = 0;
try {
  for (const [name, text] of sources) writeFileSync(join(directory, `${name}.cpp`), text);
  for (const [index, [header, right, wrong, program]] of MUTANTS.entries()) {
    if (!header.includes(pattern)) continue;
    const library = join(directory, `library-${index}`);
    mkdirSync(library);
    cpSync(LIBRARY, library, { recursive: true });
    const text = readFileSync(join(library, header), 'utf8');
    if (!text.includes(right)) throw new Error(`${header} has no \`${right}\`: mend test/hls/mutants.mjs`);
    writeFileSync(join(library, header), text.replace(right, wrong));
    const found = await verdict(join(directory, `${program}.cpp`), join(directory, `mutant-${index}`), library);
    if (found === 'survived') ++survivors;
    console.log(`${found.padEnd(12)} ${header}: ${right} -> ${wrong || 'nothing'}`);
    rmSync(library, { recursive: true });
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
console.log(survivors === 0 ? 'every mutant was found' : `${survivors} mutants survived`);
process.exitCode = survivors === 0 ? 0 : 1;

async function verdict(source, program, library) {
  const options = ['-std=c++11', '-O0', '-Wno-error', '-Wno-unused-variable'];
  if ((await compile(source, program, options, library)).code !== 0) return 'no compile';
  const { code } = await run('timeout', ['60', program]);
  return code === 0 ? 'survived' : 'found';
}
