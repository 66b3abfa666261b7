/**
 * The value of an explanation's arithmetic: numbers, `+ - * / ( )`, `ceil`, `max` and `log2`. Throws on anything else,
 * so that a text that only looks like a formula is found.
 */
export function valueOf(text: string): number {
  const tokens = text.match(/\d+(?:\.\d+)?|[a-z]+2?|[-+*/(),]|\S/g) ?? [];
  let at = 0;
  const peek = (): string => tokens[at] ?? '';
  const take = (token: string): void => {
    if (peek() !== token) throw new Error(`${token} expected at ${at} of ${text}`);
    at++;
  };
  const sum = (): number => {
    let value = product();
    while (peek() === '+' || peek() === '-') value = tokens[at++] === '+' ? value + product() : value - product();
    return value;
  };
  const product = (): number => {
    let value = factor();
    while (peek() === '*' || peek() === '/') value = tokens[at++] === '*' ? value * factor() : value / factor();
    return value;
  };
  const inBrackets = (): number[] => {
    take('(');
    const values = [sum()];
    while (peek() === ',') {
      at++;
      values.push(sum());
    }
    take(')');
    return values;
  };
  const factor = (): number => {
    const token = peek();
    if (token === '(') return inBrackets()[0] ?? NaN;
    at++;
    if (token === '-') return -factor();
    if (/^\d/.test(token)) return Number(token);
    if (token === 'ceil') {
      take('(');
      const value = sum();
      take(')');
      return Math.ceil(value - 1e-9);
    }
    if (token === 'max') return Math.max(...inBrackets());
    if (token === 'log2') return Math.log2(factor());
    throw new Error(`${token || 'end'} is no number in ${text}`);
  };
  const value = sum();
  if (at < tokens.length) throw new Error(`${peek()} too much in ${text}`);
  return value;
}
