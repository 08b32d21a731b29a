// Runs each row through the transform of its feed twice, at another time, and compares: a transform must be pure.
import { isDeepStrictEqual } from 'node:util';
import type { Feeds } from '../../lambdas/contracts/feed/feed.ts';
import { isBundled, type TransformRow } from '../../lambdas/contracts/feed/transform.ts';
import { ImpureTransformError } from '../../lambdas/domain/rows/transform.ts';

/** The feeds, with a transform of this feed that compares its results. */
export function comparingTransform(feeds: Feeds, name: string): Feeds {
  const feed = feeds.feeds[name];
  const run = feed?.transform?.run;
  if (!feed?.transform || !run || isBundled(run)) return feeds;
  const transform = { ...feed.transform, run: runTwice(run) };
  return { ...feeds, feeds: { ...feeds.feeds, [name]: { ...feed, transform } } };
}

/** @returns the same function. It throws ImpureTransformError if the second result, more than a year later, differs. */
export function runTwice(run: TransformRow): TransformRow {
  return (row, place) => {
    const first = resultOf(() => run(row, place));
    const second = atAnotherTime(() => resultOf(() => run(row, place)));
    if ('error' in first && 'error' in second) throw first.error;
    if ('error' in first || 'error' in second || !isDeepStrictEqual(first.value, second.value))
      throw new ImpureTransformError();
    return first.value;
  };
}

type Result<Value> = { readonly value: Value } | { readonly error: unknown };

function resultOf<Value>(run: () => Value): Result<Value> {
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  }
}

/** 500 days, so that year, month, day and hour differ. */
const LATER_MILLISECONDS = (500 * 24 + 5) * 60 * 60 * 1000;

/** Calls the function while the clock of this process is ahead. */
function atAnotherTime<Value>(call: () => Value): Value {
  const RealDate = globalThis.Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [target.now() + LATER_MILLISECONDS] : given, newTarget),
    apply: (target) => new target(target.now() + LATER_MILLISECONDS).toString(),
    get: (target, name) =>
      name === 'now' ? () => target.now() + LATER_MILLISECONDS : Reflect.get(target, name),
  });
  try {
    return call();
  } finally {
    globalThis.Date = RealDate;
  }
}
