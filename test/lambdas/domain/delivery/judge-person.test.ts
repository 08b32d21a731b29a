import { describe, expect, it } from '@jest/globals';
import type { SeenItem } from '../../../../lambdas/domain/delivery/seen-item.ts';
import type { SeenKey } from '../../../../lambdas/domain/operations/keys.ts';
import type { Operation } from '../../../../lambdas/domain/operations/operation.ts';
import { NEW_YEAR, personOperation } from '../../../builders/operation.ts';
import { aPerson } from '../../../builders/seen-person.ts';

const DAY = 86_400;

/** An item as versions before 2026-12 wrote it. */
function itemBefore202612({ meta }: Operation, change: Partial<SeenItem> = {}): SeenItem {
  const origin = { importId: 'old', feed: 'crm', arrivedAt: NEW_YEAR * 1000 };
  return { key: 'k' as SeenKey, ...origin, content: meta.content, at: meta.at, ...change };
}

describe('a row about a person', () => {
  it('is sent as a whole the first time, then only what differs, then nothing', () => {
    const ann = aPerson();
    expect(ann.say({ plan: 'gold', city: 'Bern', created_at: 5 })).toEqual({
      plan: 'gold',
      city: 'Bern',
      created_at: 5,
    });
    expect(ann.say({ plan: 'free', city: 'Bern', created_at: 5 }, { day: 1 })).toEqual({ plan: 'free' });
    expect(ann.say({ plan: 'free', city: 'Bern', created_at: 5 }, { day: 2 })).toBe('unchanged');
    expect(ann.say({ created_at: 5, city: 'Bern', plan: 'free' }, { day: 3 })).toBe('unchanged');
    expect(ann.say({ plan: 'free', points: 3 }, { day: 4 })).toEqual({ points: 3 });
  });

  it('is unchanged whichever feed delivered what it says', () => {
    const ann = aPerson();
    ann.say({ plan: 'gold' }, { feed: 'crm' });
    ann.say({ points: 5 }, { feed: 'shop' });
    for (const day of [1, 2]) {
      expect(ann.say({ plan: 'gold' }, { feed: 'crm', day })).toBe('unchanged');
      expect(ann.say({ points: 5 }, { feed: 'shop', day })).toBe('unchanged');
    }
    expect(ann.say({ plan: 'gold', points: 5 }, { feed: 'third', day: 3 })).toBe('unchanged');
  });

  it('is sent if another feed delivered another value since', () => {
    const ann = aPerson();
    ann.say({ plan: 'gold' }, { feed: 'crm' });
    ann.say({ plan: 'free' }, { feed: 'shop', day: 1 });
    expect(ann.say({ plan: 'gold' }, { feed: 'crm', day: 2 })).toEqual({ plan: 'gold' });
  });

  it('distinguishes values of different types, and clears attributes', () => {
    const ann = aPerson();
    ann.say({ a: 1, b: '', c: { d: [1] } });
    expect(ann.say({ a: '1', b: '', c: { d: [1] } }, { day: 1 })).toEqual({ a: '1' });
    expect(ann.say({ a: '1', b: '', c: { d: [1, 2] } }, { day: 2 })).toEqual({ c: { d: [1, 2] } });
  });

  it('is sent also without attributes, if no one has identified the person', () => {
    const ann = aPerson();
    expect(ann.say({})).toEqual({});
    expect(ann.say({}, { day: 1 })).toBe('unchanged');
  });

  it('is stamped with the time of sending, whatever the time of its data', () => {
    const { judgment, origin } = aPerson().judge({ plan: 'gold' }, { at: 1_000_000_000 });
    const item = judgment.outcome === 'send' ? JSON.parse(judgment.as.item) : {};
    expect(item).toEqual({
      type: 'person',
      action: 'identify',
      identifiers: { id: 'ann' },
      timestamp: origin.arrivedAt / 1000 + 3600,
      attributes: { plan: 'gold' },
    });
  });

  it('leaves no value of a person in the seen table', () => {
    const [ann, bob] = [aPerson(), aPerson()];
    ann.say({ plan: 'gold', note: 'a secret' });
    bob.say({ plan: 'gold', note: 'a secret' }, { person: 'id:bob' });
    const [first, second] = [ann.seen?.attributes, bob.seen?.attributes].map((held) =>
      Buffer.from(held ?? ''),
    );
    expect(first?.toString('latin1')).not.toMatch(/secret|gold|plan|note/);
    // The names are the same hashes, the values are not.
    expect(first?.subarray(15, 21)).toEqual(second?.subarray(15, 21));
    expect(first?.subarray(21, 29)).not.toEqual(second?.subarray(21, 29));
  });
});

describe('older data', () => {
  it('of a feed does not overwrite what is newer, and adds what is not known', () => {
    const ann = aPerson();
    ann.say({ plan: 'gold' }, { day: 2 });
    expect(ann.say({ plan: 'free', city: 'Bern' }, { day: 1 })).toEqual({ city: 'Bern' });
    // What this import delivered a part of counts as delivered.
    expect(ann.say({ plan: 'free', city: 'Bern' }, { day: 1 })).toBe('sent');
    expect(ann.say({ plan: 'free', city: 'Bern' }, { day: 1, importId: 'again' })).toBe('expired');
    expect(ann.say({ plan: 'free', city: 'Bern' }, { day: 3 })).toEqual({ plan: 'free' });
  });

  it('is compared with all that a newer row said, also with what did not differ', () => {
    const ann = aPerson();
    ann.say({ plan: 'gold', city: 'Bern' }, { day: 0 });
    ann.say({ plan: 'free', city: 'Bern' }, { day: 2 });
    expect(ann.say({ plan: 'gold', city: 'Thun' }, { day: 1 })).toBe('expired');
  });

  it.each([
    ['another feed, if both have times of their own', true, true, 'expired'],
    ['another feed, if only one has times of its own', true, false, { plan: 'free' }],
    ['another feed, if neither has times of its own', false, false, { plan: 'free' }],
  ])('is compared with that of %s: %s, %s', (_, first, second, expected) => {
    const ann = aPerson();
    ann.say({ plan: 'gold' }, { feed: 'crm', day: 2, dated: first });
    expect(ann.say({ plan: 'free' }, { feed: 'shop', day: 1, dated: second })).toEqual(expected);
  });

  it('is older than what was confirmed later, if the rows have times of their own', () => {
    const ann = aPerson();
    ann.say({ plan: 'gold', city: 'Bern' }, { day: 0, dated: true });
    expect(ann.say({ plan: 'gold', city: 'Bern' }, { day: 2, dated: true })).toBe('unchanged');
    expect(ann.say({ plan: 'free', city: 'Bern' }, { day: 1, dated: true })).toBe('expired');
  });
});

describe('a value that two feeds say, with times of their own', () => {
  const dated = true;

  it.each([
    ['the same row', { plan: 'gold' }, 'unchanged'],
    ['a row that also says something else', { plan: 'gold', city: 'Bern' }, { city: 'Bern' }],
    ['a row with fewer attributes', {}, 'unchanged'],
  ])('is as new as the newer of them: %s', (_, later, said) => {
    const ann = aPerson();
    ann.say({ plan: 'gold', points: 1 }, { feed: 'crm', day: 0, dated });
    ann.say({ plan: 'gold' }, { feed: 'crm', day: 1, dated });
    expect(ann.say(later, { feed: 'shop', day: 4, dated })).toEqual(said);
    const late = ann.say({ plan: 'free' }, { feed: 'crm', day: 3, dated });
    expect(late).toEqual('plan' in later ? 'expired' : { plan: 'free' });
    expect(ann.say({ plan: 'free' }, { feed: 'shop', day: 5, dated })).toEqual(
      'plan' in later ? { plan: 'free' } : 'unchanged',
    );
  });

  it('is written once, and not each time that one of them says it again', () => {
    const ann = aPerson();
    ann.say({ plan: 'gold' }, { feed: 'crm', day: 0, dated });
    ann.say({ plan: 'gold' }, { feed: 'shop', day: 1, dated });
    const { seen } = ann;
    for (const [feed, day] of [
      ['crm', 0],
      ['shop', 1],
    ] as const) {
      expect(ann.say({ plan: 'gold' }, { feed, day, dated, importId: 'again' })).toBe('unchanged');
      expect(ann.seen).toBe(seen);
    }
  });
});

describe('a consent', () => {
  const NO = { plan: 'gold', unsubscribed: true };

  it('that was delivered is not sent again with what changed, and the item creates no profile then', () => {
    const ann = aPerson();
    expect(ann.say(NO)).toEqual(NO);
    expect(ann.say({ ...NO, plan: 'free' }, { day: 1 })).toEqual({ plan: 'free', _update: true });
    expect(ann.say({ ...NO, plan: 'free' }, { day: 2 })).toBe('unchanged');
  });

  it('keeps a feed that does not say it from creating a profile without it', () => {
    const ann = aPerson();
    ann.say(NO, { feed: 'crm' });
    expect(ann.say({ points: 5 }, { feed: 'shop', day: 1 })).toEqual({ points: 5, _update: true });
  });

  it.each([
    ['unsubscribed', { unsubscribed: true }],
    ['cio_subscription_preferences.topics.topic_1', { 'cio_subscription_preferences.topics.topic_1': false }],
  ])('is sent again when the person says no after a yes that was not sent: %s', (name, no) => {
    const ann = aPerson();
    ann.say(no);
    expect(ann.say({}, { day: 1, unsaid: [name] })).toBe('unchanged');
    expect(ann.say({}, { day: 2, unsaid: [name] })).toBe('unchanged');
    expect(ann.say(no, { day: 3 })).toEqual(no);
    expect(ann.say(no, { day: 4 })).toBe('unchanged');
  });

  it('that changes is sent', () => {
    const ann = aPerson();
    ann.say({ unsubscribed: true });
    expect(ann.say({ unsubscribed: false }, { day: 1 })).toEqual({ unsubscribed: false });
    expect(ann.say({ unsubscribed: true }, { day: 2 })).toEqual({ unsubscribed: true });
  });
});

describe('resend', () => {
  const ROW = { plan: 'gold', unsubscribed: true };

  it('always sends all again, without consents', () => {
    const ann = aPerson();
    ann.say(ROW, { resend: 0 });
    for (const day of [0.5, 1])
      expect(ann.say(ROW, { day, resend: 0 })).toEqual({ plan: 'gold', _update: true });
  });

  it('sends again after a number of days, whichever feed sent it last', () => {
    const ann = aPerson();
    ann.say({ plan: 'gold', city: 'Bern' }, { resend: 7 });
    ann.say({ plan: 'free' }, { feed: 'shop', day: 3 });
    ann.say({ plan: 'gold', city: 'Bern' }, { day: 5, resend: 7 });
    expect(ann.say({ plan: 'gold', city: 'Bern' }, { day: 6, resend: 7 })).toBe('unchanged');
    expect(ann.say({ plan: 'gold', city: 'Bern' }, { day: 7, resend: 7 })).toEqual({ city: 'Bern' });
    expect(ann.say({ plan: 'gold', city: 'Bern' }, { day: 8, resend: 7 })).toBe('unchanged');
  });

  it('does not send what the same import delivered before it was interrupted', () => {
    const ann = aPerson();
    ann.say({ plan: 'gold' }, { resend: 0 });
    expect(ann.say({ plan: 'gold' }, { resend: 0 })).toBe('sent');
  });
});

describe('an update', () => {
  const UPDATE = { plan: 'gold', _update: true };

  it('is sent in each import, because the person may not have existed', () => {
    const ann = aPerson();
    for (const day of [0, 1, 2]) expect(ann.say(UPDATE, { day })).toEqual(UPDATE);
    expect(ann.say(UPDATE, { day: 2 })).toBe('sent');
  });

  it('takes its attributes out of what is known', () => {
    const ann = aPerson();
    ann.say({ plan: 'gold', city: 'Bern' });
    ann.say(UPDATE, { feed: 'refresh' });
    expect(ann.say({ plan: 'gold', city: 'Bern' }, { day: 1 })).toEqual({ plan: 'gold' });
  });

  it('does not overwrite newer data of its feed', () => {
    const ann = aPerson();
    ann.say(UPDATE, { day: 2 });
    expect(ann.say({ plan: 'free', _update: true }, { day: 1 })).toBe('expired');
  });
});

describe('an item of the version of 2026-11-25', () => {
  const row = { plan: 'gold', unsubscribed: true };

  it('is unchanged if the row says the same, so that no release sends everything again', () => {
    const ann = aPerson(itemBefore202612(personOperation(row)));
    expect(ann.say(row, { day: 1 })).toBe('unchanged');
  });

  it('knows no attributes, so that another row is sent as a whole, once', () => {
    const ann = aPerson(itemBefore202612(personOperation({ plan: 'free' })));
    expect(ann.say(row, { day: 1 })).toEqual(row);
    expect(ann.say({ ...row, plan: 'free' }, { day: 2 })).toEqual({ plan: 'free', _update: true });
  });

  it('has a time, and older data of its feed is not sent, also after another feed added something', () => {
    const ann = aPerson(itemBefore202612(personOperation({ plan: 'free' }, { at: NEW_YEAR + 5 * DAY })));
    expect(ann.say({ plan: 'gold' }, { day: 4 })).toBe('expired');
    expect(ann.say({ points: 1 }, { feed: 'shop', day: 3 })).toEqual({ points: 1 });
    expect(ann.say({ plan: 'gold' }, { day: 4 })).toBe('expired');
    expect(ann.say({ plan: 'gold' }, { day: 6 })).toEqual({ plan: 'gold' });
  });
});

it('an item in a form of a later version is not understood, so that all is sent once', () => {
  const ann = aPerson(
    itemBefore202612(personOperation({ plan: 'other' }), { attributes: Uint8Array.from([9, 1]) }),
  );
  expect(ann.say({ plan: 'gold' }, { day: 1 })).toEqual({ plan: 'gold' });
  expect(ann.say({ plan: 'gold' }, { day: 2 })).toBe('unchanged');
});
