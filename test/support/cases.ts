/** How much more `npm run nightly` tries than `npm test`. */
const NIGHTLY = 5;

/** On how many cases a property is tried: as many as told, in the nightly run five times as many or what is told for it. */
export function cases(usual: number, nightly = NIGHTLY * usual): number {
  return process.env['BNN_NIGHTLY'] ? nightly : usual;
}
