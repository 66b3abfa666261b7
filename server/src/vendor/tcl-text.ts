/**
 * Any text as one word of Tcl that stands for exactly that text: nothing in it is substituted, run or split. Plain texts
 * stand in braces; where braces or a backslash could unbalance them, every unusual character is escaped.
 */
export function tclWord(text: string): string {
  if (/^[^{}\\\r\n]*$/.test(text)) return `{${text}}`;
  return text.replace(/[\s\S]/gu, escaped);
}

/** A list of words and lists. */
export type TclList = readonly (string | TclList)[];

/** A list as one word of Tcl. Braces of its elements are balanced or escaped, so braces hold them. */
export function tclList(items: TclList): string {
  return `{${items.map((item) => (typeof item === 'string' ? element(item) : tclList(item))).join(' ')}}`;
}

function element(text: string): string {
  return /^[A-Za-z0-9_.:/+%-]+$/.test(text) ? text : tclWord(text);
}

function escaped(character: string): string {
  if (/[A-Za-z0-9_.:/]/.test(character)) return character;
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  const code = character.codePointAt(0) ?? 0;
  // Letters beyond ASCII mean nothing to Tcl, and `\u` would not reach beyond 16 bits.
  return code > 0x7f ? character : `\\${character}`;
}
