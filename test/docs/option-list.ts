// The options of feeds.config.ts as a list: path, type, default and meaning, read from its JSON Schema.

export interface Option {
  /** As a person writes it: `columns.<column>.as`, `identifiers[].columns`. */
  readonly path: string;
  /** As `optionPaths` has it, with `*` for the entries of lists and tables. */
  readonly key: string;
  readonly type: string;
  /** A JSON value, `required`, or nothing. */
  readonly fallback: string;
  readonly meaning: string;
}

export interface JsonSchema {
  /** The type of an option that JSON does not have. */
  readonly title?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** Options below a schema, each before its own options; the first of two with the same path. */
export function listOptions(schema: JsonSchema): readonly Option[] {
  const options = new Map<string, Option>();
  collect(schema, { path: '', key: '' }, options);
  return [...options.values()];
}

type Place = Pick<Option, 'path' | 'key'>;

/** What an entry of these tables is; an entry of others has no options. */
const ENTRIES: Readonly<Record<string, string>> = {
  columns: 'column',
  where: 'column',
  events: 'event',
  flows: 'flow',
  feeds: 'feed',
};

function collect(schema: JsonSchema, place: Place, into: Map<string, Option>): void {
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    const own = { path: join(place.path, name), key: join(place.key, name) };
    if (!into.has(own.path))
      into.set(own.path, {
        ...own,
        type: typeOf(inner),
        fallback: fallbackOf(inner, schema.required?.includes(name) ?? false),
        meaning: inner.description ?? '',
      });
    collect(inner, own, into);
  }
  const { items, additionalProperties: entries } = schema;
  if (items) collect(items, { path: `${place.path}[]`, key: join(place.key, '*') }, into);
  if (typeof entries === 'object') {
    const entry = ENTRIES[place.path.split('.').at(-1) ?? ''] ?? 'name';
    collect(entries, { path: join(place.path, `<${entry}>`), key: join(place.key, '*') }, into);
  }
  for (const inner of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) collect(inner, place, into);
}

function fallbackOf({ default: value }: JsonSchema, isRequired: boolean): string {
  if (isRequired) return 'required';
  return value === undefined || isEmpty(value) ? '' : JSON.stringify(value).replaceAll('"', "'");
}

/** An empty list or table says no more than its absence. */
function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

const DURATION = String.raw`^\d+[mhd]$`;

function typeOf(schema: JsonSchema): string {
  const { title, const: only, enum: values, anyOf = [], items, prefixItems, additionalProperties } = schema;
  if (title !== undefined) return title;
  if (only !== undefined) return JSON.stringify(only);
  if (values) return values.map((value) => JSON.stringify(value)).join(', ');
  if (anyOf.some(({ pattern }) => pattern === DURATION)) return 'duration';
  if (anyOf.length > 0) return [...new Set(anyOf.map(typeOf))].join(' or ');
  if (prefixItems) return `[${prefixItems.map(typeOf).join(', ')}]`;
  if (items) return `list of ${plural(typeOf(items))}`;
  if (typeof additionalProperties === 'object') return 'table';
  return NAMES[schema.type ?? ''] ?? schema.type ?? 'any';
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'number',
  boolean: 'true or false',
};

function plural(type: string): string {
  return type.replace(/^list /, 'lists ').replace(/(text|object|number)$/, '$1s');
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
