/** An element; text is the text directly inside it, joined. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** The top of a text in XML, which has no name and holds the outermost elements. */
export interface XmlRoot extends XmlElement {
  /** Of the innermost element that the text ends in; undefined where it is whole. */
  readonly endsIn: string | undefined;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

/**
 * The elements of a report in XML. Reads what the tools write (elements, attributes, text, comments, CDATA) and goes on
 * over what is broken: elements that a cut file leaves open are closed at its end. Never throws.
 */
export function readXml(text: string): XmlRoot {
  const root: OpenElement = { name: '', attributes: new Map(), children: [], text: '' };
  const open: OpenElement[] = [root];
  const top = (): OpenElement => open.at(-1) ?? root;
  const closeTop = (): void => {
    const done = open.pop();
    if (done !== undefined) top().children.push(done);
  };
  const token =
    /<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<[?!][^>]*>|<\/\s*([^\s>]+)\s*>|<([^\s/>!?][^\s/>]*)((?:"[^"]*"|'[^']*'|[^<>"'])*?)(\/?)>|([^<]+)|</g;
  for (const [, cdata, closing, opening, attributes, empty, plain] of text.matchAll(token)) {
    if (plain !== undefined) top().text += decode(plain);
    else if (cdata !== undefined) top().text += cdata;
    else if (opening !== undefined) {
      open.push({ name: opening, attributes: readAttributes(attributes ?? ''), children: [], text: '' });
      if (empty === '/') closeTop();
    } else if (closing !== undefined && open.some(({ name }, index) => index > 0 && name === closing)) {
      while (top().name !== closing) closeTop();
      closeTop();
    }
  }
  const endsIn = open.length > 1 ? top().name : undefined;
  while (open.length > 1) closeTop();
  return { ...root, endsIn };
}

/** The first child with this name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** The element at a path of names below this one. */
export function descend(element: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined {
  return names.reduce(childOf, element);
}

/** The trimmed text of a child; undefined where it is missing or empty. */
export function textOf(element: XmlElement | undefined, ...names: readonly string[]): string | undefined {
  const text = descend(element, ...names)?.text.trim();
  return text === '' ? undefined : text;
}

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    attributes.set(name, decode(double ?? single ?? ''));
  }
  return attributes;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

function decode(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));/g,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES.get(name) ?? whole;
      const point = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}
