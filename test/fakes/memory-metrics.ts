// Metrics that are kept instead of logged.
import type { Measures } from '../../lambdas/contracts/metrics.ts';
import type { Metrics } from '../../lambdas/ports/metrics.ts';

export interface MemoryMetrics extends Metrics {
  readonly emitted: readonly { readonly feed: string | undefined; readonly measures: Measures }[];
}

export function memoryMetrics(): MemoryMetrics {
  const emitted: { feed: string | undefined; measures: Measures }[] = [];
  return { emitted, emit: (measures, feed) => void emitted.push({ feed, measures }) };
}
