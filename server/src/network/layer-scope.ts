import type { Location } from '../diagnostics/span.js';
import type { Body, LayerStatement } from '../language/ast.js';
import { suggest } from './suggest.js';

/** No layer that is known: a fault has been told already, or only an instance will know. */
export const UNKNOWN_LAYER = -1;
/** No layer at all: the top of a network. */
export const NO_LAYER = -2;

/** A name of a layer or of a block's instance. */
export interface LayerEntry {
  /** Of the layer, or of the instance's last; UNKNOWN_LAYER where there is none. */
  index: number;
  /** The layers inside an instance. */
  inner: LayerScope | undefined;
  readonly at: Location;
}

/** The names of one body as it is expanded: a network, a block's instance, or one round of a repeat. */
export interface LayerScope {
  readonly entries: Map<string, LayerEntry>;
  /** For a round, the body that holds the repeat. */
  readonly parent: LayerScope | undefined;
  /** For a round, its number as a suffix: `_4`. */
  readonly suffix: string;
  /** What `in` means; undefined in a network. */
  readonly input: number | undefined;
  readonly body: Body;
  /** Whether part of it was left out or unreadable, so that a missing name is no fault. */
  partial: boolean;
}

/** How a layer or an instance is called where the text shows it; one that is still being typed has no name. */
export function shownName({ name, kind }: LayerStatement): string {
  return name?.text ?? `nameless ${kind.text}`;
}

/** A new scope. A round sees the names of the body around it. */
export function layerScope(body: Body, input: number | undefined, parent?: LayerScope, suffix = ''): LayerScope {
  return { entries: new Map(), parent, suffix, input, body, partial: false };
}

/** The entry that a path (`c1`, `r1.conv_a`, `mid_4`) names, from the innermost body outwards. */
export function lookUpLayer(scope: LayerScope, path: string): LayerEntry | undefined {
  const dot = path.indexOf('.');
  const first = dot < 0 ? path : path.slice(0, dot);
  for (let here: LayerScope | undefined = scope; here; here = here.parent) {
    const entry = here.entries.get(first);
    if (!entry) continue;
    if (dot < 0) return entry;
    if (!entry.inner) return undefined;
    const found = lookUpLayer(entry.inner, path.slice(dot + 1));
    return found ?? (entry.inner.partial ? { index: UNKNOWN_LAYER, inner: undefined, at: entry.at } : undefined);
  }
  return undefined;
}

/** The name nearest to a path that names nothing. */
export function suggestLayer(scope: LayerScope, path: string): string | undefined {
  const dot = path.indexOf('.');
  const inner = dot < 0 ? undefined : lookUpLayer(scope, path.slice(0, dot))?.inner;
  if (!inner) return suggest(path, visibleLayers(scope));
  const rest = suggestLayer(inner, path.slice(dot + 1));
  return rest === undefined ? undefined : `${path.slice(0, dot)}.${rest}`;
}

/**
 * Enters a name into its body and, suffixed, into the bodies around its repeats. Gives the entry that already has the
 * name, in which case nothing is entered.
 */
export function enterLayer(scope: LayerScope, name: string, entry: LayerEntry): LayerEntry | undefined {
  const before = scope.entries.get(name);
  if (before) return before;
  scope.entries.set(name, entry);
  let suffix = scope.suffix;
  for (let outer = scope.parent; outer; outer = outer.parent) {
    const suffixed = name + suffix;
    const taken = outer.entries.get(suffixed);
    if (taken) return taken;
    outer.entries.set(suffixed, entry);
    suffix = outer.suffix + suffix;
  }
  return undefined;
}

/** All suffixes of the rounds that a scope lies in, outermost first. */
export function fullSuffix(scope: LayerScope): string {
  return scope.parent ? fullSuffix(scope.parent) + scope.suffix : '';
}

/** Whether a name is missing because something of the bodies around was left out. */
export function isPartial(scope: LayerScope): boolean {
  for (let here: LayerScope | undefined = scope; here; here = here.parent) if (here.partial) return true;
  return false;
}

/** The names that can be read here, for suggestions. */
function visibleLayers(scope: LayerScope): string[] {
  const names: string[] = [];
  for (let here: LayerScope | undefined = scope; here; here = here.parent) names.push(...here.entries.keys());
  return names;
}

/** Whether a statement of this body, or of a body around it, has the name: then it stands further down. */
export function isDefinedLater(scope: LayerScope, name: string): boolean {
  for (let here: LayerScope | undefined = scope; here; here = here.parent)
    if (definesLayer(here.body, name)) return true;
  return false;
}

function definesLayer(body: Body, name: string): boolean {
  return body.statements.some(
    (statement) =>
      (statement.type === 'layer' && statement.name?.text === name) ||
      (statement.type === 'repeat' && definesLayer(statement.body, name.replace(/_\d+$/, ''))),
  );
}
