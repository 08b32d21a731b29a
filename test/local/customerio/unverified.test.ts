// The modes of the stand-in: what Customer.io does not document.
import { describe, expect, it } from '@jest/globals';
import type { TrackItem } from '../../../local/customerio/track-item.ts';
import { type Answers, otherAnswers, USUAL_ANSWERS } from '../../../local/customerio/unverified.ts';
import { createWorkspace } from '../../../local/customerio/workspace.ts';
import { event, ID_AND_EMAIL, identify, NEW_YEAR, ulid } from './track-items.ts';

const NOW = NEW_YEAR * 1000;
const ANN = { id: 'ann' };

function workspaceIn(answers: Partial<Answers>, ...items: readonly TrackItem[]) {
  const workspace = createWorkspace(ID_AND_EMAIL, { ...USUAL_ANSWERS, ...answers });
  workspace.apply(items, NOW);
  return workspace;
}
const annIn = (answers: Partial<Answers>, ...items: readonly TrackItem[]) =>
  workspaceIn(answers, ...items).person(ANN);

describe('an identify with an old timestamp', () => {
  const items = [
    identify(ANN, { plan: 'gold' }, NEW_YEAR),
    identify(ANN, { plan: 'old', city: 'Ulm', email: 'ann@example.com' }, NEW_YEAR - 10),
  ];

  it.each([
    ['attribute', { plan: 'gold', city: 'Ulm' }, 'ann@example.com'],
    ['profile', { plan: 'gold' }, null],
    ['ignored', { plan: 'old', city: 'Ulm' }, 'ann@example.com'],
  ] as const)('%s', (staleIdentify, attributes, email) => {
    expect(annIn({ staleIdentify }, ...items)).toMatchObject({ attributes, email });
  });

  it('is counted as damage if it is lost as a whole', () => {
    expect(workspaceIn({ staleIdentify: 'profile' }, ...items).damage.lostUpdates).toBe(1);
    expect(workspaceIn({}, ...items).damage.lostUpdates).toBe(0);
  });

  it('is lost per profile only if it is older, and not for another person', () => {
    const workspace = workspaceIn(
      { staleIdentify: 'profile' },
      identify(ANN, { plan: 'gold' }, NEW_YEAR),
      identify(ANN, { city: 'Ulm' }, NEW_YEAR),
      identify({ id: 'bob' }, { city: 'Bonn' }, NEW_YEAR - 10),
    );
    expect(workspace.person(ANN)?.attributes).toEqual({ plan: 'gold', city: 'Ulm' });
    expect(workspace.person({ id: 'bob' })?.attributes).toEqual({ city: 'Bonn' });
  });
});

describe('a value that may clear an attribute', () => {
  it.each([
    ['clears', undefined],
    ['stores', ''],
    ['ignores', 'gold'],
  ] as const)('an empty text %s it', (emptyText, plan) => {
    const ann = annIn({ emptyText }, identify(ANN, { plan: 'gold' }), identify(ANN, { plan: '' }));
    expect(ann?.attributes.plan).toBe(plan);
  });

  it.each([
    ['clears', undefined],
    ['ignores', 'gold'],
  ] as const)('null %s it', (nullValue, plan) => {
    const ann = annIn({ nullValue }, identify(ANN, { plan: 'gold' }), identify(ANN, { plan: null }));
    expect(ann?.attributes.plan).toBe(plan);
  });
});

describe('a new e-mail address of a person with an id', () => {
  const items = [identify(ANN, { email: 'a@example.com' }), identify(ANN, { email: 'b@example.com' })];

  it.each([
    ['refused', 'a@example.com', 1],
    ['allowed', 'b@example.com', 0],
  ] as const)('is %s', (changeOfEmail, email, attributeUpdateFailures) => {
    const workspace = workspaceIn({ changeOfEmail }, ...items);
    expect(workspace.person(ANN)?.email).toBe(email);
    expect(workspace.damage).toMatchObject({ attributeUpdateFailures });
  });

  it('is refused in each mode if another person has it, and an id is never changed by an e-mail address', () => {
    const taken = workspaceIn(
      { changeOfEmail: 'allowed' },
      identify(ANN, { email: 'a@example.com' }),
      identify({ id: 'bob' }, { email: 'b@example.com' }),
      identify(ANN, { email: 'b@example.com' }),
      identify({ email: 'a@example.com' }, { id: 'other' }),
    );
    expect(taken.person(ANN)?.email).toBe('a@example.com');
    expect(taken.damage.attributeUpdateFailures).toBe(2);
  });
});

describe('events', () => {
  it.each([
    ['creates', 1],
    ['ignored', 0],
  ] as const)('an event of an unknown person %s', (eventOfUnknown, people) => {
    const workspace = workspaceIn({ eventOfUnknown }, event(ANN));
    expect([...workspace.people()]).toHaveLength(people);
    expect([...workspace.events()]).toHaveLength(people);
  });

  it.each([
    ['workspace', ['ann']],
    ['person', ['ann', 'bob']],
    ['recorded', ['ann', 'ann', 'bob']],
  ] as const)('the same id counts per %s', (sameEventId, people) => {
    const id = ulid(1);
    const workspace = workspaceIn(
      { sameEventId },
      event(ANN, { id }),
      event(ANN, { id }),
      event({ id: 'bob' }, { id }),
    );
    expect([...workspace.events()].map(({ person }) => person)).toEqual(people);
  });
});

describe('a value longer than 1,000 bytes', () => {
  const long = 'é'.repeat(501);

  it.each([
    ['stored', { plan: 'gold', bio: long }],
    ['truncated', { plan: 'gold', bio: 'é'.repeat(500) }],
    ['dropped', { plan: 'gold' }],
    ['lost', undefined],
  ] as const)('is %s', (longValue, attributes) => {
    expect(annIn({ longValue }, identify(ANN, { plan: 'gold', bio: long }))?.attributes).toEqual(attributes);
  });
});

describe('delayed readability', () => {
  it('shows readers what was accepted before the delay, and tests everything', () => {
    const workspace = workspaceIn({ readableAfter: 30 }, identify(ANN, { plan: 'gold' }));
    workspace.apply([identify(ANN, { plan: 'free' }), event(ANN)], NOW + 5000);
    const planAt = (seconds: number) =>
      workspace.readableAt(NOW + seconds * 1000).person(ANN)?.attributes.plan;
    expect([29, 30, 34, 35].map(planAt)).toEqual([undefined, 'gold', 'gold', 'free']);
    expect(workspace.person(ANN)?.attributes.plan).toBe('free');
  });

  it('begins when it is turned on, and ends when it is turned off', () => {
    const workspace = workspaceIn({}, identify(ANN, { plan: 'gold' }));
    workspace.answer({ readableAfter: 30 });
    workspace.apply([identify(ANN, { plan: 'free' })], NOW);
    expect(workspace.readableAt(NOW).person(ANN)?.attributes.plan).toBe('gold');
    workspace.answer({ readableAfter: 0 });
    expect(workspace.readableAt(NOW).person(ANN)?.attributes.plan).toBe('free');
  });
});

describe('what people choose for themselves', () => {
  it('is in the workspace: unsubscribed by a link, topics, senders', () => {
    const workspace = workspaceIn({}, identify(ANN, { plan: 'gold' }));
    workspace.choose(
      {
        person: ANN,
        unsubscribed: true,
        topics: { topic_1: false },
        optOuts: [{ channel: 'sms', from: '+15551234567', optout: true }],
      },
      NOW,
    );
    expect(workspace.person(ANN)?.attributes).toEqual({
      plan: 'gold',
      unsubscribed: true,
      'cio_subscription_preferences.topics.topic_1': false,
    });
    expect(workspace.optOuts(ANN)).toEqual([{ channel: 'sms', from: '+15551234567' }]);
    workspace.choose(
      { person: ANN, optOuts: [{ channel: 'sms', from: '+15551234567', optout: false }] },
      NOW,
    );
    expect(workspace.optOuts(ANN)).toEqual([]);
  });
});

it('otherAnswers has each answer but the usual one, once', () => {
  const others = otherAnswers();
  expect(others).toContainEqual({ staleIdentify: 'profile' });
  expect(others.filter((answers) => 'longValue' in answers)).toHaveLength(4);
  const usual = Object.entries(USUAL_ANSWERS).map(([question, answer]) => ({ [question]: answer }));
  for (const one of usual) expect(others).not.toContainEqual(one);
});
