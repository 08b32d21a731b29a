// A row of a people feed: one identify, or one of the final acts on a person.
import type { PeopleFeed } from '../../contracts/feed.ts';
import type { Item } from '../delivery/item.ts';
import { planFields, readFields } from './fields.ts';
import { finishOperation } from './finish.ts';
import { sendsProperties } from './header.ts';
import { compileIdentity, type Identifiers } from './identity.ts';
import type { MapContext, Mapper } from './mapper.ts';
import type { Properties } from './properties.ts';
import { takenColumns } from './taken.ts';
import { compileAdder } from './template.ts';

export function peopleMapper(
  feed: PeopleFeed,
  header: readonly string[],
  { nowSeconds }: MapContext,
): Mapper {
  const identify = compileIdentity(feed.identifiers, header);
  const fields = sendsProperties(feed) ? planFields(header, feed, takenColumns(feed, header)) : [];
  const add = compileAdder(feed, header);
  return ([{ cells, line }, ...others]) => {
    const identity = identify(cells);
    if ('reject' in identity) return identity;
    const attributes = identity.others;
    const reject = readFields(fields, cells, attributes);
    if (reject) return { reject };
    add(cells, attributes);
    const { identifiers, person } = identity;
    const item = personItem(feed.action, identifiers, attributes, nowSeconds);
    const rows = 1 + others.length;
    const meta = { kind: 'person', row: line, rows, key: person, person, at: nowSeconds } as const;
    const operation = finishOperation(item, meta, fields);
    if ('reject' in operation) return operation;
    return { operations: [operation], events: [], identifiers: identity.found };
  };
}

function personItem(
  action: PeopleFeed['action'],
  identifiers: Identifiers,
  attributes: Properties,
  timestamp: number,
): Item {
  if (action !== 'identify' && action !== 'update') return { type: 'person', action, identifiers };
  // Only who exists is updated (Customer.io OpenAPI, `_update`).
  if (action === 'update') attributes._update = true;
  return { type: 'person', action: 'identify', identifiers, timestamp, attributes };
}
