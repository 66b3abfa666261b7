/** What stands behind the die in a part string: package with pins, speed grade, temperature and suffix, each optional. */
const REST = /^(?:-?([a-z]{2,5}\d{3,4}))?(?:-(\d[a-z]*))?((?:-[a-z]){0,2})$/i;

/** The same as it is ordered and printed on the chip: speed grade before the package, temperature behind it. */
const ORDERED = /^-(\d(?:lv?|mp?|hp?)?)([a-z]{2,5}\d{3,4})([a-z])?$/i;

/**
 * A part string as the vendor's tools spell it: small letters, the letters of the speed grade and a suffix behind the
 * temperature capital, no dash between die and package of the 7-series (`xc7z020clg400-1`, `xcu250-figd2104-2L-e`). Takes
 * that order and the one of the data sheets (`XC7Z020-1CLG400C`, `XCZU7EV-2FFVC1156E`); the tools' names of the 7-series
 * have no temperature. Undefined where what stands behind the die is no package, grade and temperature.
 */
export function canonicalPart(text: string, die: string): string | undefined {
  const behind = text.slice(die.length);
  const is7Series = die.startsWith('xc7');
  const ordered = ORDERED.exec(behind);
  if (ordered) {
    const [, grade = '', packaged = '', temperature = ''] = ordered;
    return spelled(die, packaged, grade, is7Series ? '' : temperature, '');
  }
  const rest = REST.exec(behind);
  if (!rest) return undefined;
  const [, packaged = '', grade = '', ends = ''] = rest;
  const [, temperature = '', suffix = ''] = ends.split('-');
  return spelled(die, packaged, grade, temperature, suffix);
}

function spelled(die: string, packaged: string, grade: string, temperature: string, suffix: string): string {
  const joint = packaged === '' || die.startsWith('xc7') ? '' : '-';
  return [
    `${die}${joint}${packaged.toLowerCase()}`,
    ...(grade === '' ? [] : [grade.toUpperCase()]),
    ...(temperature === '' ? [] : [temperature.toLowerCase()]),
    ...(suffix === '' ? [] : [suffix.toUpperCase()]),
  ].join('-');
}

/** The speed grade of a part, 1 to 3; undefined where the string does not say it. */
export function speedGradeOf(part: string): 1 | 2 | 3 | undefined {
  const grade = Number(/-([123])[a-z]*(?:-[a-z])*$/i.exec(part)?.[1]);
  return grade === 1 || grade === 2 || grade === 3 ? grade : undefined;
}
