// Metrics in the function's log (Embedded Metric Format): no call, no permission, nothing that can fail.
import { MetricUnit, Metrics as PowertoolsMetrics } from '@aws-lambda-powertools/metrics';
import { FEED_DIMENSION, METRICS_NAMESPACE } from '../contracts/metrics.ts';
import type { Metrics } from '../ports/metrics.ts';

/** @param pipeline the name of the pipeline, because an account may have several. */
export function emfMetrics(pipeline: string): Metrics {
  const metrics = new PowertoolsMetrics({ namespace: METRICS_NAMESPACE, serviceName: pipeline });
  return {
    emit(measures, feed) {
      const counted = Object.entries(measures).filter(([, value]) => value !== 0);
      if (counted.length === 0) return;
      metrics.addDimensions({});
      if (feed !== undefined) metrics.addDimensions({ [FEED_DIMENSION]: feed });
      for (const [name, value] of counted) metrics.addMetric(name, unitOf(name), value);
      metrics.publishStoredMetrics();
    },
  };
}

function unitOf(name: string) {
  if (name.endsWith('_seconds')) return MetricUnit.Seconds;
  if (name.endsWith('_share')) return MetricUnit.NoUnit;
  return name.endsWith('_milliseconds') ? MetricUnit.Milliseconds : MetricUnit.Count;
}
