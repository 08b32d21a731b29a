// How numbers and times read on a page.

export const number = (value: number): string => value.toLocaleString('en-US');

/** `1 row`, `2 rows`. */
export function count(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** Nothing but all is 100 %, nothing but none 0 %. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '';
  const share = (100 * part) / whole;
  if (part === 0 || part === whole) return `${share} %`;
  return `${Math.min(99.9, Math.max(0.1, share)).toFixed(1)} %`;
}

/** `4.2 s`, `3 min 10 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  const [days, hours, minutes] = [86_400, 3_600, 60].map((unit) => Math.floor(whole / unit)) as [
    number,
    number,
    number,
  ];
  if (days > 1) return `${days} d${part(hours % 24, 'h')}`;
  if (hours > 0) return `${hours} h${part(minutes % 60, 'min')}`;
  return `${minutes} min${part(whole % 60, 's')}`;
}

/** `2025-11-03 14:05 UTC`, of milliseconds since 1970. */
export function moment(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A file's name without the folder of its feed. */
export function fileName(key: string): string {
  return key.split('/').slice(2).join('/') || key;
}

/** `812 bytes`, `3.4 MB`. */
export function bytes(size: number): string {
  if (size < 1_000) return count(size, 'byte');
  const [unit, name] = size < 1e6 ? [1e3, 'kB'] : size < 1e9 ? [1e6, 'MB'] : [1e9, 'GB'];
  return `${(size / unit).toFixed(1)} ${name}`;
}

function part(value: number, unit: string): string {
  return value === 0 ? '' : ` ${value} ${unit}`;
}

/** A state as a label: `awaiting-approval` is "Awaiting approval". */
export function labelled(state: string): string {
  const words = state.replace('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
