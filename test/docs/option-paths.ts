// Where options stand: in the schema of feeds.config.ts, and in a feed that a page writes.

/** Paths of all options below a JSON Schema; `*` for whatever a list or a table holds: `columns.*.type`. */
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

/** Paths of a value, as far as the code that wrote it names them: what a spread preset states is not shown. */
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
