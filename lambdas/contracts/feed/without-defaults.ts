// Leaves out options that have their default, so that an option that a release adds changes no hash of a feed.
import * as z from 'zod';

export interface DefaultsKept {
  /** Names of options that are kept also if they have their default. */
  readonly keep?: ReadonlySet<string>;
  /** The order of options: by their names, so that the order in the schema does not matter, or as they are. */
  readonly order?: 'names' | 'as is';
}

const NOTHING_KEPT: DefaultsKept = {};

/** @param value what the schema returned. It is returned without the options that have their default, at any depth. */
export function withoutDefaults(schema: z.core.$ZodType, value: unknown, kept = NOTHING_KEPT): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return withoutDefaults(schema.def.innerType, value, kept);
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.map((element) => withoutDefaults(schema.def.element, element, kept));
  if (schema instanceof z.ZodUnion) {
    const option = schema.def.options.find((one) => fits(one, value));
    return option ? withoutDefaults(option, value, kept) : value;
  }
  if (!isPlainObject(value)) return value;
  if (schema instanceof z.ZodRecord)
    return mapEntries(value, ([key, one]) => [[key, withoutDefaults(schema.def.valueType, one, kept)]]);
  if (schema instanceof z.ZodObject) return withoutOptions(schema, value, kept);
  return value;
}

function withoutOptions(schema: z.ZodObject, value: PlainObject, kept: DefaultsKept): PlainObject {
  const { keep, order = 'names' } = kept;
  const left = mapEntries(value, ([name, one]) => {
    const option = schema.def.shape[name];
    if (one === undefined) return [];
    if (!option) return [[name, one]];
    const stripped = withoutDefaults(option, one, kept);
    return !keep?.has(name) && isDefault(option, stripped, kept) ? [] : [[name, stripped]];
  });
  return order === 'as is' ? left : Object.fromEntries(Object.entries(left).sort(byName));
}

function isDefault(option: z.core.$ZodType, stripped: unknown, kept: DefaultsKept): boolean {
  if (!(option instanceof z.ZodDefault || option instanceof z.ZodPrefault)) return false;
  return printedDefault(option, kept) === JSON.stringify(stripped);
}

/** The default of an option never changes, and each import asks for it many times. */
const PRINTED = new WeakMap<DefaultsKept, WeakMap<z.core.$ZodType, string>>();

function printedDefault(option: z.ZodDefault | z.ZodPrefault, kept: DefaultsKept): string {
  const known = PRINTED.get(kept) ?? new WeakMap<z.core.$ZodType, string>();
  PRINTED.set(kept, known);
  const printed =
    known.get(option) ?? JSON.stringify(withoutDefaults(option, z.parse(option, undefined), kept));
  known.set(option, printed);
  return printed;
}

/** Objects are recognized by their names and literals, because the schemas of some options do not accept their own results. */
function fits(option: z.core.$ZodType, value: unknown): boolean {
  if (!(option instanceof z.ZodObject)) return z.safeParse(option, value).success;
  const { shape } = option.def;
  return (
    isPlainObject(value) &&
    Object.keys(value).every((name) => Object.hasOwn(shape, name)) &&
    Object.entries(shape).every(
      ([name, one]) =>
        (one instanceof z.ZodLiteral ? one.def.values.includes(value[name] as string) : true) &&
        (one instanceof z.ZodOptional ||
          one instanceof z.ZodDefault ||
          one instanceof z.ZodPrefault ||
          name in value),
    )
  );
}

type PlainObject = Readonly<Record<string, unknown>>;
type Entry = readonly [string, unknown];

function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapEntries(value: PlainObject, change: (entry: Entry) => readonly Entry[]): PlainObject {
  return Object.fromEntries(Object.entries(value).flatMap(change));
}

function byName([a]: Entry, [b]: Entry): number {
  return a < b ? -1 : 1;
}
