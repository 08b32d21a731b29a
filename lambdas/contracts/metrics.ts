// The metrics in CloudWatch. The functions write them in Embedded Metric Format; alarms and the dashboard read them.
import type { Outcome, TerminalState } from './report.ts';

export const METRICS_NAMESPACE = 'CsvToCustomerIo';

/** The pipeline. Without the feed, a metric is the sum over all feeds. */
export const PIPELINE_DIMENSION = 'service';
/** The feed, for what is counted per import. */
export const FEED_DIMENSION = 'feed';

/** Customer.io's answer to a batch: 200, 207, 429, another 3xx or 4xx, 5xx, or no answer. */
export const ANSWERS = ['accepted', 'partial', 'throttled', 'refused', 'broken', 'missing'] as const;
export type Answered = (typeof ANSWERS)[number];

export type MetricName =
  | 'rows_read'
  | 'rows_unfinished'
  | `rows_${Outcome}`
  | `imports_${TerminalState}`
  /** Imports that completed with rows, none of which is delivered, duplicate or unchanged. */
  | 'imports_silent'
  /** Share of rejected rows of one import, 0 to 1. */
  | 'reject_share'
  /** Files that have not arrived by the hour at which their feed expects them. */
  | 'files_absent'
  /** Imports that wait for their turn, counted each time one of them asks for it. */
  | 'imports_waiting'
  /** From registration to report. */
  | 'import_seconds'
  | `answers_${Answered}`
  /** From the first byte of a request to the last of its answer. */
  | 'answer_milliseconds';

/** A count of 0 is left out: CloudWatch bills a metric as soon as it has a value. */
export type Measures = Readonly<Partial<Record<MetricName, number>>>;
