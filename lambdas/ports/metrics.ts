// What is counted while the pipeline runs.
import type { Measures } from '../contracts/metrics.ts';

export interface Metrics {
  /** Counts for the pipeline, and for the feed where one is named. */
  emit(measures: Measures, feed?: string): void;
}
