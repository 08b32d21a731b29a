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

function remove(
  action: 'delete' | 'suppress' | 'unsuppress',
  identifiers: { id: string } | { email: string },
): TrackItem {
  return { type: 'person', action, identifiers };
}

describe('identifying a person', () => {
  it('creates and updates the profile, and keeps attributes that an update does not have', () => {
    const workspace = workspaceAfter(
      identify(ANN, { ...ANN_EMAIL, plan: 'gold', seats: 3 }),
      identify(ANN, { plan: 'silver' }),
    );
    expect([...workspace.people()]).toEqual([
      { type: 'person', id: 'ann', email: 'ann@example.com', attributes: { plan: 'silver', seats: 3 } },
    ]);
  });

  it('compares ids with case, and emails without', () => {
    const workspace = workspaceAfter(
      identify({ id: 'ann' }),
      identify({ id: 'Ann' }),
      identify(ANN_EMAIL, { n: 1 }),
      identify({ email: 'ANN@Example.com' }, { m: 2 }),
    );
    expect([...workspace.people()].map(({ id, email, attributes }) => [id, email, attributes])).toEqual([
      ['ann', null, {}],
      ['Ann', null, {}],
      [null, 'ann@example.com', { n: 1, m: 2 }],
    ]);
  });

  it('keeps the case of attribute names, also of names that every JavaScript object has', () => {
    const attributes = JSON.parse('{"Plan":1,"plan":2,"__proto__":3,"constructor":4}');
    expect(workspaceAfter(identify(ANN, attributes)).person(ANN)?.attributes).toEqual(attributes);
  });

  it.each([null, ''])('removes an attribute with the value %j', (cleared) => {
    const workspace = workspaceAfter(
      identify(ANN, { plan: 'gold', seats: 3 }),
      identify(ANN, { plan: cleared }),
    );
    expect(workspace.person(ANN)?.attributes).toEqual({ seats: 3 });
  });

  it('updates the person with the email if it comes with a new id, and assigns the id', () => {
    const workspace = workspaceAfter(
      identify(ANN_EMAIL, { plan: 'gold' }),
      identify(ANN, { email: 'ANN@example.com' }),
    );
    expect([...workspace.people()]).toEqual([
      { type: 'person', id: 'ann', email: 'ann@example.com', attributes: { plan: 'gold' } },
    ]);
    expect(workspace.damage).toMatchObject({ replacedIdentifiers: 0, attributeUpdateFailures: 0 });
  });

  it('also replaces an id in this case, and counts it: two customers with one email become one', () => {
    const workspace = workspaceAfter(identify(ANN, ANN_EMAIL), identify({ id: 'bob' }, ANN_EMAIL));
    expect(workspace.person(ANN)).toBeUndefined();
    expect([...workspace.people()].map(({ id }) => id)).toEqual(['bob']);
    expect(workspace.damage.replacedIdentifiers).toBe(1);
  });

  it("does not assign another person's email to a known person, but the other attributes", () => {
    const workspace = workspaceAfter(
      identify(ANN, ANN_EMAIL),
      identify({ id: 'bob' }),
      identify({ id: 'bob' }, { ...ANN_EMAIL, plan: 'gold' }),
    );
    expect(workspace.person({ id: 'bob' })).toMatchObject({ email: null, attributes: { plan: 'gold' } });
    expect(workspace.damage.attributeUpdateFailures).toBe(1);
  });

  it('does not change an email that is set, unless the person is identified by cio_id', () => {
    const workspace = workspaceAfter(identify(ANN, ANN_EMAIL), identify(ANN, { email: 'new@example.com' }));
    expect(workspace.person(ANN)?.email).toBe('ann@example.com');
    expect(workspace.damage.attributeUpdateFailures).toBe(1);

    const cio_id = workspace.cioId(ANN) ?? '';
    workspace.apply([identify({ cio_id }, { email: 'new@example.com', id: 'ann-2' })], NOW);
    expect(workspace.person({ email: 'new@example.com' })?.id).toBe('ann-2');
    expect(workspace.person(ANN_EMAIL)).toBeUndefined();
    expect(workspace.damage.attributeUpdateFailures).toBe(1);
  });

  it('drops an item for an unknown cio_id', () => {
    const workspace = workspaceAfter(identify({ cio_id: 'f000000d' }), event({ cio_id: 'f000000d' }));
    expect([...workspace.entries()]).toEqual([]);
    expect(workspace.damage.droppedForUnknown).toBe(2);
  });

  it('ignores an item with _update for an unknown person, and never stores _update', () => {
    const workspace = workspaceAfter(identify(ANN, { _update: true, plan: 'gold' }));
    expect([...workspace.people()]).toEqual([]);
    expect(workspace.counts.ignoredUpdatesWithoutMatch).toBe(1);

    workspace.apply([identify(ANN), identify(ANN, { _update: true, plan: 'gold' })], NOW);
    expect(workspace.person(ANN)?.attributes).toEqual({ plan: 'gold' });
  });

  it('matches _update also by a known email', () => {
    const workspace = workspaceAfter(identify(ANN_EMAIL), identify(ANN, { ...ANN_EMAIL, _update: true }));
    expect([...workspace.people()].map(({ id }) => id)).toEqual(['ann']);
    expect(workspace.counts.ignoredUpdatesWithoutMatch).toBe(0);
  });

  it('stores at most 300 attributes per person', () => {
    const names = (prefix: string) =>
      Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`${prefix}${n}`, n]));
    const workspace = workspaceAfter(
      identify(ANN, names('a')),
      identify(ANN, names('b')),
      identify(ANN, { a0: 1, c: 1 }),
    );
    expect(Object.keys(workspace.person(ANN)?.attributes ?? {})).toHaveLength(300);
    expect(workspace.damage.attributeUpdateFailures).toBe(1);
    workspace.apply([identify(ANN, { a0: null, c: 1 })], NOW);
    expect(workspace.person(ANN)?.attributes.c).toBe(1);
  });

  it('treats identifiers that are not enabled as attributes', () => {
    const workspace = createWorkspace(new Set(['id', 'cio_id']));
    workspace.apply([identify({ id: '1' }, ANN_EMAIL), identify({ id: '2' }, ANN_EMAIL)], NOW);
    expect([...workspace.people()].map(({ id, attributes }) => [id, attributes])).toEqual([
      ['1', ANN_EMAIL],
      ['2', ANN_EMAIL],
    ]);
  });

  it('finds people by phone if the workspace has enabled phone', () => {
    const workspace = createWorkspace(new Set(['phone', 'cio_id']));
    workspace.apply([identify({ phone: '+14155552671' }, { plan: 'gold' })], NOW);
    expect(workspace.person({ phone: '+14155552671' })?.attributes).toEqual({
      phone: '+14155552671',
      plan: 'gold',
    });
  });
});

describe('the order of updates', () => {
  it('does not overwrite a newer value with an older identify, attribute by attribute', () => {
    const workspace = workspaceAfter(
      identify(ANN, { plan: 'gold', city: 'Bern' }, NEW_YEAR - 10),
      identify(ANN, { plan: 'lead', source: 'ad' }, NEW_YEAR - 20),
    );
    expect(workspace.person(ANN)?.attributes).toEqual({ plan: 'gold', city: 'Bern', source: 'ad' });
    expect(workspace.counts.ignoredStaleAttributes).toBe(1);
  });

  it('does not undo a removal with an older value', () => {
    const workspace = workspaceAfter(
      identify(ANN, { plan: null }, NEW_YEAR - 10),
      identify(ANN, { plan: 'lead' }, NEW_YEAR - 20),
    );
    expect(workspace.person(ANN)?.attributes).toEqual({});
  });

  it('keeps the later of two updates with the same time', () => {
    const workspace = workspaceAfter(
      identify(ANN, { plan: 'a' }, NEW_YEAR),
      identify(ANN, { plan: 'b' }, NEW_YEAR),
    );
    expect(workspace.person(ANN)?.attributes.plan).toBe('b');
  });

  it('uses the time of receipt for an update without time', () => {
    const workspace = workspaceAfter(
      identify(ANN, { plan: 'now' }),
      identify(ANN, { plan: 'old' }, NEW_YEAR - 1),
    );
    expect(workspace.person(ANN)?.attributes.plan).toBe('now');
  });
});

describe('removing people', () => {
  it('removes a deleted person with their events, and can create the person again', () => {
    const workspace = workspaceAfter(
      identify(ANN, { ...ANN_EMAIL, plan: 'gold' }),
      event(ANN),
      remove('delete', ANN_EMAIL),
    );
    expect([...workspace.entries()]).toEqual([]);
    workspace.apply([identify(ANN)], NOW);
    expect(workspace.person(ANN)).toEqual({ type: 'person', id: 'ann', email: null, attributes: {} });
  });

  it('blocks every identifier of a suppressed person', () => {
    const workspace = workspaceAfter(
      identify(ANN, ANN_EMAIL),
      remove('suppress', ANN),
      identify({ email: 'ANN@example.com' }),
      event(ANN),
      identify({ id: 'bob' }, ANN_EMAIL),
    );
    expect([...workspace.entries()]).toEqual([{ type: 'person', id: 'bob', email: null, attributes: {} }]);
    expect(workspace.damage).toMatchObject({ droppedBySuppression: 2, attributeUpdateFailures: 1 });
  });

  it('unblocks all of them in one request', () => {
    const workspace = workspaceAfter(
      identify(ANN, ANN_EMAIL),
      remove('suppress', ANN),
      remove('suppress', ANN),
      remove('unsuppress', ANN),
      identify(ANN, ANN_EMAIL),
    );
    expect(workspace.person(ANN)?.email).toBe('ann@example.com');
    expect(workspace.damage.droppedBySuppression).toBe(0);
  });

  it('blocks an identifier that no one has yet', () => {
    const workspace = workspaceAfter(remove('suppress', ANN), identify(ANN));
    expect([...workspace.people()]).toEqual([]);
  });
});

describe('merging people', () => {
  const merge: TrackItem = { type: 'person', action: 'merge', primary: ANN, secondary: ANN_EMAIL };

  it('adds missing values and the events to the primary', () => {
    const workspace = workspaceAfter(
      identify(ANN, { plan: 'gold' }),
      identify(ANN_EMAIL, { plan: 'lead', city: 'Bern' }),
      event(ANN_EMAIL, { id: ulid(1) }),
      merge,
    );
    expect([...workspace.people()]).toEqual([
      { type: 'person', id: 'ann', email: 'ann@example.com', attributes: { plan: 'gold', city: 'Bern' } },
    ]);
    expect([...workspace.events()].map(({ person }) => person)).toEqual(['ann']);
  });

  it('has no effect if one of the two is unknown, or both are the same', () => {
    const workspace = workspaceAfter(identify(ANN_EMAIL), merge);
    expect([...workspace.people()]).toHaveLength(1);
    expect(workspace.damage.droppedForUnknown).toBe(1);
    workspace.apply([identify(ANN, ANN_EMAIL), merge], NOW);
    expect([...workspace.people()]).toHaveLength(1);
  });
});
