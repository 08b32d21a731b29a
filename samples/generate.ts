// Writes a large events file that depends only on its seed: `npm run generate -- --rows 100000 > events.csv`.
import { once } from 'node:events';
import { Command } from 'commander';

interface GenerateOptions {
  readonly rows: number;
  readonly seed: number;
}

const NAMES = ['product_viewed', 'product_added', 'checkout_started', 'order_placed', 'review_written'];
const PRODUCTS = [
  'Walnut desk, large',
  'Brass lamp',
  'Oak shelf',
  'Linen curtain',
  'Wool rug',
  'Cable tray',
].map((name) => (name.includes(',') ? `"${name}"` : name));
const PLAIN = [
  'seen in the newsletter of this week',
  'returned from the search page',
  'first visit on a phone',
  '',
];
const QUOTED = [
  '"wants it ""quiet"", and soon"',
  '"two lines:\nthe second one"',
  '"a, b, and c; no more than that"',
];

const whole = (text: string) => Number.parseInt(text, 10);

await new Command('generate')
  .description('write an events file to stdout')
  .option('--rows <rows>', 'number of rows', whole, 100_000)
  .option('--seed <seed>', 'seed of the data: the same seed gives the same file', whole, 1)
  .action(async (options: GenerateOptions) => {
    for (const piece of generateEvents(options)) {
      if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
    }
  })
  .parseAsync();

/** Rows of about 160 bytes. One in ten is quoted, and some of these contain a newline or a doubled quote. */
function* generateEvents({ rows, seed }: GenerateOptions): Generator<string> {
  const random = mulberry32(seed);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  yield 'event_id,event_name,timestamp,customer_id,product,price,currency,session,note\n';
  let lines: string[] = [];
  for (let n = 1; n <= rows; n++) {
    const time = new Date(1_760_000_000_000 + Math.floor(random() * 30 * 86_400) * 1000).toISOString();
    const note = random() < 0.1 ? pick(QUOTED) : pick(PLAIN);
    const price = (random() * 500).toFixed(2);
    const session = Math.floor(random() * 2 ** 48)
      .toString(16)
      .padStart(12, '0');
    const person = Math.floor(random() * Math.max(1, rows / 5));
    lines.push(
      `evt-${seed}-${n},${pick(NAMES)},${time},cust-${person},${pick(PRODUCTS)},${price},EUR,${session},${note}\n`,
    );
    if (lines.length === 1000) {
      yield lines.join('');
      lines = [];
    }
  }
  yield lines.join('');
}

/** A small seeded generator of numbers in [0, 1) (Tommy Ettinger, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
