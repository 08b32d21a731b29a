// Exact sums of decimals. With binary fractions, a lifetime value would soon be a cent off.

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;
/** More characters than an amount has. The cost of an exact sum grows with its digits. */
const LONGEST_DECIMAL = 400;

/** A property as a decimal; undefined if it is not a decimal number. */
export function readDecimal(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  return text.length <= LONGEST_DECIMAL && DECIMAL.test(text) ? addDecimals(text, '0') : undefined;
}

/** Both are decimals as `readDecimal` returns them. */
export function addDecimals(a: string, b: string): string {
  const [one, other] = [scaled(a), scaled(b)];
  const scale = Math.max(one.scale, other.scale);
  const sum = align(one, scale) + align(other, scale);
  const digits = String(sum < 0n ? -sum : sum).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = withoutTrailingZeros(digits.slice(digits.length - scale));
  return `${sum < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

interface Scaled {
  readonly units: bigint;
  /** Digits after the point. */
  readonly scale: number;
}

function scaled(text: string): Scaled {
  const [, sign = '', whole = '0', fraction = ''] = DECIMAL.exec(text) ?? [];
  return { units: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length };
}

function align({ units, scale }: Scaled, to: number): bigint {
  return units * 10n ** BigInt(to - scale);
}

/** A pattern such as `0+$` would try each zero as a start, which is quadratic. */
export function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}
