// Tells in the report whom an import did not wait for.
import { type Finding, remark } from '../findings/finding.ts';
import type { GoneAhead } from '../imports/turn.ts';

export function goneAheadFindings(goneAhead: readonly GoneAhead[]): Finding[] {
  return goneAhead.map(({ feed, importIds, because }) => {
    const which = importIds.length === 0 ? `a file of "${feed}"` : importIds.join(', ');
    return because === 'time-up'
      ? remark('did_not_wait', `Went ahead without waiting any longer for ${which}.`)
      : remark('companion_not_delivered', `${which}, which comes first, ended as ${because}.`);
  });
}
