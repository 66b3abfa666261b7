/** The end of a message that names what was probably meant, or says something else where nothing is near. */
export function didYouMean(suggestion: string | undefined, otherwise = ''): string {
  return suggestion === undefined ? otherwise : ` Did you mean \`${suggestion}\`?`;
}
