import { getSystemErrorMap } from 'node:util';

/**
 * What the system says of a fault, such as `permission denied`. Node's own words name the call and the file it was made on,
 * which may be a draft that the user has never heard of; who tells it says which file it is about.
 */
export function systemWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = 'errno' in error ? getSystemErrorMap().get(Number(error.errno))?.[1] : undefined;
  return said ?? error.message;
}
