/** A point of a plot: measured along x, estimated along y. */
export interface Dot {
  readonly measured: number;
  readonly estimate: number;
  readonly group: number;
  readonly title: string;
  readonly low?: number;
  readonly high?: number;
}

export interface Plot {
  readonly title: string;
  readonly unit: string;
  readonly groups: readonly string[];
  readonly dots: readonly Dot[];
}

const SIZE = 520;
const LEFT = 70;
const BOTTOM = 60;
const TOP = 40;
const RIGHT = 20;
const COLOURS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00'];

/**
 * Estimates against measurements on two logarithmic axes, as SVG: the diagonal is equality, the dashed lines are 20 %
 * either way. Readable on a light and a dark page.
 */
export function scatter({ title, unit, groups, dots }: Plot): string {
  const all = dots.flatMap(({ measured, estimate, low, high }) => [
    measured,
    estimate,
    low ?? measured,
    high ?? measured,
  ]);
  const from = Math.floor(Math.log10(Math.min(...all)));
  const to = Math.ceil(Math.log10(Math.max(...all)));
  const scale = (value: number): number => (Math.log10(value) - from) / (to - from);
  const x = (value: number): string => (LEFT + scale(value) * (SIZE - LEFT - RIGHT)).toFixed(1);
  const y = (value: number): string => (SIZE - BOTTOM - scale(value) * (SIZE - BOTTOM - TOP)).toFixed(1);
  const [least, most] = [10 ** from, 10 ** to];
  const line = (x1: number, y1: number, x2: number, y2: number, style: string): string =>
    `<line x1="${x(x1)}" y1="${y(y1)}" x2="${x(x2)}" y2="${y(y2)}" ${style}/>`;
  const decades = Array.from({ length: to - from + 1 }, (_, at) => 10 ** (from + at));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${escapeText(title)}</title>`,
    `<rect width="${SIZE}" height="${SIZE}" fill="#ffffff"/>`,
    `<text x="${SIZE / 2}" y="22" text-anchor="middle" font-size="15">${escapeText(title)}</text>`,
    ...decades.flatMap((decade) => [
      line(decade, least, decade, most, 'stroke="#dddddd"'),
      line(least, decade, most, decade, 'stroke="#dddddd"'),
      `<text x="${x(decade)}" y="${SIZE - BOTTOM + 18}" text-anchor="middle">${decade}</text>`,
      `<text x="${LEFT - 8}" y="${y(decade)}" text-anchor="end" dominant-baseline="middle">${decade}</text>`,
    ]),
    line(least, least, most, most, 'stroke="#333333"'),
    line(least * 1.2, least, most, most / 1.2, 'stroke="#888888" stroke-dasharray="4 4"'),
    line(least, least * 1.2, most / 1.2, most, 'stroke="#888888" stroke-dasharray="4 4"'),
    ...dots.flatMap(({ measured, estimate, group, title: name, low, high }) => [
      ...(low !== undefined && high !== undefined
        ? [line(measured, low, measured, high, `stroke="${colour(group)}" stroke-opacity="0.6"`)]
        : []),
      `<circle cx="${x(measured)}" cy="${y(estimate)}" r="4" fill="${colour(group)}" fill-opacity="0.7"><title>${escapeText(name)}: ${Math.round(measured)} measured, ${Math.round(estimate)} estimated</title></circle>`,
    ]),
    ...groups.flatMap((group, at) => [
      `<circle cx="${LEFT + 14}" cy="${TOP + 14 + 18 * at}" r="4" fill="${colour(at)}"/>`,
      `<text x="${LEFT + 24}" y="${TOP + 18 + 18 * at}">${escapeText(group)}</text>`,
    ]),
    `<text x="${SIZE / 2}" y="${SIZE - 18}" text-anchor="middle">measured ${escapeText(unit)}</text>`,
    `<text transform="translate(16 ${SIZE / 2}) rotate(-90)" text-anchor="middle">estimated ${escapeText(unit)}</text>`,
    '</svg>',
    '',
  ].join('\n');
}

function colour(group: number): string {
  return COLOURS[group % COLOURS.length] ?? '#000000';
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
