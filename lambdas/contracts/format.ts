// How numbers, times and JSON read in every text for people: reports, messages, the command line, alarms. English on
// every machine.

/** Made once: making one takes longer than everything else in a text. */
const NUMBERS = new Intl.NumberFormat('en-US');

/** `1,234,567`, or `1,230,000` with three significant digits. */
export function number(value: number, maximumSignificantDigits?: number): string {
  const format = maximumSignificantDigits
    ? new Intl.NumberFormat('en-US', { maximumSignificantDigits })
    : NUMBERS;
  return format.format(value);
}

/** `1 row`, `2 rows`. */
export function count(value: number, noun: string, plural = `${noun}s`): string {
  return `${number(value)} ${value === 1 ? noun : plural}`;
}

/** Only all is 100 %, only none is 0 %. Empty if there is nothing to divide. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '';
  const share = (100 * part) / whole;
  if (part === 0 || part === whole) return `${share} %`;
  return `${Math.min(99.9, Math.max(0.1, share)).toFixed(1)} %`;
}

/** A limit from 0 to 1, exactly as it was configured: `12.5 %`. */
export function limitPercent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

/** `812 bytes`, `3.4 MB`. */
export function bytes(size: number): string {
  if (size < 1_000) return count(size, 'byte');
  const [unit, name] = size < 1e6 ? [1e3, 'kB'] : size < 1e9 ? [1e6, 'MB'] : [1e9, 'GB'];
  return `${(size / unit).toFixed(1)} ${name}`;
}

/** `$0.0012`: a cent has two more digits, for what costs little. */
export function dollars(value: number): string {
  return `$${value.toFixed(4)}`;
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
  if (days > 1) return `${days} d${smallerUnit(hours % 24, 'h')}`;
  if (hours > 0) return `${hours} h${smallerUnit(minutes % 60, 'min')}`;
  return `${minutes} min${smallerUnit(whole % 60, 's')}`;
}

function smallerUnit(value: number, unit: string): string {
  return value === 0 ? '' : ` ${value} ${unit}`;
}

/** `2025-11-03 14:05 UTC`. @param milliseconds since 1970. */
export function moment(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Indented, as files and stdout show it to people. */
export function prettyJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
