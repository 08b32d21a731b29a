// The dashboard: rows by outcome, imports by state, the responses of Customer.io, and the AWS services.
import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type GraphWidgetProps,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ANSWERS, type MetricName } from '../../lambdas/contracts/metrics.ts';
import { OUTCOMES, TERMINAL_STATES } from '../../lambdas/contracts/report.ts';
import type { PipelineFunctions } from './pipeline-functions.ts';
import { type PipelineMetrics, sumOfFunctions, throttlesOf } from './pipeline-metrics.ts';

export interface DashboardProps {
  readonly metrics: PipelineMetrics;
  readonly feeds: readonly string[];
  readonly functions: PipelineFunctions;
  readonly tables: readonly Table[];
  readonly undelivered: IQueue;
  readonly alarms: readonly Alarm[];
}

const HOUR = Duration.hours(1);
const PERIOD = Duration.minutes(5);

export class Dashboard extends Construct {
  readonly dashboard: CloudWatchDashboard;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    this.dashboard = new CloudWatchDashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(7),
      widgets: [[alarms(props)], imports(props), customerIo(props), services(props)],
    });
  }
}

function alarms({ alarms }: DashboardProps): IWidget {
  return new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 3 });
}

function imports({ metrics, feeds }: DashboardProps): IWidget[] {
  const hourly = (name: MetricName, label: string) => metrics.of(name, { label, period: HOUR });
  return [
    graph('Rows by outcome', {
      left: OUTCOMES.map((outcome) => hourly(`rows_${outcome}`, outcome)),
      stacked: true,
    }),
    graph('Rows read by feed', {
      left: feeds.map((feed) => metrics.ofFeed(feed, 'rows_read', { label: feed, period: HOUR })),
      stacked: true,
    }),
    graph('Imports by state', {
      left: TERMINAL_STATES.map((state) => hourly(`imports_${state}`, state)),
      stacked: true,
    }),
  ];
}

function customerIo({ metrics }: DashboardProps): IWidget[] {
  const latency = (statistic: string) =>
    metrics.of('answer_milliseconds', { statistic, label: statistic, period: PERIOD });
  return [
    graph('Responses of Customer.io', {
      left: ANSWERS.map((answered) => metrics.of(`answers_${answered}`, { label: answered, period: PERIOD })),
      stacked: true,
    }),
    graph('Milliseconds to a response', { left: ['p50', 'p95', 'p99'].map(latency) }),
    graph('Backlog', {
      left: [
        metrics.of('imports_waiting', { statistic: 'Maximum', label: 'imports waiting', period: PERIOD }),
      ],
      right: [
        metrics.of('import_seconds', {
          statistic: 'Maximum',
          label: 'longest import, seconds',
          period: HOUR,
        }),
      ],
    }),
  ];
}

function services({ functions, tables, undelivered }: DashboardProps): IWidget[] {
  const errors = sumOfFunctions(functions, 'metricErrors', PERIOD);
  const throttles = sumOfFunctions(functions, 'metricThrottles', PERIOD);
  return [
    graph('Functions', { left: [errors.with({ label: 'errors' }), throttles.with({ label: 'throttles' })] }),
    graph('Tables', { left: [throttlesOf(tables, PERIOD).with({ label: 'throttles' })] }),
    graph('Undelivered events', {
      left: [undelivered.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: PERIOD })],
    }),
  ];
}

function graph(title: string, series: Omit<GraphWidgetProps, 'title'>): GraphWidget {
  return new GraphWidget({ title, width: 8, height: 6, leftYAxis: { min: 0 }, ...series });
}
