// Objects without a prototype, in which `__proto__` is a name like any other.

/** Properties of an event or attributes of a person. A feed that maps to `a.b` makes an object in the object. */
export interface Properties {
  [name: string]: Value | Properties | readonly Properties[];
}

export function emptyProperties(): Properties {
  return new Bag();
}

/** It also has no prototype with names, and V8 prints it much faster than `Object.create(null)`. */
const Bag = function Bag() {} as unknown as new () => Properties;
Bag.prototype = Object.create(null);

/** Sets a value at a path, and makes the objects on the path. */
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
