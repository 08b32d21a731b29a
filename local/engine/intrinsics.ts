// CloudFormation's intrinsic functions, as far as the CDK uses them in the parts of a template that the engine reads.

/** The local values of a template's names. Both throw if a name has no local value. */
export interface Meanings {
  readonly ref: (name: string) => string | undefined;
  readonly attribute: (logicalId: string, attribute: string) => string;
}

/**
 * A template value with every intrinsic function replaced.
 * @param path of the value in the template, for the error message.
 * @throws Error that names the intrinsic and its path if it is not Ref, Fn::GetAtt, Fn::Join, Fn::Sub, Fn::Select or
 * Fn::Split.
 */
export function resolveIntrinsics(value: unknown, meanings: Meanings, path: string): unknown {
  if (Array.isArray(value)) {
    return value
      .map((item, index) => resolveIntrinsics(item, meanings, `${path}.${index}`))
      .filter((item) => item !== undefined);
  }
  if (!isObject(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
    return applyIntrinsic(name, value[name], meanings, path);
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, resolveIntrinsics(inner, meanings, `${path}.${key}`)] as const)
      .filter(([, inner]) => inner !== undefined),
  );
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function applyIntrinsic(name: string, raw: unknown, meanings: Meanings, path: string): unknown {
  if (name === 'Ref') return meanings.ref(String(raw));
  if (name === 'Fn::Sub') return substitute(raw, meanings, path);
  const argument = resolveIntrinsics(raw, meanings, path);
  if (name === 'Fn::GetAtt') return getAttribute(argument, meanings);
  if (Array.isArray(argument)) {
    const [first, second] = argument;
    if (name === 'Fn::Join' && Array.isArray(second)) return second.map(String).join(String(first));
    if (name === 'Fn::Select' && Array.isArray(second)) return second[Number(first)];
    if (name === 'Fn::Split') return String(second).split(String(first));
  }
  throw new Error(`The embedded engine does not support ${name}, which the template uses at ${path}.`);
}

function getAttribute(argument: unknown, meanings: Meanings): string {
  const [logicalId = '', ...attribute] = Array.isArray(argument)
    ? argument.map(String)
    : String(argument).split('.');
  return meanings.attribute(logicalId, attribute.join('.'));
}

/** `"a-${Name}"` or `["a-${Name}", {Name: value}]`; `${!Name}` stands for `${Name}` itself. */
function substitute(raw: unknown, meanings: Meanings, path: string): string {
  const [text, own] = Array.isArray(raw) ? raw : [raw, {}];
  const values = resolveIntrinsics(own, meanings, path);
  return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    if (isObject(values) && name in values) return String(values[name]);
    const dot = name.indexOf('.');
    return dot < 0 ? (meanings.ref(name) ?? '') : meanings.attribute(name.slice(0, dot), name.slice(dot + 1));
  });
}
