// After `forget` under every identifier, the seen table has nothing of the person except for events, whatever the feeds store.
import { expect, it } from '@jest/globals';
import { keysOfPerson } from '../../../cli/forget/keys-to-forget.ts';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { personHash } from '../../../lambdas/domain/operations/keys.ts';
import { importFile } from '../../builders/import-file.ts';
import { aWorld } from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

const IDENTIFIERS = [
  { as: 'id', columns: ['id'] },
  { as: 'email', columns: ['email'] },
  { as: 'phone', columns: ['phone'], country: 'DE' },
  { as: 'cio_id', columns: ['cio_id'] },
];
const events = { kind: 'events', identifiers: IDENTIFIERS, time: { column: 'at' } };
const FEEDS = FeedsSchema.parse({
  workspace: 'main',
  feeds: {
    people: { kind: 'people', identifiers: IDENTIFIERS },
    gone: { kind: 'people', identifiers: IDENTIFIERS, action: 'suppress' },
    orders: {
      ...{ ...events, event: { name: 'ordered' }, key: [['order']], columns: { total: { type: 'number' } } },
      rollUp: { event: 'ordered', value: 'total' },
      also: [{ name: 'refunded', when: { column: 'refund' }, time: { column: 'at' }, key: [['order']] }],
      remembers: ['refunded'],
    },
    carts: {
      ...{ ...events, event: { name: 'cart_left' }, key: [['cart']] },
      suppress: [{ event: 'cart_left', by: 'ordered', within: '7d' }],
    },
    companies: { kind: 'objects', objectTypeId: '1', objectId: { column: 'company' } },
    members: {
      ...{ kind: 'relationships', identifiers: IDENTIFIERS, objectTypeId: '1' },
      objectId: { column: 'company' },
    },
  },
});
/** The person under an id, an e-mail address, a phone number, and the id that Customer.io assigned. */
const PEOPLE = ['u1,,,', ',ann@example.com,,', ',,+4915123456789,', ',,,a3000001'];
const FILES: readonly (readonly [feed: string, header: string, more: (n: number) => string])[] = [
  ['people', 'plan', () => 'gold'],
  ['orders', 'order,at,total,refund', (n) => `o${n},2025-12-30T10:00:00Z,5,5`],
  ['carts', 'cart,at', (n) => `c${n},2025-12-31T10:00:00Z`],
  ['members', 'company', () => 'acme'],
  ['gone', 'reason', () => 'asked'],
];

it('leaves only the marks of feeds and the events, which have the hash of the person', async () => {
  const world = aWorld({ feeds: FEEDS });
  for (const [feed, header, more] of FILES) {
    const lines = PEOPLE.map((person, n) => `${person},${more(n)}`);
    const file = csv(`id,email,phone,cio_id,${header}`, ...lines);
    const imported = await importFile(world, `incoming/${feed}/file.csv`, file);
    expect([feed, imported?.report.outcomes.delivered]).toEqual([feed, 4]);
  }
  const before = world.seen.delivered.size;
  const persons = [
    { as: 'id', value: 'u1' },
    { as: 'email', value: ' Ann@example.com' },
    { as: 'phone', value: '01512 345 6789' },
    // As Customer.io shows it in places.
    { as: 'cio_id', value: 'cio_a3000001' },
  ] as const;
  await world.seen.forget(
    persons.flatMap((person) => keysOfPerson(FEEDS, { ...person, objects: ['acme'] }, 'secret')),
  );
  const hashes = ['id:u1', 'email:ann@example.com', 'phone:+4915123456789', 'cio_id:a3000001'].map(
    (identity) => personHash('secret', 'main', identity),
  );
  const left: { readonly person?: string }[] = [...world.seen.delivered.values()];
  expect(left.filter(({ person }) => !hashes.includes(person ?? ''))).toEqual([]);
  // Of each: the order, its refund and the cart.
  expect(left).toHaveLength(12);
  // Of each: the state with its attributes, the total, two remembered events, the relationship, the suppression.
  expect(before - left.length).toBeGreaterThanOrEqual(20);
});
