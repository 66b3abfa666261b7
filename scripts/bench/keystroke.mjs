// From a keystroke to its diagnostics and hints, over stdio, beside a server that does nothing.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chain } from './networks.mjs';
import { initialise, percentile, startServer } from './rpc.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

/** What people do: they open a text, look at it, and type. */
const PAUSE_MS = 2000;

/** Typed from the first diagnostics on, and typed from two seconds later on, each in a process of its own. */
export async function benchKeystroke(serverFile, sizes = [30, 300, 3000]) {
  const rows = [];
  for (const layers of sizes) {
    const edits = layers >= 3000 ? 60 : 200;
    const atOnce = await typing(serverFile, layers, edits, 0);
    const afterPause = await typing(serverFile, layers, edits, PAUSE_MS);
    const floor = await typing(path.join(here, 'empty-server.mjs'), layers, edits, 0);
    rows.push({ layers, atOnce, afterPause, floor });
  }
  return rows;
}

async function typing(file, layers, edits, pauseMs) {
  const server = startServer(file);
  await initialise(server);
  const uri = `file:///bench/chain-${layers}.bnn`;
  const text = chain(layers);
  server.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'bnn', version: 1, text } });
  const textDocument = { uri };
  const lineOf = (at) => 5 + (at % layers);
  const lines = text.split('\n');
  const visible = { start: { line: 0, character: 0 }, end: { line: 60, character: 0 } };
  const ask = () =>
    Promise.all([
      server.request('textDocument/diagnostic', { textDocument }),
      server.request('textDocument/inlayHint', { textDocument, range: visible }),
    ]);
  await ask();
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  const times = [];
  for (let edit = 0; edit < edits; edit++) {
    // Units typed over: 256 <-> 128, so that shapes downstream and the folding change as they do for a person.
    const line = lineOf(Math.floor(edit / 2) * 7);
    const content = lines[line];
    const character = content.indexOf('units=') + 6;
    const [from, to] = edit % 2 === 0 ? ['256', '128'] : ['128', '256'];
    if (content.slice(character, character + 3) !== from)
      throw new Error(`line ${line} is not as expected: ${content}`);
    lines[line] = content.slice(0, character) + to + content.slice(character + 3);
    const started = performance.now();
    server.notify('textDocument/didChange', {
      textDocument: { uri, version: edit + 2 },
      contentChanges: [{ range: { start: { line, character }, end: { line, character: character + 3 } }, text: to }],
    });
    await ask();
    if (edit >= 10) times.push(performance.now() - started);
  }
  await server.stop();
  if (process.env['BENCH_TIMES']) console.log(times.map((time) => time.toFixed(1)).join(' '));
  times.sort((a, b) => a - b);
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

/** Process start to the first diagnostics of a 30-layer file. */
export async function benchStart(file, runs = 7) {
  const times = [];
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    const server = startServer(file);
    await initialise(server);
    const uri = 'file:///bench/start.bnn';
    server.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'bnn', version: 1, text: chain(30) } });
    await server.request('textDocument/diagnostic', { textDocument: { uri } });
    times.push(performance.now() - started);
    await server.stop();
  }
  times.sort((a, b) => a - b);
  return { best: times[0], median: percentile(times, 0.5) };
}
