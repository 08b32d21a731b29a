// What is compared of the properties of an event with those of an earlier delivery.
import { emptyProperties, type Properties } from './properties.ts';

/** Paths of properties. A list on the path is passed through: `['items', 'status']` is the status of each item. */
export type Paths = readonly (readonly string[])[];

/**
 * The properties in the order of their names, so that an export with its columns in another order is the same.
 * @param mayChange properties that are left out.
 */
export function comparedProperties(properties: Properties, mayChange: Paths): Properties {
  return compared(properties, mayChange) as Properties;
}

function compared(value: unknown, mayChange: Paths): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => compared(entry, mayChange));
  const bag = value as Readonly<Record<string, unknown>>;
  const kept: Record<string, unknown> = emptyProperties();
  for (const name of Object.keys(bag).sort()) {
    if (mayChange.length === 0) {
      kept[name] = compared(bag[name], mayChange);
      continue;
    }
    const paths = mayChange.filter(([first]) => first === name).map(([, ...rest]) => rest);
    if (!paths.some((path) => path.length === 0)) kept[name] = compared(bag[name], paths);
  }
  return kept;
}
