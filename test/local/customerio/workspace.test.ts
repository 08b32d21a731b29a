import { describe, expect, it } from '@jest/globals';
import type { TrackItem } from '../../../local/customerio/track-item.ts';
import { createWorkspace } from '../../../local/customerio/workspace.ts';
import { event, ID_AND_EMAIL, identify, NEW_YEAR, ulid } from './track-items.ts';

const NOW = NEW_YEAR * 1000 + 250;
const ANN = { id: 'ann' };
const ANN_EMAIL = { email: 'ann@example.com' };

function workspaceAfter(...items: readonly TrackItem[]) {
  const workspace = createWorkspace(ID_AND_EMAIL);
  workspace.apply(items, NOW);
  return workspace;
}

describe('recording an event', () => {
  it('stores it with the trimmed name, the person, the time and the id', () => {
    const workspace = workspaceAfter(
      identify(ANN, ANN_EMAIL),
      event(ANN_EMAIL, {
        name: ' paid ',
        id: ulid(1),
        timestamp: NEW_YEAR - 5,
        attributes: { total: 4.5, note: null },
      }),
    );
    expect([...workspace.events()]).toEqual([
      {
        type: 'event',
        person: 'ann',
        name: 'paid',
        timestamp: NEW_YEAR - 5,
        id: ulid(1),
        attributes: { total: 4.5, note: null },
        wouldTrigger: true,
      },
    ]);
  });

  it('creates an unknown person, and counts it', () => {
    const workspace = workspaceAfter(event(ANN_EMAIL), event(ANN_EMAIL));
    expect([...workspace.people()].map(({ email }) => email)).toEqual(['ann@example.com']);
    expect([...workspace.events()].map(({ person, id }) => [person, id])).toEqual([
      ['ann@example.com', null],
      ['ann@example.com', null],
    ]);
    expect(workspace.counts.profilesCreatedByEvents).toBe(1);
  });

  it('ignores an id that it has received before, also for another person or event', () => {
    const workspace = workspaceAfter(
      event(ANN, { id: ulid(1) }),
      event(ANN, { id: ulid(1) }),
      event({ id: 'bob' }, { id: ulid(1), name: 'other' }),
      event(ANN, { id: ulid(2) }),
    );
    expect([...workspace.events()].map(({ id }) => id)).toEqual([ulid(1), ulid(2)]);
    expect(workspace.person({ id: 'bob' })).toBeUndefined();
    expect(workspace.counts).toMatchObject({ ignoredDuplicateEvents: 2, recordedEvents: 2 });
  });

  it.each([
    ['without a time', undefined, true],
    ['from just now', NEW_YEAR, true],
    ['from 72 hours ago', NEW_YEAR + 1 - 72 * 3600, true],
    ['from over 72 hours ago', NEW_YEAR - 72 * 3600, false],
    ['from last year', NEW_YEAR - 365 * 24 * 3600, false],
    ['from tomorrow', NEW_YEAR + 24 * 3600, true],
  ])('determines for an event %s whether it could trigger a campaign', (_, timestamp, wouldTrigger) => {
    const item = event(ANN, timestamp === undefined ? {} : { timestamp });
    expect([...workspaceAfter(item).events()][0]?.wouldTrigger).toBe(wouldTrigger);
  });

  it.each([
    ['milliseconds', NEW_YEAR * 1000],
    ['ISO 8601', '2026-01-01T00:00:00Z'],
    ['seconds in a string', String(NEW_YEAR)],
    ['fractions of seconds', NEW_YEAR + 0.5],
    ['null', null],
    ['a time before 2001', 999_999_999],
    ['a time after 5138', 100_000_000_000],
  ])('replaces %s with the time of receipt, counts it as damage, and could trigger', (_, timestamp) => {
    const workspace = workspaceAfter(event(ANN, { timestamp }));
    expect([...workspace.events()]).toMatchObject([{ timestamp: NEW_YEAR, wouldTrigger: true }]);
    expect(workspace.damage.silentTimestamps).toBe(1);
  });

  it.each([1_000_000_000, 99_999_999_999])('reads %d as Unix seconds', (timestamp) => {
    const workspace = workspaceAfter(event(ANN, { timestamp }));
    expect([...workspace.events()]).toMatchObject([{ timestamp }]);
    expect(workspace.damage.silentTimestamps).toBe(0);
  });
});

describe('objects', () => {
  const ACME = { object_type_id: '1', object_id: 'acme' };

  it('are stored with their attributes and the people related to them', () => {
    const workspace = workspaceAfter(
      {
        type: 'object',
        action: 'identify',
        identifiers: ACME,
        attributes: { tier: 'b', seats: 3 },
        cio_relationships: [{ identifiers: ANN, relationship_attributes: { role: 'owner' } }],
      },
      { type: 'object', action: 'identify', identifiers: ACME, attributes: { seats: null } },
      { ...identify({ id: 'bob' }), cio_relationships: [{ identifiers: ACME }] },
    );
    expect([...workspace.objects()]).toEqual([
      {
        type: 'object',
        ...ACME,
        attributes: { tier: 'b' },
        relationships: [
          { person: 'ann', attributes: { role: 'owner' } },
          { person: 'bob', attributes: {} },
        ],
      },
    ]);
  });

  it('can lose relationships and be deleted', () => {
    const relationship = {
      identifiers: ANN,
      type: 'person',
      cio_relationships: [{ identifiers: ACME }],
    } as const;
    const workspace = workspaceAfter(
      { ...relationship, action: 'add_relationships' },
      { ...relationship, action: 'delete_relationships' },
    );
    expect([...workspace.objects()]).toMatchObject([{ relationships: [] }]);
    workspace.apply([{ type: 'object', action: 'delete', identifiers: ACME }], NOW);
    expect([...workspace.objects()]).toEqual([]);
  });
});

describe('an item for an unknown cio_object_id', () => {
  it('is dropped, and counted', () => {
    const identifiers = { cio_object_id: 'obb7fd050101' };
    const workspace = workspaceAfter(
      { type: 'object', action: 'identify', identifiers },
      { ...identify(ANN), cio_relationships: [{ identifiers }] },
    );
    expect([...workspace.objects()]).toEqual([]);
    expect(workspace.damage.droppedForUnknown).toBe(2);
  });
});

describe('counts', () => {
  it('contain the accepted items by operation', () => {
    const workspace = workspaceAfter(
      event(ANN),
      event(ANN),
      { type: 'person', action: 'page', identifiers: ANN },
      { type: 'delivery', action: 'event' },
    );
    expect(workspace.counts.operations).toEqual({ 'person event': 2, 'person page': 1, 'delivery event': 1 });
    expect(workspace.counts.recordedEvents).toBe(2);
  });
});
