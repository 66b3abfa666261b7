// How fast a text is parsed, beside a walk over its characters and JSON.parse of the tree that comes of it.
import { importTypeScript } from '../lib/typescript.mjs';

export async function run() {
  const { timeParse } = await importTypeScript('test/bench/parse.ts');
  console.log('\nParsing (least of many)');
  for (const [layers, rounds] of [
    [300, 300],
    [3000, 60],
  ]) {
    const { characters, parse, walk, json } = timeParse(layers, rounds);
    console.log(
      `  ${String(layers).padStart(4)} layers: ${parse.toFixed(2)} ms, ${(characters / parse / 1000).toFixed(1)} MB/s, ` +
        `${(layers / parse).toFixed(0)} layers a ms   a walk over the characters ${walk.toFixed(2)} ms, ` +
        `JSON.parse of the tree ${json.toFixed(2)} ms: ${(parse / json).toFixed(1)} x that`,
    );
  }
}
