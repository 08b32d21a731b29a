// Metrics of the running pipeline.
import type { Measures } from '../contracts/metrics.ts';

export interface Metrics {
  /** Counts for the pipeline, and for the feed if one is given. */
  emit(measures: Measures, feed?: string): void;
}
