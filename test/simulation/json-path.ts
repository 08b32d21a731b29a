// The JSONPath of Step Functions, as far as the definition uses it: `$`, `$.a.b`, and `$$.` for the context object.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What the paths of a state refer to. */
export interface Paths {
  readonly input: Json;
  readonly context: Json;
}

/** `undefined` if the path has no value. @throws Error for an unknown form of path. */
export function find(path: string, { input, context }: Paths): Json | undefined {
  const [root = '', ...names] = path.split('.');
  if (!/^\$\$?(\.\w+)*$/.test(path)) throw new Error(`the simulation does not know the path ${path}`);
  let found: Json | undefined = root === '$$' ? context : input;
  for (const name of names) found = isObject(found) ? found[name] : undefined;
  return found;
}

/** @throws Error if the path has no value: Step Functions fails the execution. */
export function get(path: string, paths: Paths): Json {
  const found = find(path, paths);
  if (found === undefined) throw new Error(`the path ${path} has no value`);
  return found;
}

/** Fields whose name ends in `.$` take the value at their path. */
export function fill(template: Json, paths: Paths): Json {
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith('.$') ? [name.slice(0, -2), get(String(value), paths)] : [name, fill(value, paths)],
    ),
  );
}

/** The input with a result at a path: `$` replaces it, `null` discards the result. */
export function place(result: Json, path: string | null | undefined, input: Json): Json {
  if (path === null) return input;
  if (path === undefined || path === '$') return result;
  const names = path.split('.').slice(1);
  const put = (into: Json | undefined, [name, ...rest]: readonly string[]): Json =>
    name === undefined
      ? result
      : { ...(isObject(into) ? into : {}), [name]: put(isObject(into) ? into[name] : undefined, rest) };
  return put(input, names);
}

export function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy of the value, as JSON carries it. */
export function plainJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null)) as Json;
}
