// Mutation check of the HLS library: one seeded bug in each header at a time, and some check has to fail.
//
//   node test/hls/mutants.mjs [PATTERN]
//
// Prints a line for each mutant and exits 1 when one survives. Takes minutes: it is part of the nightly run.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programs } from './generate.mjs';
import { MUTANTS } from './mutant-list.mjs';
import { compile, LIBRARY, run } from './run.mjs';

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
