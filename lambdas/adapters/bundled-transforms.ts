// The transforms of feeds, which the stack puts next to the function's code: transforms/<feed>.cjs.
import { createRequire } from 'node:module';
import { RUN_EXPORT, type TransformRow } from '../contracts/feed/transform.ts';

/**
 * A transform is loaded when the first chunk of its feed is read, so that a broken one stops no other feed.
 * @param module `import.meta.url` of the handler.
 */
export function bundledTransforms(module: string): (feed: string) => TransformRow {
  const load = createRequire(module);
  return (feed) => (load(`./transforms/${feed}.cjs`) as { readonly [RUN_EXPORT]: TransformRow })[RUN_EXPORT];
}
