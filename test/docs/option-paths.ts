// The paths of options: in the schema of feeds.config.ts, and in a feed that a page shows.

/** Paths of all options of a JSON Schema; `*` stands for the entries of a list or a table: `columns.*.type`. */
export function optionPaths(schema: unknown): ReadonlySet<string> {
  const paths = new Set<string>();
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const { properties = {}, items, additionalProperties, anyOf = [], oneOf = [] } = node as JsonSchema;
    for (const [name, inner] of Object.entries(properties)) {
      paths.add(join(path, name));
      walk(inner, join(path, name));
    }
    for (const inner of [items, additionalProperties]) walk(inner, join(path, '*'));
    for (const inner of [...anyOf, ...oneOf]) walk(inner, path);
  };
  walk(schema, '');
  return paths;
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly items?: unknown;
  readonly additionalProperties?: unknown;
  readonly anyOf?: readonly unknown[];
  readonly oneOf?: readonly unknown[];
}

/** Paths of a value that its code writes out. Options of a spread preset are not included. */
export function writtenPaths(value: unknown, code: string): ReadonlySet<string> {
  const paths = new Set<string>();
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [name, inner] of Object.entries(node)) {
      for (const own of [join(path, name), join(path, '*')]) {
        if (own.endsWith('*') || isWritten(name, code)) paths.add(own);
        walk(inner, own);
      }
    }
  };
  walk(value, '');
  return paths;
}

function isWritten(name: string, code: string): boolean {
  return code.includes(`${name}: `) || code.includes(`${name}': `);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
