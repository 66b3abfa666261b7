/** What other tools call attributes and words of the language, for "did you mean". In lower case without `_`, as people mix both. */

const ATTRIBUTES: ReadonlyMap<string, readonly string[]> = new Map([
  ['outchannels', ['filters']],
  ['channels', ['filters']],
  ['outputchannels', ['filters']],
  ['kernels', ['filters']],
  ['kernelsize', ['kernel', 'size']],
  ['poolsize', ['size']],
  ['window', ['size', 'kernel']],
  ['size', ['kernel']],
  ['kernel', ['size']],
  ['strides', ['stride']],
  ['padding', ['pad']],
  ['pads', ['pad']],
  ['paddingvalue', ['pad_value']],
  ['outfeatures', ['units']],
  ['neurons', ['units']],
  ['outputs', ['units']],
  ['nodes', ['units']],
  ['group', ['groups']],
  ['dilations', ['dilation']],
  ['bitwidth', ['weights', 'type']],
  ['weightbitwidth', ['weights']],
  ['weightbits', ['weights']],
  ['weighttype', ['weights']],
  ['weightquant', ['weights']],
  ['wbits', ['weights']],
  ['act', ['activation']],
  ['actbits', ['activation']],
  ['activationtype', ['activation']],
  ['abits', ['activation']],
  ['datatype', ['type']],
  ['dtype', ['type']],
  ['dim', ['shape']],
  ['dims', ['shape']],
  ['dimensions', ['shape']],
  ['k', ['top']],
  ['scalefactor', ['scale']],
  ['memmode', ['mem']],
  ['ramstyle', ['mem']],
  ['memory', ['mem']],
  ['restype', ['impl']],
  ['depth', ['fifo']],
  ['infifodepths', ['fifo']],
  ['inputs', ['from']],
  ['input', ['from']],
  ['board', ['device']],
  ['part', ['device']],
  ['fpgapart', ['device']],
  ['fpga', ['device']],
  ['frequency', ['clock']],
  ['freq', ['clock']],
  ['clk', ['clock']],
  ['period', ['clock']],
  ['synthclkperiodns', ['clock']],
  ['fps', ['throughput']],
  ['targetfps', ['throughput']],
  ['rate', ['throughput']],
  ['luts', ['lut']],
  ['ffs', ['ff']],
  ['bram18', ['bram']],
  ['brams', ['bram']],
  ['dsps', ['dsp']],
]);

/** The one of `known` attributes that another tool's name for it means. */
export function attributeMeant(name: string, known: readonly string[]): string | undefined {
  return ATTRIBUTES.get(plain(name))?.find((each) => known.includes(each));
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ['block', 'bram'],
  ['blockram', 'bram'],
  ['distributed', 'lutram'],
  ['ultra', 'uram'],
  ['ultraram', 'uram'],
  ['decoupled', 'bram'],
  ['axistream', 'stream'],
  ['binarized', 'bipolar'],
  ['int1', 'bipolar'],
  ['uint1', 'binary'],
  ['xnor', 'bipolar'],
]);

/** The one of the `known` words that another tool's word means; of an integer type with too many bits, the widest. */
export function wordMeant(word: string, known: readonly string[]): string | undefined {
  const found = WORDS.get(plain(word));
  if (found !== undefined && known.includes(found)) return found;
  const [, sign, bits] = /^(u?int)(\d+)$/i.exec(word) ?? [];
  if (sign === undefined || Number(bits) < 2) return undefined;
  return known.findLast((each) => each.replace(/\d+$/, '') === sign.toLowerCase());
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll('_', '');
}
