/** Modules of libraries that the server's bundle is made without, or with a part of them: `contents` or `edit`. */
export const leftOut: readonly {
  readonly module: string;
  readonly why: string;
  readonly contents?: string;
  readonly edit?: (text: string) => string;
}[];
