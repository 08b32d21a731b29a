// The pipeline's CloudWatch metrics, for alarms and dashboard.
import type { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  FEED_DIMENSION,
  METRICS_NAMESPACE,
  type MetricName,
  PIPELINE_DIMENSION,
} from '../../lambdas/contracts/metrics.ts';
import type { PipelineFunctions } from './pipeline-functions.ts';

export class PipelineMetrics {
  /** Identifies the pipeline in its account. */
  private readonly pipeline: string;

  constructor(pipeline: string) {
    this.pipeline = pipeline;
  }

  /** Over all feeds; the sum by default. */
  of(metricName: MetricName, options: MetricOptions = {}): Metric {
    return this.metric(metricName, {}, options);
  }

  ofFeed(feed: string, metricName: MetricName, options: MetricOptions = {}): Metric {
    return this.metric(metricName, { [FEED_DIMENSION]: feed }, options);
  }

  private metric(metricName: MetricName, dimensions: Record<string, string>, options: MetricOptions): Metric {
    return new Metric({
      namespace: METRICS_NAMESPACE,
      metricName,
      dimensionsMap: { [PIPELINE_DIMENSION]: this.pipeline, ...dimensions },
      statistic: 'Sum',
      ...options,
    });
  }
}

/** Errors or throttles of all functions together. */
export function sumOfFunctions(
  functions: PipelineFunctions,
  what: 'metricErrors' | 'metricThrottles',
  period: Duration,
): MathExpression {
  return sum(
    Object.values(functions).map((callee) => callee.function[what]({ period })),
    what,
    period,
  );
}

/** Throttled requests of the tables, reads and writes together. */
export function throttlesOf(tables: readonly Table[], period: Duration): MathExpression {
  const metrics = tables.flatMap((table) =>
    ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) =>
      table.metric(name, { statistic: 'Sum', period }),
    ),
  );
  return sum(metrics, 'throttles', period);
}

/** `FILL`, because a service with nothing to count has no data point. */
function sum(metrics: readonly Metric[], id: string, period: Duration): MathExpression {
  const named = metrics.map((metric, index) => [`${id}${index}`, metric] as const);
  return new MathExpression({
    expression: named.map(([name]) => `FILL(${name}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(named),
    period,
  });
}
