/** Hands out C++ identifiers and file names, each once. */
export interface Identifiers {
  /** An identifier made from a name of the language (`r1.conv_a`), the same for the same name asked once. */
  take(name: string): string;
}

/**
 * Identifiers that are safe anywhere in a generated project: no double or leading underscore (reserved in C++), no
 * reserved word, no name that Windows keeps for devices (they become file names), and none that differs from another by
 * case alone.
 */
export function createIdentifiers(): Identifiers {
  const taken = new Set<string>(RESERVED);
  return {
    take(name) {
      const plain = plainName(name);
      let unique = plain;
      for (let copy = 2; taken.has(unique.toLowerCase()); copy++) unique = `${plain}_${copy}`;
      taken.add(unique.toLowerCase());
      return unique;
    },
  };
}

function plainName(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words.join('_');
  if (joined === '') return 'layer';
  return /^[0-9]/.test(joined) ? `n${joined}` : joined;
}

/** C++ keywords and alternative tokens up to C++20, names of the libraries, ports that HLS renames, Windows devices. */
const RESERVED = (
  'alignas alignof and and_eq asm atomic_cancel atomic_commit atomic_noexcept auto bitand bitor bool break case catch ' +
  'char char8_t char16_t char32_t class compl concept const consteval constexpr constinit const_cast continue co_await ' +
  'co_return co_yield decltype default delete do double dynamic_cast else enum explicit export extern false float for ' +
  'friend goto if inline int long mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected ' +
  'public reflexpr register reinterpret_cast requires return short signed sizeof static static_assert static_cast struct ' +
  'switch synchronized template this thread_local throw true try typedef typeid typename union unsigned using virtual ' +
  'void volatile wchar_t while xor xor_eq main std hls bnn bnn_tb bnn_sim ap_int ap_uint ap_axiu unix linux eof null ' +
  'stdin stdout stderr errno assert in out config top frames load con prn aux nul ' +
  Array.from({ length: 9 }, (_, at) => at + 1)
    .map((digit) => `com${digit} lpt${digit}`)
    .join(' ')
).split(' ');
