// The relationships in the row of a person or an object. They are operations of their own, so that they are compared with
// what was delivered, and merged, like those of a feed of relationships.
import {
  type ObjectsFeed,
  type PeopleFeed,
  type RelationshipsFeed,
  RelationshipsFeedSchema,
} from '../../contracts/feed/feed.ts';
import { rejectedBy } from '../faults.ts';
import type { Operation } from '../operations/operation.ts';
import type { Rejected } from '../reject.ts';
import { compileClean } from './clean.ts';
import { relationshipsMapper } from './map-relationship.ts';
import type { Group, MapContext } from './mapper.ts';

export const NO_RELATIONSHIPS = { operations: [] } as const;

export type ReadRelationships = (group: Group) => { readonly operations: readonly Operation[] } | Rejected;

/** The code of a row that has no relationship. */
const NONE = { people: 'missing_object_id', objects: 'no_identifier' } as const;

/** They count no rows: the person or the object of the row does. */
export function compileRelationships(
  feed: PeopleFeed | ObjectsFeed,
  header: readonly string[],
  context: MapContext,
): ReadRelationships {
  const mappers = relationshipFeeds(feed).map((one) => {
    const map = relationshipsMapper(one, header, context);
    const clean = compileClean(one, header);
    return ([first]: Group) => map([clean(first)]);
  });
  if (mappers.length === 0) return () => NO_RELATIONSHIPS;
  return (group) => {
    const mapped = mappers.map((map) => map(group)).filter((one) => !isNone(one, NONE[feed.kind]));
    const faults = mapped.filter((one) => 'reject' in one);
    if (faults.length > 0) return rejectedBy(...faults);
    const operations = mapped.flatMap((one) => ('operations' in one ? one.operations : []));
    return {
      operations: operations.map(({ meta, item }) => ({ meta: { ...meta, countsRows: false }, item })),
    };
  };
}

/** As feeds of relationships, which send the columns that they name. */
function relationshipFeeds(feed: PeopleFeed | ObjectsFeed): readonly RelationshipsFeed[] {
  const { relationships = [], timezone, tooLong } = feed;
  const own =
    feed.kind === 'people'
      ? { identifiers: feed.identifiers }
      : { objectTypeId: feed.objectTypeId, objectId: feed.objectId };
  return relationships.map((stated) =>
    RelationshipsFeedSchema.parse({
      ...{ kind: 'relationships', unmapped: 'drop', timezone, tooLong },
      ...own,
      ...stated,
    }),
  );
}

function isNone(mapped: object, code: string): boolean {
  if (!('reject' in mapped)) return false;
  return (mapped as Rejected).reject.code === code;
}
