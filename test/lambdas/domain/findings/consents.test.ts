import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { consentIn } from '../../../../lambdas/domain/findings/consents.ts';
import { findAll } from '../../../../lambdas/domain/findings/find-all.ts';
import { leads } from '../../../../lambdas/domain/presets/leads.ts';
import { people } from '../../../../lambdas/domain/presets/people.ts';
import { shopifyCustomers } from '../../../../lambdas/domain/presets/shopify-customers.ts';
import { ARRIVAL, profileOf } from './a-file.ts';

const NONE = { of: 0, count: 0, examples: [] };
const WHOLE = { emailsWithManyIds: NONE, idsWithManyEmails: NONE, complete: true };
const PART = {
  key: 'a',
  name: 'a',
  dialect: { delimiter: ',', newline: '\n', quoting: 'double' },
  linesBefore: 0,
} as const;

/** Columns for which the file has the finding. */
function unused(header: readonly string[], cells: readonly string[], feed: FeedInput) {
  const profile = profileOf({ header, rows: [cells] });
  const plan = { header: [...header], nowSeconds: ARRIVAL, parts: [PART] };
  return findAll(profile, WHOLE, plan, FeedSchema.parse(feed))
    .filter(({ code }) => code === 'unused_consent')
    .map(({ column, severity }) => [column, severity]);
}

describe('consentIn', () => {
  it.each([
    ['Opt-in', 'optIn'],
    ['opted_in', 'optIn'],
    ['emailOptIn', 'optIn'],
    ['Marketing Consent', 'optIn'],
    ['Accepts Email Marketing', 'optIn'],
    ['SUBSCRIBED', 'optIn'],
    ['newsletter', 'optIn'],
    ['Einwilligung', 'optIn'],
    ['consentement', 'optIn'],
    ['HasOptedOutOfEmail', 'optOut'],
    ['opt_out', 'optOut'],
    ['Unsubscribed from all email', 'optOut'],
    ['Do Not Contact', 'optOut'],
    ['désabonné', 'optOut'],
    ['abgemeldet', 'optOut'],
    ['option', undefined],
    ['subscription_plan', undefined],
    ['subscriber_count', undefined],
    ['opt_in_time', undefined],
    ['consent_date', undefined],
    ['Consent source', undefined],
    ['Accepts SMS Marketing', undefined],
    ['Accepts WhatsApp Marketing', undefined],
    ['newsletter_id', undefined],
    ['adoption', undefined],
    ['email', undefined],
  ])('takes "%s" for %s', (column, type) => {
    expect(consentIn(column)).toBe(type);
  });
});

describe('a column that looks like a consent', () => {
  const header = ['id', 'Consent'];

  it.each<[string, FeedInput, readonly string[], readonly string[], boolean]>([
    ['that the feed does not name', people, header, ['7', 'ja'], true],
    [
      'that the feed renames only',
      { ...people, columns: { Consent: { as: 'consent' } } },
      header,
      ['7', 'no'],
      true,
    ],
    ['with a type', { ...people, columns: { Consent: { type: 'boolean' } } }, header, ['7', 'no'], false],
    ['as optIn', { ...people, columns: { Consent: { type: 'optIn' } } }, header, ['7', 'no'], false],
    ['that is dropped', { ...people, columns: { Consent: { drop: true } } }, header, ['7', 'no'], false],
    ['that is not sent', { ...people, unmapped: 'drop' }, header, ['7', 'no'], false],
    ['next to unsubscribed', people, [...header, 'unsubscribed'], ['7', 'no', 'true'], false],
    [
      'of a feed that unsubscribes all',
      { ...people, constants: { unsubscribed: true } },
      header,
      ['7', 'no'],
      false,
    ],
    ['of a feed that deletes', { ...people, action: 'delete' }, header, ['7', 'no'], false],
    ['without a value', people, header, ['7', ''], false],
    ['with dates', people, header, ['7', '2025-11-03'], false],
    ['of leads', leads, ['email', 'Newsletter'], ['a@example.com', 'yes'], true],
    ['that leads read', leads, ['email', 'Opt-in', 'Newsletter'], ['a@example.com', 'no', 'yes'], false],
    ['of Shopify', shopifyCustomers, ['Email', 'Accepts Email Marketing'], ['a@example.com', 'no'], false],
  ])('%s', (_, feed, columns, cells, isFound) => {
    expect(unused(columns, cells, feed)).toEqual(isFound ? [[columns.at(-1), 'warning']] : []);
  });
});
