// Which column becomes which property. This is planned once per file and applied to every row.
import {
  type ColumnRule,
  type ColumnRules,
  isConsent,
  isConsentType,
  isIgnoredName,
} from '../../contracts/feed/column.ts';
import type { TooLong } from '../../contracts/feed/too-long.ts';
import { isRejectColumn } from '../csv/print-record.ts';
import { rejectAll } from '../faults.ts';
import { type Properties, setProperty, type Value } from '../operations/properties.ts';
import type { Reject } from '../reject.ts';
import { compileAnswer, type SayAnswer, setUnsubscribed } from './answer.ts';
import { type Coerce, compileCoerce, compileConsent } from './coerce.ts';
import { compileFit, type FitValue } from './long-value.ts';

/** A column that becomes a property. */
export interface Field {
  readonly index: number;
  readonly column: string;
  readonly path: readonly string[];
  readonly coerce: Coerce;
  /** Of a column of consent: adds what follows from the answer. */
  readonly say: SayAnswer | undefined;
  /** Of a column whose long values do not reject the row. */
  readonly fit: FitValue | undefined;
  readonly required: boolean;
  /** The value changes after the event, so that it is not compared with an earlier delivery. */
  readonly mayChange: boolean;
  /** What is sent for a blank cell; undefined for nothing. */
  readonly blank: Value | undefined;
}

export interface FieldRules {
  readonly columns: ColumnRules;
  readonly unmapped: 'keep' | 'drop' | 'reject';
  readonly timezone?: string | undefined;
  readonly tooLong?: TooLong | undefined;
}

/**
 * The fields of a file, in the order of its header.
 * @param reserved columns with another meaning (identifier, time, …). They are a property only if `columns` names them.
 */
export function planFields(
  header: readonly string[],
  rules: FieldRules,
  reserved: ReadonlySet<string>,
): Field[] {
  return header.flatMap((column, index) => {
    const rule = Object.hasOwn(rules.columns, column) ? rules.columns[column] : undefined;
    if (rule?.drop || isRejectColumn(column)) return [];
    if (!rule && (rules.unmapped !== 'keep' || reserved.has(column) || isIgnoredName(column))) return [];
    return [planField(index, column, rule ?? {}, rules)];
  });
}

/** The JSON `null` is read as a blank cell, too. */
const BLANK = { value: null } as const;

/**
 * Adds the values of the row to `into`.
 * @param unsaid receives the names of consents that an answer leaves as they are.
 * @returns all its faults.
 */
export function readFields(
  fields: readonly Field[],
  cells: readonly string[],
  into: Properties,
  unsaid: string[] = [],
): Reject | undefined {
  let faults: Reject[] | undefined;
  for (const field of fields) {
    const cell = cells[field.index] ?? '';
    const read = cell === '' || cell.trim() === '' ? BLANK : field.coerce(cell);
    if ('reject' in read) faults = withFault(faults, { code: read.reject, ...detailOf(read) }, field);
    else if (field.say && typeof read.value === 'boolean') {
      const consent = field.say(into, read.value);
      if (consent !== undefined) unsaid.push(consent);
    } else if (read.value !== null) addValue(field, read.value, into);
    else if (field.required) faults = withFault(faults, { code: 'required_column_blank' }, field);
    else if (field.blank !== undefined) setProperty(into, field.path, field.blank);
  }
  return faults && rejectAll(faults);
}

function withFault(faults: readonly Reject[] = [], fault: Reject, { column }: Field): Reject[] {
  return [...faults, { ...fault, column }];
}

function detailOf({ detail }: { readonly detail?: string }): Pick<Reject, 'detail'> {
  return detail === undefined ? {} : { detail };
}

function addValue({ fit, path }: Field, value: Value, into: Properties): void {
  const fitting = fit ? fit(value) : value;
  if (fitting !== undefined) setProperty(into, path, fitting);
}

const TOPIC = 'cio_subscription_preferences.';

/** Dots nest, except in the flat names with which Customer.io updates a single topic. */
export function splitPath(path: string): string[] {
  return path.startsWith(TOPIC) ? [path] : path.split('.');
}

function sayOf(rule: ColumnRule, path: readonly string[]): SayAnswer | undefined {
  if (isConsentType(rule.type)) return compileAnswer(rule, path);
  return path.length === 1 && path[0] === 'unsubscribed' ? setUnsubscribed : undefined;
}

function planField(index: number, column: string, rule: ColumnRule, rules: FieldRules): Field {
  const path = rule.as === undefined ? [column] : splitPath(rule.as);
  return {
    index,
    column,
    path,
    coerce: isConsent(path[0] ?? '') ? compileConsent(path, rule) : compileCoerce(rule, rules.timezone),
    say: sayOf(rule, path),
    fit: compileFit(rule.tooLong ?? rules.tooLong),
    required: rule.required ?? false,
    mayChange: rule.mayChange ?? false,
    // An empty text removes the attribute (Customer.io OpenAPI: "null or an empty string removes the attribute").
    blank: rule.blank === 'clear' ? '' : undefined,
  };
}
