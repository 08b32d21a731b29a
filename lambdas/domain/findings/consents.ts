// Finds columns that look like a consent in a feed of people that sends none: people who said no would get messages.
import { type ColumnRule, isConsent, isConsentType } from '../../contracts/feed/column.ts';
import type { Feed } from '../../contracts/feed/feed.ts';
import type { Finding } from '../../contracts/report.ts';
import { sendsProperties } from '../rows/header.ts';
import { finding } from './finding.ts';
import type { ProfiledColumn } from './profiled-column.ts';

const words = (...all: readonly string[]) => new RegExp(`(^| )(${all.join('|')})( |$)`);

const NO = words(
  ...['opt(ed)? ?out', 'unsubscribed?', 'do ?not ?(e ?)?mail', 'do ?not ?(contact|market)'],
  ...['abgemeldet', 'désabonnée?', 'desabonne'],
);
const YES = words(
  ...['opt(ed)? ?in', 'consent(ed|s)?', 'consentement', 'subscribed', 'newsletter', 'gdpr', 'einwilligung'],
  ...['accepts? (e ?mail|marketing|newsletter)', '(e ?mail|marketing) (permission|allowed)'],
);
/** When and how someone consented, or to something else than e-mail. */
const ASIDE = words(
  ...['at', 'on', 'date', 'time', 'timestamp', 'source', 'ip', 'method', 'text', 'id', 'url', 'version'],
  ...['reason', 'name', 'topic', 'sms', 'whats ?app', 'push', 'phone', 'calls?', 'post(al)?'],
);

/** Whether the name of a column says that people want messages (optIn), or that they do not (optOut). */
export function consentIn(column: string): 'optIn' | 'optOut' | undefined {
  const name = column
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .join(' ');
  if (ASIDE.test(name)) return undefined;
  if (NO.test(name)) return 'optOut';
  return YES.test(name) ? 'optIn' : undefined;
}

/** @param columns of the file. Those for which the feed states a type are decided. */
export function findConsents(columns: readonly ProfiledColumn[], feed: Feed): Finding[] {
  if (feed.kind !== 'people' || !sendsProperties(feed)) return [];
  const isSent = ({ name }: ProfiledColumn) => sendsConsent(name, ruleOf(name, feed));
  if (Object.keys(feed.constants).some(isConsent) || columns.some(isSent)) return [];
  return columns.flatMap(({ name: column, inFile, rule, filled, rows, mark }) => {
    const type = consentIn(inFile);
    const isDecided = rule.type !== undefined || rule.unsent;
    if (!type || isDecided || filled === 0 || rows('date', 'json', 'decimal') * 2 > filled) return [];
    const all = mark('boolean', 'integer', 'text', 'date', 'json', 'decimal', 'leading_zero');
    return [
      finding('unused_consent', {
        ...{ column, mark: all, of: filled, what: 'cell' },
        says: 'have an answer that changes nothing in Customer.io',
      }),
    ];
  });
}

function ruleOf(column: string, { columns }: Pick<Feed, 'columns'>): ColumnRule | undefined {
  return Object.hasOwn(columns, column) ? columns[column] : undefined;
}

function sendsConsent(column: string, rule: ColumnRule | undefined): boolean {
  return rule !== undefined && !rule.drop && (isConsentType(rule.type) || isConsent(rule.as ?? column));
}
