// Decides, before anything is sent, whether an import goes on.
import type { Breach } from '../findings/limits.ts';
import type { Statistics } from '../profile/statistics.ts';

export type Hold = {
  readonly decision: 'hold';
  readonly reason: { readonly code: string; readonly message: string };
};
export type Decision = { readonly decision: 'forward' } | { readonly decision: 'stop' } | Hold;

/**
 * `hold` where one of the limits that the import is beyond wants a person's word first, also where nothing but rejects is
 * left: it must not pass for completed; not again where somebody has `approved`. `stop` where nothing is left to send.
 */
export function decide(
  { operations }: Pick<Statistics, 'operations'>,
  breaches: readonly Breach[],
  approved = false,
): Decision {
  return (approved ? undefined : holdFor(breaches)) ?? { decision: operations === 0 ? 'stop' : 'forward' };
}

/** Tells all that holds an import; the first of it names the reason. */
export function holdFor(breaches: readonly Breach[]): Hold | undefined {
  const holding = breaches.flatMap(({ finding, otherwise }) => (otherwise === 'hold' ? [finding] : []));
  const [first] = holding;
  if (!first) return undefined;
  const told = holding.map(({ message }) => message).join(' ');
  const mend =
    'Nothing was sent. Mend the file or the limit and drop the file again, or approve the import as it is.';
  return { decision: 'hold', reason: { code: first.code, message: `${told} ${mend}` } };
}
