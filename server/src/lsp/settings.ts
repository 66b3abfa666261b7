/** The editor's settings of one text, section `bnn`. */
export interface Settings {
  readonly inlayHints: { readonly folding: boolean; readonly cost: boolean; readonly measured: boolean };
  readonly codeLens: boolean;
  /** Seconds that a search for a folding may take. */
  readonly folding: { readonly timeLimit: number };
}

export const DEFAULT_SETTINGS: Settings = {
  inlayHints: { folding: true, cost: true, measured: true },
  codeLens: true,
  folding: { timeLimit: 2 },
};

/** A search never takes longer, whatever the settings say. */
const LONGEST_SEARCH = 600;

/** Reads whatever the client sent: what is missing or has another form counts as its default. */
export function readSettings(value: unknown): Settings {
  const section = recordOf(value);
  const hints = recordOf(section['inlayHints']);
  const limit = recordOf(section['folding'])['timeLimit'];
  const flag = (given: unknown, otherwise: boolean): boolean => (typeof given === 'boolean' ? given : otherwise);
  return {
    inlayHints: {
      folding: flag(hints['folding'], DEFAULT_SETTINGS.inlayHints.folding),
      cost: flag(hints['cost'], DEFAULT_SETTINGS.inlayHints.cost),
      measured: flag(hints['measured'], DEFAULT_SETTINGS.inlayHints.measured),
    },
    codeLens: flag(section['codeLens'], DEFAULT_SETTINGS.codeLens),
    folding: {
      timeLimit:
        typeof limit === 'number' && limit > 0 ? Math.min(limit, LONGEST_SEARCH) : DEFAULT_SETTINGS.folding.timeLimit,
    },
  };
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
