import type { MarkupContent } from 'vscode-languageserver-types';
import { findDevice } from '../devices/find.js';
import { layerKinds, statements } from '../language/table.js';
import { describeDevice } from './hover-device.js';
import { codeBlock, markup } from './markdown.js';

/** What an item stands for: small, because it travels to the client and back. */
export type DocumentedThing =
  | { readonly of: 'kind'; readonly name: string }
  | { readonly of: 'attribute'; readonly name: string; readonly doc: string }
  | { readonly of: 'device'; readonly name: string };

export function documentationOf(thing: DocumentedThing): MarkupContent | undefined {
  switch (thing.of) {
    case 'kind': {
      const kind = layerKinds.get(thing.name) ?? statements.get(thing.name);
      return kind && markup(kind.doc, codeBlock(kind.example));
    }
    case 'attribute':
      return markup(thing.doc);
    case 'device': {
      const device = findDevice(thing.name);
      return device && markup(...describeDevice(device));
    }
    default:
      return undefined;
  }
}
