import type { Table } from './table.js';
import { readXml, type XmlElement } from './xml.js';

/** The tables of a Vivado report in XML (`-format xml`): cells stand in the attribute `contents`. */
export function readXmlTables(text: string): Table[] {
  return flatten(readXml(text))
    .filter(({ name }) => name === 'table')
    .map((table) => {
      const own = flatten(table);
      return {
        section: table.attributes.get('title') ?? '',
        heading: '',
        title: '',
        columns: own.filter(({ name }) => name === 'tableheader').map((cell) => contents(cell).trim()),
        rows: own
          .filter(({ name }) => name === 'tablerow')
          .map((row) => row.children.filter(({ name }) => name === 'tablecell').map(contents))
          .filter((cells) => cells.length > 0),
      };
    });
}

function contents(element: XmlElement): string {
  return element.attributes.get('contents') ?? element.text;
}

function flatten(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(flatten)];
}
