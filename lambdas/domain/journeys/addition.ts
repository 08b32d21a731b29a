// What to add to feeds.config.ts for a journey: data that a test applies, and the lines that people copy.
import { inspect } from 'node:util';

/** A new feed of a preset, or an option of a feed that exists. */
export type Addition =
  | { readonly feed: string; readonly preset: 'shopifyCheckouts' | 'shopifyOrders' | 'leads' }
  | { readonly feed: string; readonly path: readonly string[]; readonly value: unknown };

/** `suppress: [{ … }],`, to add to the entry of its feed; for a new feed the whole entry. */
export function additionLine(addition: Addition): string {
  if ('preset' in addition) return `${key(addition.feed)}: ${addition.preset},`;
  const [option = '', ...inner] = addition.path;
  const value = inner.reduceRight((nested, name) => ({ [name]: nested }), addition.value);
  return `${key(option)}: ${inspect(value, { depth: null, breakLength: Number.POSITIVE_INFINITY, compact: true })},`;
}

/** Where the line goes. */
export function additionPlace(addition: Addition): string {
  return 'preset' in addition
    ? `Add the feed "${addition.feed}", a preset, to feeds.config.ts`
    : `Add to the feed "${addition.feed}" in feeds.config.ts`;
}

function key(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : inspect(name);
}
