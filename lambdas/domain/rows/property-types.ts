// Checks the properties of an event against the types in the taxonomy.
import type { PropertyType } from '../../contracts/feed/taxonomy.ts';
import { rejectAll } from '../faults.ts';
import type { Properties, Value } from '../operations/properties.ts';
import type { Reject } from '../reject.ts';
import { compileCoerce } from './coerce.ts';

/** Converts texts to the type in the taxonomy, in place. A value of another type is a reject. */
export function typeProperties(
  properties: Properties,
  types: Readonly<Record<string, PropertyType>>,
): Reject | undefined {
  const faults: Reject[] = [];
  for (const [name, type] of Object.entries(types)) {
    const value = properties[name];
    if (value === undefined || hasType(value, type)) continue;
    const coerced = typeof value === 'string' ? COERCE[type](value) : undefined;
    if (!coerced || 'reject' in coerced) faults.push({ code: 'wrong_property_type', column: name });
    else properties[name] = coerced.value;
  }
  return faults.length > 0 ? rejectAll(faults) : undefined;
}

const reject = () => ({ reject: 'wrong_property_type' }) as const;
const COERCE = {
  string: reject,
  number: compileCoerce({ type: 'number' }, undefined),
  boolean: compileCoerce({ type: 'boolean' }, undefined),
  list: reject,
  object: reject,
} as const;

function hasType(value: Value | Properties | readonly Properties[], type: PropertyType): boolean {
  if (type === 'list') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
