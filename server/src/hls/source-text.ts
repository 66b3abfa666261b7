/** Where a layer stands in its `.bnn` file, for comments. */
export interface Origin {
  /** Relative to the folder that is generated, with `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The statement as written. */
  readonly text: string;
}

/**
 * A text that a line comment may hold: one line of printable ASCII, without backslashes and `??`, which could continue
 * the comment on the next line.
 */
export function commentText(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('\\', '/')
    .replaceAll(/\?(?=\?)/g, '? ')
    .replaceAll(/[^ -~]/g, '?')
    .trim();
}

/** A file of a generated project; its path is relative to the project's folder, with `/`. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}
