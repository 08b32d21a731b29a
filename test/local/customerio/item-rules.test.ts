import { describe, expect, it } from '@jest/globals';
import { itemErrors, type WorkspaceRules } from '../../../local/customerio/item-rules.ts';
import type { IdentifierKind } from '../../../local/customerio/track-item.ts';
import { type Answers, USUAL_ANSWERS } from '../../../local/customerio/unverified.ts';
import { event, ID_AND_EMAIL, identify, ulid } from './track-items.ts';

const ANN = { id: 'cust-7' };
const ACME = { object_type_id: '1', object_id: 'acme' };

const USUAL: WorkspaceRules = { enabled: ID_AND_EMAIL, answers: USUAL_ANSWERS };

function faultOf(item: unknown, enabled: ReadonlySet<IdentifierKind> = ID_AND_EMAIL) {
  const [error] = itemErrors(item, Buffer.byteLength(JSON.stringify(item)), { ...USUAL, enabled });
  return error && `${error.reason} ${error.field}`;
}

describe('itemErrors', () => {
  it.each([
    [
      'an identify',
      identify(ANN, { email: 'ann@example.com', plan: 'gold', seats: 3, vip: true, gone: null }),
    ],
    ['an identify that only updates', identify(ANN, { _update: true })],
    ['an identify without attributes', { type: 'person', action: 'identify', identifiers: ANN }],
    [
      'one topic of the subscription centre',
      identify(ANN, { 'cio_subscription_preferences.topics.topic_1': true }),
    ],
    ['an event', event(ANN, { id: ulid(1), timestamp: 1_760_000_000, attributes: { total: 42.5 } })],
    [
      'an event whose time is not seconds (a 200, and silent damage)',
      event(ANN, { timestamp: '2026-01-01' }),
    ],
    ['an event by email', event({ email: 'ann@example.com' })],
    ['an event by cio_id', event({ cio_id: 'a3000001' })],
    ['a page', { ...event(ANN), action: 'page' }],
    ['a screen', { ...event(ANN), action: 'screen' }],
    ['a deletion', { type: 'person', action: 'delete', identifiers: ANN }],
    ['a suppression', { type: 'person', action: 'suppress', identifiers: ANN }],
    ['a merge', { type: 'person', action: 'merge', primary: ANN, secondary: { email: 'ann@example.com' } }],
    [
      'a device',
      { type: 'person', action: 'add_device', identifiers: ANN, device: { token: 't', platform: 'ios' } },
    ],
    [
      'a relationship',
      {
        type: 'person',
        action: 'add_relationships',
        identifiers: ANN,
        cio_relationships: [{ identifiers: ACME }],
      },
    ],
    [
      'an object',
      { type: 'object', action: 'identify', identifiers: ACME, cio_relationships: [{ identifiers: ANN }] },
    ],
    [
      'an object by its cio_object_id',
      { type: 'object', action: 'delete', identifiers: { cio_object_id: 'obb7' } },
    ],
    [
      'a delivery',
      {
        type: 'delivery',
        action: 'event',
        identifiers: { id: 'd' },
        name: 'opened',
        attributes: { device_token: 't' },
      },
    ],
  ])('accepts %s', (_, item) => {
    expect(faultOf(item)).toBeUndefined();
  });

  it.each([
    ['a value that is not an object', [1], 'invalid item'],
    ['a missing type', { action: 'event' }, 'required type'],
    ['an unknown type', { type: 'company', action: 'identify' }, 'invalid type'],
    ['an array as type', { type: ['person'], action: 'event' }, 'invalid type'],
    ['a type that cannot be converted to text', { type: { toString: 1 }, action: 'event' }, 'invalid type'],
    ['a missing action', { type: 'person' }, 'required action'],
    ['an action of another type', { type: 'object', action: 'event', identifiers: ACME }, 'invalid action'],
    ['missing identifiers', { type: 'person', action: 'event', name: 'a' }, 'required identifiers'],
    ['no identifier', { ...event(ANN), identifiers: {} }, 'required identifiers'],
    ['two identifiers', { ...event(ANN), identifiers: { id: '1', email: 'a@b' } }, 'invalid identifiers'],
    [
      'an anonymous_id, which the specification does not list',
      { ...event(ANN), identifiers: { anonymous_id: '1' } },
      'invalid identifiers',
    ],
    [
      'an identifier the workspace has not enabled',
      event({ phone: '+14155552671' }),
      'invalid identifiers.phone',
    ],
    ['a number as id', { ...event(ANN), identifiers: { id: 7 } }, 'required identifiers.id'],
    ['an empty id', event({ id: '' }), 'required identifiers.id'],
    ['a blank id', event({ id: ' ' }), 'required identifiers.id'],
    ['an id over 150 bytes', event({ id: 'é'.repeat(76) }), 'invalid identifiers.id'],
    ['an email without @', event({ email: 'ann' }), 'invalid identifiers.email'],
    ['a cio_id with the prefix of v1', event({ cio_id: 'cio_a3000001' }), 'invalid identifiers.cio_id'],
    ['an event without name', { ...event(ANN), name: undefined }, 'required name'],
    ['an event with a blank name', event(ANN, { name: '  ' }), 'required name'],
    ['an event name over 100 bytes', event(ANN, { name: 'é'.repeat(51) }), 'invalid name'],
    ['an event id that is not a ULID', event(ANN, { id: 'order-1001' }), 'invalid id'],
    ['a ULID over 128 bits', event(ANN, { id: '8ZZZZZZZZZZZZZZZZZZZZZZZZZ' }), 'invalid id'],
    ['a null event id', { ...event(ANN), id: null }, 'invalid id'],
    ['event attributes that are not an object', { ...event(ANN), attributes: [] }, 'invalid attributes'],
    ['event data with its v1 name, which v2 would ignore', { ...event(ANN), data: {} }, 'invalid data'],
    ['attributes that are not an object', { ...identify(ANN), attributes: 'gold' }, 'invalid attributes'],
    ['an attribute without name', identify(ANN, { '': 'x' }), 'invalid attributes'],
    [
      'an attribute name over 150 bytes',
      identify(ANN, { ['n'.repeat(151)]: 1 }),
      `invalid attributes.${'n'.repeat(151)}`,
    ],
    ['an attribute value over 1000 bytes', identify(ANN, { bio: 'é'.repeat(501) }), 'invalid attributes.bio'],
    [
      'a nested value over 1000 bytes',
      identify(ANN, { bio: { text: 'x'.repeat(1000) } }),
      'invalid attributes.bio',
    ],
    [
      'more than 300 attributes',
      identify(ANN, Object.fromEntries(Array.from({ length: 301 }, (_, n) => [`a${n}`, n]))),
      'invalid attributes',
    ],
    ['a number as email attribute', identify(ANN, { email: 7 }), 'invalid attributes.email'],
    ['_update that is not a boolean', identify(ANN, { _update: 'true' }), 'invalid attributes._update'],
    ['a merge without secondary', { type: 'person', action: 'merge', primary: ANN }, 'required secondary'],
    [
      'a merge by phone',
      { type: 'person', action: 'merge', primary: ANN, secondary: { phone: '+14155552671' } },
      'invalid secondary',
    ],
    [
      'a device without token',
      { type: 'person', action: 'delete_device', identifiers: ANN, device: {} },
      'required device.token',
    ],
    [
      'relationships that are not an array',
      { type: 'person', action: 'add_relationships', identifiers: ANN },
      'required cio_relationships',
    ],
    [
      'a relationship without object',
      identify(ANN) && { ...identify(ANN), cio_relationships: [{}] },
      'required cio_relationships[0].identifiers',
    ],
    [
      'an object type that is not an integer',
      { type: 'object', action: 'identify', identifiers: { object_type_id: 'company', object_id: '1' } },
      'invalid identifiers.object_type_id',
    ],
    [
      'an object without id',
      { type: 'object', action: 'identify', identifiers: { object_type_id: '1' } },
      'required identifiers.object_id',
    ],
    [
      'an unknown delivery metric',
      {
        type: 'delivery',
        action: 'event',
        identifiers: { id: 'd' },
        name: 'seen',
        attributes: { device_token: 't' },
      },
      'invalid name',
    ],
  ])('refuses %s', (_, item, fault) => {
    expect(faultOf(item)).toBe(fault);
  });

  it('measures limits in bytes of UTF-8, and accepts the limit itself', () => {
    expect(faultOf(event({ id: 'é'.repeat(75) }))).toBeUndefined();
    expect(faultOf(event(ANN, { name: ` ${'é'.repeat(50)} ` }))).toBeUndefined();
    expect(faultOf(identify(ANN, { bio: '€'.repeat(333) }))).toBeUndefined();
  });

  it('accepts an item of 32,000 bytes, and refuses a longer one', () => {
    expect(itemErrors(event(ANN), 32_000, USUAL)).toEqual([]);
    expect(itemErrors(event(ANN), 32_001, USUAL)).toEqual([
      { reason: 'invalid', field: 'item', message: 'item is longer than 32000 bytes' },
    ]);
  });

  it('accepts what Customer.io may accept, in the modes for it', () => {
    const inMode = (item: unknown, answers: Partial<Answers>) =>
      itemErrors(item, 50, { ...USUAL, answers: { ...USUAL_ANSWERS, ...answers } });
    expect(inMode(event(ANN, { id: 'order-1' }), { idOfEvent: 'accepted' })).toEqual([]);
    for (const longValue of ['stored', 'truncated', 'dropped', 'lost'] as const)
      expect(inMode(identify(ANN, { bio: 'x'.repeat(1001) }), { longValue })).toEqual([]);
    expect(
      inMode(
        { type: 'object', action: 'identify', identifiers: ACME, attributes: { bio: 'x'.repeat(1001) } },
        {
          longValue: 'stored',
        },
      ),
    ).toHaveLength(1);
  });

  it('reports all errors of an item', () => {
    const fields = itemErrors({ type: 'person', action: 'event', id: 'x' }, 50, USUAL).map(
      (error) => error.field,
    );
    expect(fields).toEqual(['identifiers', 'name', 'id']);
  });

  it('accepts phone numbers in E.164 if the workspace has enabled phone', () => {
    const enabled = new Set<IdentifierKind>(['phone', 'cio_id']);
    expect(faultOf(event({ phone: '+14155552671' }), enabled)).toBeUndefined();
    expect(faultOf(event({ phone: '0041 44 555' }), enabled)).toBe('invalid identifiers.phone');
    expect(faultOf(event({ email: 'ann@example.com' }), enabled)).toBe('invalid identifiers.email');
  });
});
