// The active imports, and which of them forward.
import type { ImportRecord } from '../domain/imports/import-record.ts';
import { type ActiveImport, ActiveImportSchema, TurnsSchema } from '../domain/imports/turn.ts';
import type { Turns } from '../ports/turns.ts';
import { conditionHolds, type DynamoItems, type StoredItem } from './dynamo-items.ts';

const ACTIVE = '#active';
const TURNS = { importId: ACTIVE, item: '#turns' };
/** Longer than any execution runs: an entry that old belongs to an execution that is gone. */
const ACTIVE_MILLISECONDS = 48 * 60 * 60 * 1000;

const NO_TURN_WAS_TAKEN = 'attribute_not_exists(version)';
const TURNS_ARE_UNCHANGED = 'version = :version';
const IS_ACTIVE = 'attribute_exists(importId)';
const IS_FIRST_WAKE = 'asksUntil = :until AND attribute_not_exists(wokenAt)';

/** @param now milliseconds since 1970. */
export function dynamoTurns(items: DynamoItems, now: () => number): Turns {
  return {
    async turns() {
      const { version, forwarding } = TurnsSchema.parse((await items.get(TURNS)) ?? {});
      const entries = await items.query(ACTIVE);
      const active = entries
        .filter(({ item, until }) => item !== TURNS.item && Number(until) > now())
        .map((entry) => readActive(entry, new Set(forwarding)));
      return { version, active };
    },

    firstOfFeed: (importId) => firstOfFeed(items, importId, now()),

    takeTurn(importId, version) {
      const isFirst = version === 0;
      return conditionHolds(
        items.update(TURNS, 'ADD forwarding :ids, version :one', {
          condition: isFirst ? NO_TURN_WAS_TAKEN : TURNS_ARE_UNCHANGED,
          values: {
            ':ids': new Set([importId]),
            ':one': 1,
            ':version': isFirst ? undefined : version,
          },
        }),
      );
    },

    noteWaiting: (importId, until) =>
      conditionHolds(
        items.update(activeKey(importId), 'SET asksUntil = :until REMOVE wokenAt', {
          condition: IS_ACTIVE,
          values: { ':until': until },
        }),
      ),

    async noteWoken(importId, asksUntil) {
      await conditionHolds(
        items.update(activeKey(importId), 'SET wokenAt = :now', {
          condition: IS_FIRST_WAKE,
          values: { ':until': asksUntil, ':now': now() },
        }),
      );
    },
  };
}

async function firstOfFeed(
  items: DynamoItems,
  importId: string,
  now: number,
): ReturnType<Turns['firstOfFeed']> {
  const [turns, own] = await Promise.all([items.get(TURNS), items.get(activeKey(importId))]);
  if (own === undefined) return undefined;
  const forwarding = new Set(TurnsSchema.parse(turns ?? {}).forwarding);
  // Ids of a feed are in the order of arrival (idPrefix in lambdas/domain/imports/import-record.ts).
  const first = await items.first(ACTIVE, `${own.feed}-`);
  const isValid = first?.feed === own.feed && Number(first?.until) > now;
  if (!first || !isValid) return undefined;
  return { self: readActive(own, forwarding), first: readActive(first, forwarding) };
}

const activeKey = (importId: string) => ({ importId: ACTIVE, item: importId });

export async function giveTurnBack(items: DynamoItems, importId: string): Promise<void> {
  await items.update(TURNS, 'DELETE forwarding :ids ADD version :one', {
    values: { ':ids': new Set([importId]), ':one': 1 },
  });
}

/** Before the turn is given up without an end: the task for which the import waited has continued. */
export async function stopWaiting(items: DynamoItems, importId: string): Promise<void> {
  const change = { condition: IS_ACTIVE, values: { ':never': 0 } };
  await conditionHolds(items.update(activeKey(importId), 'SET asksUntil = :never REMOVE wokenAt', change));
}

/** @param now milliseconds since 1970. */
export async function addActive(items: DynamoItems, record: ImportRecord, now: number): Promise<void> {
  const { importId, feed, kind, arrivedAt, after, waitsUntil, rollUp, remembers } = record;
  const entry = {
    feed,
    kind,
    arrivedAt,
    after,
    waitsUntil,
    rollUp,
    remembers,
    until: now + ACTIVE_MILLISECONDS,
  };
  await items.put({ ...activeKey(importId), ...entry });
}

export function removeActive(items: DynamoItems, importId: string): Promise<void> {
  return items.remove(activeKey(importId));
}

function readActive({ item, ...entry }: StoredItem, forwarding: ReadonlySet<unknown>): ActiveImport {
  return ActiveImportSchema.parse({ ...entry, importId: item, forwarding: forwarding.has(item) });
}
