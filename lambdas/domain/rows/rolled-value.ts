// What an event adds to the roll-up of its feed.
import type { EventsFeed } from '../../contracts/feed/feed.ts';
import { readDecimal } from '../operations/decimal.ts';
import type { Operation } from '../operations/operation.ts';
import { atColumn } from './check-and-print.ts';
import type { Refused } from './event-facts.ts';
import type { Field } from './fields.ts';
import type { Identity } from './identity.ts';

/** Notes the value on the operation. An event without one adds nothing and counts all the same. */
export function compileRollUp({ rollUp }: Pick<EventsFeed, 'rollUp'>, fields: readonly Field[]) {
  const path = rollUp?.value.split('.') ?? [];
  return (operation: Operation | Refused, { others }: Pick<Identity, 'others'>): Operation | Refused => {
    if ('reject' in operation || rollUp === undefined || operation.meta.name !== rollUp.event)
      return operation;
    const found = path.reduce<unknown>(
      (bag, name) => (bag as Record<string, unknown> | undefined)?.[name],
      others,
    );
    if (found === undefined || found === '') return operation;
    const value = readDecimal(found);
    if (value === undefined)
      return { reject: atColumn({ code: 'not_a_number', column: path[0] ?? '' }, fields) };
    return { ...operation, meta: { ...operation.meta, value } };
  };
}
