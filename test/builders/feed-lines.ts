// The lines for feeds.config.ts in a text, such as `columns: { "Total": { type: "money" } }`.
import { FeedSchema } from '../../lambdas/contracts/feed/feed.ts';

const EVENTS = {
  kind: 'events',
  identifiers: [{ as: 'id', columns: ['id'] }],
  event: { name: 'visited' },
  time: { column: 'at' },
};

/** The options in the lines with braces, and `timezone` and `allowFuture`. */
export function feedLinesOf(text: string): readonly Readonly<Record<string, unknown>>[] {
  const starts = text.matchAll(/\b(?:columns|file|limits|time): \{|\b(?:timezone|allowFuture): /g);
  return [...starts].map(({ 0: start, index }) => {
    const rest = text.slice(index);
    const line = start.endsWith('{') ? untilClosed(rest) : (/^\w+: ("[^"]*"|\w+)/.exec(rest)?.[0] ?? '');
    return JSON.parse(`{${line.replaceAll(/(\w+): /g, '"$1": ').replaceAll(/""(\w+)""/g, '"$1"')}}`);
  });
}

/** Whether an events feed can have these options. */
export function isAccepted(options: Readonly<Record<string, unknown>>): boolean {
  return FeedSchema.safeParse({ ...EVENTS, ...options }).success;
}

function untilClosed(text: string): string {
  let open = 0;
  for (const [at, mark] of [...text].entries()) {
    if (mark === '{') open++;
    if (mark === '}' && --open === 0) return text.slice(0, at + 1);
  }
  throw new Error(`No closing brace: ${text}`);
}
