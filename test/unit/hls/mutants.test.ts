import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from '../../hls/mutant-list.mjs';

const library = path.resolve(import.meta.dirname, '../../../server/hls');

/** Headers in which nothing is computed of what passes. */
const PLAIN = ['bnn.hpp', 'pragmas.hpp', 'testbench.hpp', 'trace.hpp'];

describe('the seeded bugs of the HLS library', () => {
  it('are in text that there is', () => {
    const stale = MUTANTS.filter(
      ([header, right]) => !readFileSync(path.join(library, header), 'utf8').includes(right),
    );
    expect(stale).toEqual([]);
  });

  it('change every header that computes', () => {
    const headers = readdirSync(library).filter((name) => name.endsWith('.hpp') && !PLAIN.includes(name));
    expect(headers.filter((name) => !MUTANTS.some(([header]) => header === name))).toEqual([]);
  });
});
