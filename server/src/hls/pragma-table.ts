// What the tools know of pragmas. Sources: the option table of the Vitis HLS front end (Xilinx/hls-llvm-project,
// clang/include/clang/Basic/XlxPragmaOption.td, commit 23f046fb) for names, kinds and modes; AMD UG1399 for the values of
// bind_storage and bind_op; Xilinx UG902 (2018.3 to 2020.1) for Vivado HLS: its cores, and what it lacks.
// The tools match names and listed values without regard to case; here all are in lower case.

/** Vivado HLS up to 2020.1, and Vitis HLS from 2020.2 on. */
export type HlsGeneration = 'vivado' | 'vitis';

export interface OptionRule {
  /** `flag` stands alone; `integer` may be a constant expression of C++; a list names all legal values. */
  readonly value: 'flag' | 'variable' | 'integer' | 'name' | 'number' | readonly string[];
  readonly required?: true;
  /** Known by this generation only. */
  readonly only?: HlsGeneration;
}

export interface PragmaRule {
  readonly options: Readonly<Record<string, OptionRule>>;
  readonly only?: HlsGeneration;
  /** At most one of these at a time. */
  readonly either?: readonly string[];
}

const FLAG: OptionRule = { value: 'flag' };
const INTEGER: OptionRule = { value: 'integer' };
const NAME: OptionRule = { value: 'name' };
const VARIABLE: OptionRule = { value: 'variable' };

function required(rule: OptionRule): OptionRule {
  return { ...rule, required: true };
}

function vitis(rule: OptionRule): OptionRule {
  return { ...rule, only: 'vitis' };
}

function oneOf(...values: readonly string[]): OptionRule {
  return { value: values };
}

const PARTITION_KINDS = ['block', 'cyclic', 'complete'] as const;
const PARTITION = {
  variable: required(VARIABLE),
  factor: INTEGER,
  dim: INTEGER,
  block: FLAG,
  cyclic: FLAG,
  complete: FLAG,
  type: vitis(oneOf(...PARTITION_KINDS)),
};

const STORAGE_TYPES = ['fifo', 'ram_1p', 'ram_1wnr', 'ram_2p', 'ram_s2p', 'ram_t2p', 'rom_1p', 'rom_2p', 'rom_np'];
const STORAGES = ['auto', 'bram', 'bram_ecc', 'lutram', 'uram', 'uram_ecc', 'srl', 'memory'];
const OPERATIONS = ['mul', 'add', 'sub', 'fadd', 'fsub', 'fdiv', 'fexp', 'flog', 'fmul', 'frsqrt', 'frecip', 'fsqrt'];
const OPERATORS = ['auto', 'dsp', 'fabric', 'fulldsp', 'maxdsp', 'meddsp', 'nodsp', 'primitivedsp', 'qadder', 'tadder'];

const MEMORY_CORES = ['bram', 'lutram', 'uram', 'bram_ecc', 'uram_ecc'].flatMap((impl) =>
  ['ram_1p', 'ram_2p', 'ram_s2p', 'ram_t2p', 'rom_1p', 'rom_2p', 'rom_np'].map((kind) => `${kind}_${impl}`),
);
const PLAIN_MEMORIES = ['ram_1p', 'ram_2p', 'ram_s2p', 'ram_t2p', 'rom_1p', 'rom_2p', 'rom_np', 'xpm_memory'];
const ARITHMETIC_CORES = ['addsub', 'addsubns', 'addsub_dsp', 'divns', 'dsp48', 'mul', 'mulns', 'mul_lut'];
const FIFO_CORES = ['fifo', 'fifo_bram', 'fifo_lutram', 'fifo_srl'];
const MEMORY_STYLES = ['auto', 'distribute', 'block', 'uram'];

/** What each interface takes besides `port`, `name` and `mode`; Vivado HLS writes it as a word of its own. */
export const INTERFACE_MODES: Readonly<Record<string, readonly string[]>> = {
  m_axi: [
    ...['bundle', 'depth', 'offset', 'latency', 'channel', 'max_widen_bitwidth'],
    ...['num_read_outstanding', 'num_write_outstanding', 'max_read_burst_length', 'max_write_burst_length'],
  ],
  axis: ['register', 'register_mode', 'forward', 'reverse', 'both', 'off', 'depth'],
  s_axilite: ['bundle', 'offset', 'clock', 'storage_impl', 'register'],
  bram: ['depth', 'latency', 'storage_type'],
  ap_memory: ['depth', 'latency', 'storage_type'],
  ap_none: ['register', 'depth', 'latency'],
  ap_fifo: ['register', 'depth', 'latency'],
  ap_ack: ['register', 'depth', 'latency'],
  ap_vld: ['register', 'depth', 'latency', 'interrupt'],
  ap_stable: ['register', 'depth', 'latency'],
  ap_hs: ['register', 'depth', 'latency', 'interrupt'],
  ap_ovld: ['register', 'depth', 'latency', 'interrupt'],
  ap_bus: ['register', 'depth', 'latency'],
  ap_ctrl_none: [],
  ap_ctrl_hs: [],
  ap_ctrl_chain: [],
};

const MODES = Object.keys(INTERFACE_MODES);

const INTERFACE: Readonly<Record<string, OptionRule>> = {
  port: required(VARIABLE),
  name: NAME,
  mode: vitis(oneOf(...MODES.filter((mode) => mode !== 'ap_bus'))),
  ...Object.fromEntries(MODES.map((mode) => [mode, FLAG])),
  ap_bus: { value: 'flag', only: 'vivado' },
  bundle: NAME,
  depth: INTEGER,
  offset: NAME,
  latency: INTEGER,
  clock: NAME,
  register: FLAG,
  register_mode: oneOf('forward', 'reverse', 'both', 'off'),
  forward: FLAG,
  reverse: FLAG,
  both: FLAG,
  off: FLAG,
  num_read_outstanding: INTEGER,
  num_write_outstanding: INTEGER,
  max_read_burst_length: INTEGER,
  max_write_burst_length: INTEGER,
  channel: vitis(NAME),
  max_widen_bitwidth: vitis(INTEGER),
  storage_impl: vitis(NAME),
  storage_type: vitis(NAME),
  interrupt: vitis(INTEGER),
};

/** Every pragma by its name. */
export const PRAGMAS: Readonly<Record<string, PragmaRule>> = {
  aggregate: {
    only: 'vitis',
    options: {
      variable: required(VARIABLE),
      bit: FLAG,
      byte: FLAG,
      none: FLAG,
      auto: FLAG,
      compact: oneOf('bit', 'byte', 'none', 'auto'),
    },
  },
  alias: { only: 'vitis', options: { ports: required(VARIABLE), offset: VARIABLE, distance: VARIABLE } },
  allocation: {
    either: ['function', 'operation', 'type'],
    options: {
      function: FLAG,
      operation: FLAG,
      type: vitis(oneOf('operation', 'function')),
      instances: required(NAME),
      limit: required(INTEGER),
    },
  },
  array_partition: { either: [...PARTITION_KINDS, 'type'], options: { ...PARTITION, dynamic: vitis(FLAG) } },
  array_reshape: { either: [...PARTITION_KINDS, 'type'], options: { ...PARTITION, object: FLAG } },
  bind_op: {
    only: 'vitis',
    options: {
      variable: required(VARIABLE),
      op: required(oneOf(...OPERATIONS)),
      impl: oneOf(...OPERATORS),
      latency: INTEGER,
    },
  },
  bind_storage: {
    only: 'vitis',
    options: {
      variable: required(VARIABLE),
      type: required(oneOf(...STORAGE_TYPES)),
      impl: oneOf(...STORAGES),
      latency: INTEGER,
    },
  },
  dataflow: { options: { interval: FLAG, disable_start_propagation: FLAG } },
  // Vitis HLS says AGGREGATE.
  data_pack: {
    only: 'vivado',
    options: { variable: required(VARIABLE), instance: NAME, struct_level: FLAG, field_level: FLAG },
  },
  dependence: {
    options: {
      variable: VARIABLE,
      cross_variables: vitis(VARIABLE),
      ...Object.fromEntries(
        ['array', 'pointer', 'intra', 'inter', 'raw', 'war', 'waw', 'true', 'false'].map((flag) => [flag, FLAG]),
      ),
      distance: INTEGER,
      class: vitis(oneOf('array', 'pointer')),
      type: vitis(oneOf('intra', 'inter')),
      dependent: vitis(oneOf('true', 'false')),
      direction: vitis(oneOf('raw', 'war', 'waw')),
    },
  },
  disaggregate: { only: 'vitis', options: { variable: required(VARIABLE) } },
  expression_balance: { options: { off: FLAG } },
  function_instantiate: { options: { variable: required(VARIABLE) } },
  inline: {
    options: { self: FLAG, all: FLAG, region: FLAG, type: oneOf('self', 'all', 'region'), recursive: FLAG, off: FLAG },
  },
  interface: { either: [...MODES, 'mode'], options: INTERFACE },
  latency: { options: { min: INTEGER, max: INTEGER } },
  loop_flatten: { options: { off: FLAG } },
  loop_merge: { options: { force: FLAG } },
  loop_tripcount: { options: { min: INTEGER, max: required(INTEGER), avg: INTEGER } },
  occurrence: { options: { cycle: INTEGER } },
  performance: {
    only: 'vitis',
    options: {
      target_ti: { value: 'number' },
      target_tl: { value: 'number' },
      assume_ti: { value: 'number' },
      assume_tl: { value: 'number' },
      scope: oneOf('loop', 'region'),
    },
  },
  pipeline: {
    options: {
      ii: INTEGER,
      rewind: FLAG,
      enable_flush: FLAG,
      off: FLAG,
      style: vitis(oneOf('stp', 'flp', 'frp')),
    },
  },
  protocol: { options: { floating: FLAG, fixed: FLAG, mode: vitis(oneOf('fixed', 'floating')) } },
  reset: { options: { variable: required(VARIABLE), off: FLAG } },
  // Vitis HLS warns of it and may ignore it: it says BIND_STORAGE and BIND_OP.
  resource: {
    only: 'vivado',
    options: {
      variable: required(VARIABLE),
      core: required(oneOf(...MEMORY_CORES, ...PLAIN_MEMORIES, ...ARITHMETIC_CORES, ...FIFO_CORES)),
      ecc_mode: oneOf('none', 'encode', 'decode', 'both'),
      latency: INTEGER,
      ...Object.fromEntries(MEMORY_STYLES.map((style) => [style, FLAG])),
      memory_style: oneOf(...MEMORY_STYLES),
      metadata: NAME,
    },
  },
  shared: { only: 'vitis', options: { variable: required(VARIABLE) } },
  stable: { options: { variable: required(VARIABLE) } },
  stream: {
    options: {
      variable: required(VARIABLE),
      depth: INTEGER,
      dim: INTEGER,
      off: FLAG,
      type: vitis(oneOf('fifo', 'pipo', 'shared', 'unsync')),
    },
  },
  top: { options: { name: NAME } },
  unroll: {
    options: {
      factor: INTEGER,
      region: FLAG,
      complete: FLAG,
      partial: FLAG,
      type: vitis(oneOf('partial', 'complete', 'region')),
      skip_exit_check: FLAG,
    },
  },
};
