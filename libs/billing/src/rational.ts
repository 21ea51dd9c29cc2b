/** An exact number. `bottom` is above 0. */
export interface Rational {
  readonly top: bigint;
  readonly bottom: bigint;
}

export const zero: Rational = { top: 0n, bottom: 1n };

export function ratio(top: bigint, bottom = 1n): Rational {
  const sign = bottom < 0n ? -1n : 1n;
  const divisor = greatestDivisor(top < 0n ? -top : top, bottom * sign) * sign;
  return { top: top / divisor, bottom: bottom / divisor };
}

/** Undefined where the text is no decimal number like '12', '0.085' or '-3.5'. */
export function parseDecimal(text: string): Rational | undefined {
  const [, sign = '', whole, part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return ratio(BigInt(`${sign}${whole}${part}`), 10n ** BigInt(part.length));
}

export function add(left: Rational, right: Rational): Rational {
  return ratio(left.top * right.bottom + right.top * left.bottom, left.bottom * right.bottom);
}

export function subtract(left: Rational, right: Rational): Rational {
  return add(left, { top: -right.top, bottom: right.bottom });
}

export function multiply(left: Rational, right: Rational): Rational {
  return ratio(left.top * right.top, left.bottom * right.bottom);
}

export function isLess(left: Rational, right: Rational): boolean {
  return left.top * right.bottom < right.top * left.bottom;
}

export function least(left: Rational, right: Rational): Rational {
  return isLess(left, right) ? left : right;
}

/** With so many digits behind the point, halves away from zero. */
export function toDecimal({ top, bottom }: Rational, digits: number): string {
  const isNegative = top < 0n;
  const scaled = (isNegative ? -top : top) * 10n ** BigInt(digits);
  const rounded = (scaled * 2n + bottom) / (bottom * 2n);
  const text = String(rounded).padStart(digits + 1, '0');
  const sign = isNegative && rounded > 0n ? '-' : '';
  const point = text.length - digits;
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, point)}.${text.slice(point)}`;
}

function greatestDivisor(left: bigint, right: bigint): bigint {
  let [one, other] = [left, right];
  while (other > 0n) [one, other] = [other, one % other];
  return one === 0n ? 1n : one;
}
