/** Modules of libraries that the server's bundle is made without. */
export const leftOut: readonly { readonly module: string; readonly why: string; readonly contents: string }[];
