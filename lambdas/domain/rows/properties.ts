// Bags of values without a prototype, in which `__proto__` is a name like any other.
import type { Value } from './coerce.ts';

/** Properties of an event or attributes of a person; a bag within a bag where a feed maps `a.b`. */
export interface Properties {
  [name: string]: Value | Properties | readonly Properties[];
}

export function emptyProperties(): Properties {
  return Object.create(null) as Properties;
}

/** Sets a value at a path, making the bags on the way. */
export function setProperty(
  into: Properties,
  path: readonly string[],
  value: Value | readonly Properties[],
): void {
  let bag = into;
  for (const name of path.slice(0, -1)) {
    const inner = bag[name];
    const isBag = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    const next = isBag ? (inner as Properties) : emptyProperties();
    bag[name] = next;
    bag = next;
  }
  bag[path.at(-1) ?? ''] = value;
}
