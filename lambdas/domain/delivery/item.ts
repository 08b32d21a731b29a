// The items of a Customer.io batch, and the rules that the API applies silently: they are checked before sending.
// Limits: Customer.io's OpenAPI (journeys-track.json), "Data limits"; all are bytes of UTF-8.
import * as z from 'zod';
import type { Value } from '../rows/coerce.ts';
import { REJECTS, type Reject, type RejectCode } from '../rows/reject.ts';

/** Properties or attributes, nested where a feed maps `a.b`. Made without a prototype: any header is safe. */
export interface Properties {
  [name: string]: Value | Properties | readonly Properties[];
}

export type Identifiers = Readonly<Partial<Record<'id' | 'email' | 'phone', string>>>;

export interface PersonItem {
  readonly type: 'person';
  readonly action: 'identify';
  readonly identifiers: Identifiers;
  /** Unix seconds of the source: orders the updates of an attribute. */
  readonly timestamp: number;
  readonly attributes: Properties;
}

export interface EventItem {
  readonly type: 'person';
  readonly action: 'event';
  readonly identifiers: Identifiers;
  /** ULID by which Customer.io drops a repeat. */
  readonly id: string;
  readonly name: string;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly attributes: Properties;
}

export type Item = PersonItem | EventItem;

/** An item of a batch may have 32 KB; kilobyte is not defined there, so we stay below 32,000. */
export const ITEM_LIMIT_BYTES = 31_000;

const bytesUpTo = (limit: number, code: RejectCode) =>
  z.string().refine((text) => text.length * 3 <= limit || Buffer.byteLength(text) <= limit, code);

const attributeName = bytesUpTo(150, 'name_too_long');
const attributeValue = z.union([bytesUpTo(1000, 'value_too_long'), z.number(), z.boolean()]);
const attributes = z
  .record(attributeName, z.union([attributeValue, z.record(attributeName, z.unknown())]))
  .refine((all) => Object.keys(all).length <= 300, 'too_many_attributes' satisfies RejectCode);

const identifiers = z.object({
  id: bytesUpTo(150, 'identifier_too_long').optional(),
  email: z
    .string()
    .regex(/^[^\s@]+@[^\s@]+$/, 'invalid_email' satisfies RejectCode)
    .pipe(bytesUpTo(150, 'identifier_too_long'))
    .optional(),
  phone: bytesUpTo(150, 'identifier_too_long').optional(),
});

const PersonItemSchema = z.object({ identifiers, attributes });
const EventItemSchema = z.object({ identifiers, name: bytesUpTo(100, 'event_name_too_long') });

/** Why Customer.io would refuse an item or, worse, accept it and drop a part. */
export function checkItem(item: Item): Reject | undefined {
  const schema = item.action === 'identify' ? PersonItemSchema : EventItemSchema;
  const checked = schema.safeParse(item);
  if (checked.success) return undefined;
  const issue = deepest(checked.error.issues);
  const column = issue.path.slice(1).at(-1);
  const code = issue.message in REJECTS ? (issue.message as RejectCode) : 'value_too_long';
  return { code, ...(typeof column === 'string' ? { column } : {}) };
}

/** A union's issue hides the issue of the branch that fits; a key's issue that of its name. */
function deepest(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue {
  const [issue] = issues as readonly [z.core.$ZodIssue];
  if (issue.code === 'invalid_key') return { ...deepest(issue.issues), path: issue.path };
  if (issue.code !== 'invalid_union') return issue;
  const own = issue.errors
    .flat()
    .map((inner) => deepest([inner]))
    .find((inner) => inner.message in REJECTS);
  return own ? { ...own, path: [...issue.path, ...own.path] } : issue;
}
