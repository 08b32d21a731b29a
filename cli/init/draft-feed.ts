// Drafts a feed from the first rows of a file. Pure. A guess comes with a doubt, for the engineer to check.
import { isConsent, isIgnoredName } from '../../lambdas/contracts/feed/column.ts';
import { consentIn } from '../../lambdas/domain/findings/consents.ts';
import {
  type ColumnDraft,
  draftColumn,
  hasOnlyDays,
  hasOnlyTimesOfDay,
  hasValues,
  isTimeColumn,
} from './draft-column.ts';
import type { Sample, SampledColumn } from './read-sample.ts';

/** What an engineer must check, and the option that it is about. */
export interface Doubt {
  readonly option: string;
  readonly message: string;
}

export interface IdentifierDraft {
  readonly as: 'id' | 'email' | 'phone' | 'cio_id';
  readonly columns: readonly string[];
  readonly stripApostrophe?: true;
}

export interface TimeDraft {
  readonly column?: string;
  /** The date, and the time of day. */
  readonly columns?: readonly [string, string];
  readonly format?: string;
}

export interface FeedDraft {
  readonly kind: 'people' | 'events';
  readonly file?: { readonly skipLines: number };
  readonly identifiers: readonly IdentifierDraft[];
  readonly event?: { readonly name: string } | { readonly column: string };
  readonly time?: TimeDraft;
  readonly key?: readonly (readonly string[])[];
  readonly columns: Readonly<Record<string, NonNullable<ColumnDraft['rule']>>>;
  readonly doubts: readonly Doubt[];
}

const ID_NAMES = /^(customer|person|people|user|member|client|contact|subscriber|profile|visitor)[ _-]?id$/i;
/** Customer.io's own id, as its exports call it. */
const CIO_ID_NAMES = /^(cio|customer\.?io)[ _-]?id$/i;
const PHONE_NAMES = /^(phone|mobile|phone[ _-]?number)$/i;
const EVENT_NAMES = /^event([ _-]?(name|type))?$/i;
const KEY_NAMES =
  /^(event|order|transaction|message|insert|checkout|invoice|booking|payment)[ _-]?(id|no|number)$/i;
const TIME_NAMES =
  /^(timestamp|event[ _-]?time(stamp)?|occurred[ _-]?at|time|created[ _-]?at|date|ordered[ _-]?at)$/i;
/** These columns redirect mail (Customer.io OpenAPI, eventsRequest), so the feed must have a rule for them. */
const REDIRECTING = /^(recipient|from_address|reply_to)$/;

export function draftFeed({ columns, rows, skipLines }: Sample): FeedDraft {
  const doubts: Doubt[] = [];
  const file = draftFile(skipLines, doubts);
  if (rows === 0)
    doubts.push({ option: 'columns', message: 'the file has no rows, so the column types are unknown' });
  const identifiers = draftIdentifiers(columns, doubts);
  const eventColumn = named(columns, EVENT_NAMES);
  const keyColumn = named(columns, KEY_NAMES);
  const times = columns.filter((column) => isTimeColumn(column) && !isIgnoredName(column.name));
  const timeColumn = named(times, TIME_NAMES) ?? times[0];
  const isEvents = timeColumn !== undefined && (eventColumn ?? keyColumn) !== undefined;
  const used = new Set(identifiers.flatMap((identifier) => identifier.columns));
  if (!isEvents) {
    const drafted = draftColumns(columns, used, doubts, draftOfPerson);
    return { kind: 'people', ...file, identifiers, columns: drafted, doubts };
  }
  const clockColumn = hasOnlyDays(timeColumn) ? columns.find(hasOnlyTimesOfDay) : undefined;
  for (const column of [eventColumn, keyColumn, timeColumn, clockColumn]) if (column) used.add(column.name);
  return {
    kind: 'events',
    ...file,
    identifiers,
    event: draftEvent(eventColumn, keyColumn, doubts),
    time: draftTime(timeColumn, clockColumn, times, doubts),
    key: draftKey(keyColumn, rows, doubts),
    columns: draftColumns(columns, used, doubts),
    doubts,
  };
}

function draftFile(skipLines: number | undefined, doubts: Doubt[]): Pick<FeedDraft, 'file'> {
  if (skipLines === undefined) return {};
  doubts.push({
    option: 'file',
    message:
      'lines above the header are left out: does every file of this feed have as many of them? If a file has none, its header is lost',
  });
  return { file: { skipLines } };
}

function draftIdentifiers(columns: readonly SampledColumn[], doubts: Doubt[]): IdentifierDraft[] {
  const id = named(columns, ID_NAMES) ?? named(columns, /^id$/i);
  const others = columns.filter((column) => column !== id && !REDIRECTING.test(column.name));
  const email =
    others.find(({ name, emails }) => emails > 0 && /e-?mail/i.test(name)) ?? others.find(mostlyEmails);
  const phone = named(columns, PHONE_NAMES);
  const cioId = named(columns, CIO_ID_NAMES);
  if (id && !ID_NAMES.test(id.name))
    doubts.push({
      option: 'identifiers',
      message: `is "${id.name}" the id of the person, and not of the row?`,
    });
  if (!id && !cioId && email)
    doubts.push({
      option: 'identifiers',
      message:
        'people are identified only by e-mail: a person whose address changes becomes a second profile',
    });
  if (!id && !email && !phone && !cioId)
    doubts.push({
      option: 'identifiers',
      message: 'no column looks like an id, an e-mail address or a phone number: name the right column',
    });
  const found: IdentifierDraft[] = [];
  if (cioId) {
    found.push({ as: 'cio_id', columns: [cioId.name] });
    doubts.push({
      option: 'identifiers',
      message: `"${cioId.name}" comes first: such a row changes the id and the e-mail address of the person who has it, and creates no one`,
    });
  }
  if (id) found.push({ as: 'id', columns: [id.name], ...(id.guarded > 0 && { stripApostrophe: true }) });
  if (email) found.push({ as: 'email', columns: [email.name] });
  if (!id && !email && !cioId) {
    const columnName = phone?.name ?? columns[0]?.name ?? '';
    found.push({
      as: phone ? 'phone' : 'id',
      columns: [columnName],
      ...(phone && phone.guarded > 0 && { stripApostrophe: true }),
    });
  }
  return found;
}

function mostlyEmails({ emails, marks }: SampledColumn): boolean {
  return emails > 0 && emails >= (marks.text?.[0] ?? 0) * 0.9;
}

function draftEvent(
  event: SampledColumn | undefined,
  key: SampledColumn | undefined,
  doubts: Doubt[],
): { readonly name: string } | { readonly column: string } {
  if (event) return { column: event.name };
  const thing = (key?.name ?? 'row').replace(/[ _-]?(id|no|number)$/i, '').toLowerCase();
  doubts.push({
    option: 'event',
    message: 'no column names the event: is this the name of what each row records?',
  });
  return { name: thing === 'order' ? 'order_placed' : `${thing.replaceAll(/\W+/g, '_')}_happened` };
}

function draftTime(
  column: SampledColumn,
  clock: SampledColumn | undefined,
  times: readonly SampledColumn[],
  doubts: Doubt[],
): TimeDraft {
  const others = times.filter((other) => other !== column).map(({ name }) => `"${name}"`);
  if (others.length > 0 && !TIME_NAMES.test(column.name))
    doubts.push({
      option: 'time',
      message: `there are also ${others.join(', ')}: use the column with the time at which the event happened`,
    });
  const { rule, doubt } = draftColumn(column);
  if (doubt) doubts.push({ option: 'time', message: doubt });
  const place = clock ? { columns: [column.name, clock.name] as const } : { column: column.name };
  return { ...place, ...(rule?.format !== undefined && { format: String(rule.format) }) };
}

function draftKey(column: SampledColumn | undefined, rows: number, doubts: Doubt[]): (readonly string[])[] {
  if (!column) {
    doubts.push({
      option: 'key',
      message: 'no column looks like an id of the event: the content of the whole row will identify it',
    });
    return [];
  }
  const blank = (column.marks.blank?.[0] ?? 0) / Math.max(1, rows);
  if (blank > 0)
    doubts.push({
      option: 'key',
      message: `"${column.name}" is empty in ${Math.ceil(blank * 100)} % of the rows`,
    });
  if (!column.unique)
    doubts.push({
      option: 'key',
      message: `"${column.name}" has repeated values: if rows with the same value are one event, see groupBy; if not, choose another key`,
    });
  return [[column.name]];
}

function draftColumns(
  columns: readonly SampledColumn[],
  used: ReadonlySet<string>,
  doubts: Doubt[],
  draft: (column: SampledColumn) => ColumnDraft = draftSafely,
): FeedDraft['columns'] {
  const drafted: Record<string, NonNullable<ColumnDraft['rule']>> = {};
  for (const column of columns) {
    const { name } = column;
    if (used.has(name) || isIgnoredName(name)) continue;
    const { rule, doubt } = draft(column);
    if (rule) drafted[name] = rule;
    if (doubt) doubts.push({ option: name, message: doubt });
  }
  return drafted;
}

/** Columns that decide who gets mail always get a rule, whatever their cells contain. */
function draftSafely(column: SampledColumn): ColumnDraft {
  const { name } = column;
  if (REDIRECTING.test(name))
    return { rule: { drop: true }, doubt: 'is dropped, because it would redirect mail' };
  const consent = name.toLowerCase();
  if (!isConsent(consent)) return draftColumn(column);
  return { rule: { ...(consent === name ? {} : { as: consent }), type: 'boolean' } };
}

/** A column that looks like a consent is asked about: as a plain attribute it stops no message. */
function draftOfPerson(column: SampledColumn): ColumnDraft {
  const type = isConsent(column.name.toLowerCase()) ? undefined : consentIn(column.name);
  const draft = draftSafely(column);
  if (!type || !hasValues(column)) return draft;
  const no = type === 'optIn' ? 'no' : 'yes';
  if (draft.rule?.type === 'boolean')
    return {
      rule: { type },
      doubt: `is this the consent to e-mail? Then "${no}" unsubscribes the person. If not, set type: "boolean"`,
    };
  if (draft.rule) return draft;
  return {
    doubt: `is this the consent to e-mail? Then set type: "${type}", and its words in values, such as { ja: true, nein: false }`,
  };
}

function named(columns: readonly SampledColumn[], pattern: RegExp): SampledColumn | undefined {
  return columns.find(({ name }) => pattern.test(name.trim()));
}
