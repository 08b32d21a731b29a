import { describe, expect, it } from '@jest/globals';
import { matchesPattern, refuseUnknownPattern } from '../../../local/engine/event-pattern.ts';

const dropped = {
  source: 'aws.s3',
  'detail-type': 'Object Created',
  resources: ['arn:aws:s3:::bucket', 'arn:aws:s3:::other'],
  detail: { bucket: { name: 'bucket' }, object: { key: 'incoming/people/a.csv', size: 12 } },
};

describe('matchesPattern', () => {
  it.each([
    ['a value that is listed', { source: ['aws.ec2', 'aws.s3'] }, true],
    ['a value that is not listed', { source: ['aws.ec2'] }, false],
    ['every field', { source: ['aws.s3'], 'detail-type': ['Object Deleted'] }, false],
    ['a nested field', { detail: { bucket: { name: ['bucket'] } } }, true],
    ['a field that the event does not have', { detail: { reason: ['PutObject'] } }, false],
    ['a branch that the event does not have', { detail: { reason: { why: ['PutObject'] } } }, false],
    ['one element of an array', { resources: ['arn:aws:s3:::other'] }, true],
    ['a number as a number', { detail: { object: { size: [12] } } }, true],
    ['a number as text', { detail: { object: { size: ['12'] } } }, false],
    ['a prefix', { detail: { object: { key: [{ prefix: 'incoming/' }] } } }, true],
    ['another prefix', { detail: { object: { key: [{ prefix: 'reports/' }] } } }, false],
    ['a suffix', { detail: { object: { key: [{ suffix: '.csv' }] } } }, true],
    ['a name in any case', { detail: { bucket: { name: [{ 'equals-ignore-case': 'BUCKET' }] } } }, true],
    ['a wildcard', { detail: { object: { key: [{ wildcard: 'incoming/*/*.csv' }] } } }, true],
    ['a dot as a dot', { detail: { object: { key: [{ wildcard: 'incoming/*/a?csv' }] } } }, false],
    ['anything but a value', { source: [{ 'anything-but': ['aws.s3'] }] }, false],
    [
      'anything but a prefix',
      { detail: { object: { key: [{ 'anything-but': { prefix: 'work/' } }] } } },
      true,
    ],
    ['an existing field', { detail: { object: [{ exists: true }] } }, true],
    ['a missing field', { detail: { reason: [{ exists: false }] } }, true],
    ['a range', { detail: { object: { size: [{ numeric: ['>', 0, '<=', 12] }] } } }, true],
    [
      'a number outside of a range',
      { detail: { object: { size: [{ numeric: ['>', 0, '<', 12] }] } } },
      false,
    ],
    ['one of two patterns', { $or: [{ source: ['aws.ec2'] }, { 'detail-type': ['Object Created'] }] }, true],
  ])('decides for %s', (_, pattern, expected) => {
    expect(matchesPattern(pattern, dropped)).toBe(expected);
  });
});

describe('refuseUnknownPattern', () => {
  it('names an unsupported operator', () => {
    const pattern = { detail: { 'source-ip-address': [{ cidr: '10.0.0.0/24' }] } };
    expect(() => refuseUnknownPattern(pattern)).toThrow(/cidr/);
  });

  it('accepts supported operators', () => {
    const pattern = {
      $or: [{ a: [1, null, { 'anything-but': { prefix: 'x' } }] }, { b: { c: [{ exists: true }] } }],
    };
    expect(() => refuseUnknownPattern(pattern)).not.toThrow();
  });
});
