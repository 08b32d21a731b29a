// Bags of values without a prototype, in which `__proto__` is a name like any other.

/** Properties of an event or attributes of a person; a bag within a bag where a feed maps `a.b`. */
export interface Properties {
  [name: string]: Value | Properties | readonly Properties[];
}

export function emptyProperties(): Properties {
  return new Bag();
}

/** Behind it stands nothing either, and V8 keeps it in a form that it prints much faster than `Object.create(null)`. */
const Bag = function Bag() {} as unknown as new () => Properties;
Bag.prototype = Object.create(null);

/** Sets a value at a path, making the bags on the way. */
export function setProperty(
  into: Properties,
  path: readonly string[],
  value: Value | readonly Properties[],
): void {
  let bag = into;
  const last = path.length - 1;
  for (let at = 0; at < last; at++) {
    const name = path[at] as string;
    const inner = bag[name];
    const isBag = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    const next = isBag ? (inner as Properties) : emptyProperties();
    bag[name] = next;
    bag = next;
  }
  bag[path[last] ?? ''] = value;
}

export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };
