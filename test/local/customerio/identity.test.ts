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
  it('creates and updates the profile, keeping what it is not told of', () => {
    const workspace = workspaceAfter(
      identify(ANN, { ...ANN_EMAIL, plan: 'gold', seats: 3 }),
      identify(ANN, { plan: 'silver' }),
    );
    expect([...workspace.people()]).toEqual([
      { type: 'person', id: 'ann', email: 'ann@example.com', attributes: { plan: 'silver', seats: 3 } },
    ]);
  });

  it('tells ids apart by case, and emails not', () => {
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

  it('keeps the case of attribute names, even of names that objects are born with', () => {
    const attributes = JSON.parse('{"Plan":1,"plan":2,"__proto__":3,"constructor":4}');
    expect(workspaceAfter(identify(ANN, attributes)).person(ANN)?.attributes).toEqual(attributes);
  });

  it.each([null, ''])('removes an attribute given as %j', (cleared) => {
    const workspace = workspaceAfter(
      identify(ANN, { plan: 'gold', seats: 3 }),
      identify(ANN, { plan: cleared }),
    );
    expect(workspace.person(ANN)?.attributes).toEqual({ seats: 3 });
  });

  it('updates the person who has the email when it comes with a new id, and gives them the id', () => {
    const workspace = workspaceAfter(
      identify(ANN_EMAIL, { plan: 'gold' }),
      identify(ANN, { email: 'ANN@example.com' }),
    );
    expect([...workspace.people()]).toEqual([
      { type: 'person', id: 'ann', email: 'ann@example.com', attributes: { plan: 'gold' } },
    ]);
    expect(workspace.damage).toMatchObject({ replacedIdentifiers: 0, attributeUpdateFailures: 0 });
  });

  it('replaces an id in that way too, and counts it: two customers with one email become one', () => {
    const workspace = workspaceAfter(identify(ANN, ANN_EMAIL), identify({ id: 'bob' }, ANN_EMAIL));
    expect(workspace.person(ANN)).toBeUndefined();
    expect([...workspace.people()].map(({ id }) => id)).toEqual(['bob']);
    expect(workspace.damage.replacedIdentifiers).toBe(1);
  });

  it("does not give a known person another's email; the other attributes count", () => {
    const workspace = workspaceAfter(
      identify(ANN, ANN_EMAIL),
      identify({ id: 'bob' }),
      identify({ id: 'bob' }, { ...ANN_EMAIL, plan: 'gold' }),
    );
    expect(workspace.person({ id: 'bob' })).toMatchObject({ email: null, attributes: { plan: 'gold' } });
    expect(workspace.damage.attributeUpdateFailures).toBe(1);
  });

  it('does not change an email that is set, unless the person is named by cio_id', () => {
    const workspace = workspaceAfter(identify(ANN, ANN_EMAIL), identify(ANN, { email: 'new@example.com' }));
    expect(workspace.person(ANN)?.email).toBe('ann@example.com');
    expect(workspace.damage.attributeUpdateFailures).toBe(1);

    const cio_id = workspace.cioId(ANN) ?? '';
    workspace.apply([identify({ cio_id }, { email: 'new@example.com', id: 'ann-2' })], NOW);
    expect(workspace.person({ email: 'new@example.com' })?.id).toBe('ann-2');
    expect(workspace.person(ANN_EMAIL)).toBeUndefined();
    expect(workspace.damage.attributeUpdateFailures).toBe(1);
  });

  it('drops what is for a cio_id nobody has', () => {
    const workspace = workspaceAfter(identify({ cio_id: 'f000000d' }), event({ cio_id: 'f000000d' }));
    expect([...workspace.entries()]).toEqual([]);
    expect(workspace.damage.droppedForUnknown).toBe(2);
  });

  it('updates nobody with _update where nobody is known, and keeps no trace of _update', () => {
    const workspace = workspaceAfter(identify(ANN, { _update: true, plan: 'gold' }));
    expect([...workspace.people()]).toEqual([]);
    expect(workspace.counts.ignoredUpdatesWithoutMatch).toBe(1);

    workspace.apply([identify(ANN), identify(ANN, { _update: true, plan: 'gold' })], NOW);
    expect(workspace.person(ANN)?.attributes).toEqual({ plan: 'gold' });
  });

  it('counts a known email as a match for _update', () => {
    const workspace = workspaceAfter(identify(ANN_EMAIL), identify(ANN, { ...ANN_EMAIL, _update: true }));
    expect([...workspace.people()].map(({ id }) => id)).toEqual(['ann']);
    expect(workspace.counts.ignoredUpdatesWithoutMatch).toBe(0);
  });

  it('holds 300 attributes a person', () => {
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

  it('treats identifiers that the workspace has not enabled as attributes', () => {
    const workspace = createWorkspace(new Set(['id', 'cio_id']));
    workspace.apply([identify({ id: '1' }, ANN_EMAIL), identify({ id: '2' }, ANN_EMAIL)], NOW);
    expect([...workspace.people()].map(({ id, attributes }) => [id, attributes])).toEqual([
      ['1', ANN_EMAIL],
      ['2', ANN_EMAIL],
    ]);
  });

  it('finds people by phone where the workspace identifies by phone', () => {
    const workspace = createWorkspace(new Set(['phone', 'cio_id']));
    workspace.apply([identify({ phone: '+14155552671' }, { plan: 'gold' })], NOW);
    expect(workspace.person({ phone: '+14155552671' })?.attributes).toEqual({
      phone: '+14155552671',
      plan: 'gold',
    });
  });
});

describe('the order of updates', () => {
  it('lets no older identify overwrite a newer value, attribute by attribute', () => {
    const workspace = workspaceAfter(
      identify(ANN, { plan: 'gold', city: 'Bern' }, NEW_YEAR - 10),
      identify(ANN, { plan: 'lead', source: 'ad' }, NEW_YEAR - 20),
    );
    expect(workspace.person(ANN)?.attributes).toEqual({ plan: 'gold', city: 'Bern', source: 'ad' });
    expect(workspace.counts.ignoredStaleAttributes).toBe(1);
  });

  it('does not let an older value undo a removal', () => {
    const workspace = workspaceAfter(
      identify(ANN, { plan: null }, NEW_YEAR - 10),
      identify(ANN, { plan: 'lead' }, NEW_YEAR - 20),
    );
    expect(workspace.person(ANN)?.attributes).toEqual({});
  });

  it('takes the later of two updates of one time', () => {
    const workspace = workspaceAfter(
      identify(ANN, { plan: 'a' }, NEW_YEAR),
      identify(ANN, { plan: 'b' }, NEW_YEAR),
    );
    expect(workspace.person(ANN)?.attributes.plan).toBe('b');
  });

  it('takes an update without time to be of its receipt', () => {
    const workspace = workspaceAfter(
      identify(ANN, { plan: 'now' }),
      identify(ANN, { plan: 'old' }, NEW_YEAR - 1),
    );
    expect(workspace.person(ANN)?.attributes.plan).toBe('now');
  });
});

describe('removing people', () => {
  it('forgets a deleted person with their events, and lets them come back as someone new', () => {
    const workspace = workspaceAfter(
      identify(ANN, { ...ANN_EMAIL, plan: 'gold' }),
      event(ANN),
      remove('delete', ANN_EMAIL),
    );
    expect([...workspace.entries()]).toEqual([]);
    workspace.apply([identify(ANN)], NOW);
    expect(workspace.person(ANN)).toEqual({ type: 'person', id: 'ann', email: null, attributes: {} });
  });

  it('bars every identifier of a suppressed person', () => {
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

  it('lifts the bar from all of them at once', () => {
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

  it('bars an identifier that nobody has yet', () => {
    const workspace = workspaceAfter(remove('suppress', ANN), identify(ANN));
    expect([...workspace.people()]).toEqual([]);
  });
});

describe('merging people', () => {
  const merge: TrackItem = { type: 'person', action: 'merge', primary: ANN, secondary: ANN_EMAIL };

  it('gives the primary what it lacks, and the events', () => {
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

  it('does nothing where one of the two is unknown, or both are one', () => {
    const workspace = workspaceAfter(identify(ANN_EMAIL), merge);
    expect([...workspace.people()]).toHaveLength(1);
    expect(workspace.damage.droppedForUnknown).toBe(1);
    workspace.apply([identify(ANN, ANN_EMAIL), merge], NOW);
    expect([...workspace.people()]).toHaveLength(1);
  });
});
