import { statfs } from 'node:fs/promises';
import os from 'node:os';
import type { Host } from '../../host/host.js';
import type { Surroundings } from '../../host/tools/surroundings.js';
import { VERSION } from '../version.js';
import type { Check } from './check.js';

/** What the machine is like, apart from the vendor's tools. */
export async function machineChecks(host: Host, around: Surroundings, folder: string): Promise<readonly Check[]> {
  return [
    { name: 'bnn', state: 'ok', found: `${VERSION}, Node ${process.versions.node}`, remedy: undefined },
    await licenceCheck(around),
    await programCheck(host, 'C++ compiler', ['g++', 'clang++'], {
      state: 'warning',
      remedy:
        'The generated C++ cannot be compiled and run here (bnn simulate --engine csim, the self-check). Install g++ or clang++.',
    }),
    await programCheck(host, 'python3', ['python3', 'python'], {
      state: 'info',
      remedy: 'Only needed to run the driver and its self-check here; the board brings its own.',
    }),
    await programCheck(host, 'tclsh', ['tclsh'], {
      state: 'info',
      remedy: 'Not needed: the tools bring their own. With it the generated scripts can be tried without them.',
    }),
    await diskCheck(folder),
    memoryCheck(os.totalmem()),
    localeCheck(around),
  ];
}

/** The licence is asked for by the tools alone; what can be seen is where they will look. */
async function licenceCheck({ env, path, platform, ...around }: Surroundings): Promise<Check> {
  const named = ['XILINXD_LICENSE_FILE', 'LM_LICENSE_FILE'].flatMap((name) => {
    const value = env[name] ?? '';
    return value === '' ? [] : [{ name, value }];
  });
  const separator = platform === 'win32' ? ';' : ':';
  const missing: string[] = [];
  for (const { value } of named) {
    // `2100@host` is a server; a Windows path has a colon that separates nothing.
    for (const entry of value.split(separator).filter((one) => one !== '' && !one.includes('@')))
      if (!(await around.list(path.dirname(entry))).includes(path.basename(entry))) missing.push(entry);
  }
  const home = env['HOME'] ?? env['USERPROFILE'] ?? '';
  const own =
    home === '' ? [] : (await around.list(path.join(home, '.Xilinx'))).filter((name) => name.endsWith('.lic'));
  const found = [
    ...named.map(({ name, value }) => `${name}=${value}`),
    ...own.map((name) => path.join(home, '.Xilinx', name)),
  ];
  if (missing.length > 0) {
    const remedy = `There is no ${missing.join(', ')}: correct the variable.`;
    return { name: 'licence', state: 'warning', found: found.join(', '), remedy };
  }
  if (found.length > 0) return { name: 'licence', state: 'ok', found: found.join(', '), remedy: undefined };
  const remedy =
    'Small Zynq-7000, Artix-7, Spartan-7 and Zynq UltraScale+ parts need none. For others set XILINXD_LICENSE_FILE to a file or to port@host.';
  return { name: 'licence', state: 'info', found: 'XILINXD_LICENSE_FILE and LM_LICENSE_FILE are not set', remedy };
}

async function programCheck(
  host: Host,
  name: string,
  names: readonly string[],
  absent: Pick<Check, 'state' | 'remedy'>,
): Promise<Check> {
  const found = await host.findTool(names);
  return found === undefined
    ? { name, found: 'not found', ...absent }
    : { name, state: 'ok', found, remedy: undefined };
}

/** A project with its block design and checkpoints takes a few of them. */
const LEAST_GB = 10;

async function diskCheck(folder: string): Promise<Check> {
  try {
    const { bavail, bsize } = await statfs(folder);
    const free = Math.floor((bavail * bsize) / 1e9);
    return {
      name: 'disk',
      state: free < LEAST_GB ? 'warning' : 'ok',
      found: `${free} GB free in ${folder}`,
      remedy:
        free < LEAST_GB ? `A build with Vivado takes several GB: free some, or build elsewhere (--out).` : undefined,
    };
  } catch {
    const remedy = `A build with Vivado takes several GB: look yourself, or build elsewhere (--out).`;
    return { name: 'disk', state: 'info', found: `the free space of ${folder} cannot be told`, remedy };
  }
}

/** Below this, HLS of a large layer is regularly killed. */
const LEAST_MEMORY_GB = 8;

function memoryCheck(bytes: number): Check {
  const total = Math.round(bytes / 1e9);
  return {
    name: 'memory',
    state: total < LEAST_MEMORY_GB ? 'warning' : 'ok',
    found: `${total} GB`,
    remedy:
      total < LEAST_MEMORY_GB
        ? 'HLS and Vivado may be killed on larger networks: add swap, or build on another machine (--launcher).'
        : undefined,
  };
}

/** The tools' scripts break where the decimal point is a comma. A build sets LC_ALL=C; who starts them by hand must. */
function localeCheck({ env }: Surroundings): Check {
  const given = env['LC_ALL'] || env['LC_NUMERIC'] || env['LANG'] || 'C';
  const comma = decimalComma(given);
  return {
    name: 'locale',
    state: comma ? 'info' : 'ok',
    found: comma ? `${given} writes a comma as decimal point` : given,
    remedy: comma ? 'bnn build sets LC_ALL=C. Do the same when you start the tools by hand.' : undefined,
  };
}

function decimalComma(locale: string): boolean {
  const tag = /^([A-Za-z]{2,3})(?:_([A-Za-z]{2}))?/.exec(locale);
  if (!tag || /^(?:C|POSIX)\b/.test(locale)) return false;
  try {
    return new Intl.NumberFormat([tag[1], tag[2]].filter(Boolean).join('-')).format(1.5).includes(',');
  } catch {
    return false;
  }
}
