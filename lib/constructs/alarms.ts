// The alarms. Each has a page in docs/operator-runbook.md, under its title.
import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type CreateAlarmOptions,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { limitPercent } from '../../lambdas/contracts/format.ts';
import type { PipelineFunctions } from './pipeline-functions.ts';
import { type PipelineMetrics, sumOfFunctions, throttlesOf } from './pipeline-metrics.ts';

export interface AlarmLimits {
  /** Share of rejected rows of one import, 0 to 1, above which the alarm starts. Default 0.1. */
  readonly rejectShare?: number;
}

export interface AlarmsProps {
  readonly metrics: PipelineMetrics;
  /** Feeds whose daily file is expected at a fixed hour. */
  readonly expectedFeeds: readonly string[];
  readonly functions: PipelineFunctions;
  readonly tables: readonly Table[];
  /** Events that could not be delivered. */
  readonly undelivered: IQueue;
  readonly topic: ITopic;
  /** URL or path of docs/operator-runbook.md. */
  readonly runbookUrl: string;
  readonly limits?: AlarmLimits | undefined;
}

/** Heading of the alarm's page, and one sentence for its description. */
interface Page {
  readonly title: string;
  readonly summary: string;
}

/** Imports report one by one. An alarm ends this long after the last report that caused it. */
const PERIOD = Duration.minutes(5);
/** The pipeline retries these problems itself, so they are an alarm only after this many periods. */
const LASTING_PERIODS = 3;

export class Alarms extends Construct {
  /** By their construct ids. */
  readonly all: Readonly<Record<string, Alarm>>;
  private readonly created: Record<string, Alarm> = {};
  private readonly props: AlarmsProps;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.props = props;
    this.watchImports();
    for (const feed of props.expectedFeeds) this.watchFile(feed);
    this.watchServices();
    this.all = this.created;
  }

  private watchImports(): void {
    const { metrics, limits } = this.props;
    const total = (name: Parameters<PipelineMetrics['of']>[0]) => metrics.of(name, { period: PERIOD });
    this.atLeastOne('ImportFailed', total('imports_failed'), {
      title: 'Import failed',
      summary: 'An import failed: its file could not be read, or it stopped before its end.',
    });
    this.atLeastOne('ImportHeld', total('imports_held'), {
      title: 'Import held',
      summary:
        'An import is held, or the rest after its canary: a rule of its feed or an operator stopped it.',
    });
    this.atLeastOne('ImportPaused', total('imports_paused'), {
      title: 'Import paused',
      summary: 'Customer.io refuses the credentials or the region. Nothing is sent until you correct them.',
    });
    this.atLeastOne('SilentImport', total('imports_silent'), {
      title: 'Silent import',
      summary: 'An import completed, but none of its rows reached Customer.io.',
    });
    const rejectShare = limits?.rejectShare ?? 0.1;
    this.alarm(
      'ManyRejects',
      metrics.of('reject_share', { statistic: 'Maximum', period: PERIOD }),
      {
        title: 'Many rejects',
        summary: `More than ${limitPercent(rejectShare)} of an import's rows were rejected.`,
      },
      { threshold: rejectShare, comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD },
    );
  }

  private watchFile(feed: string): void {
    this.atLeastOne(
      `FileAbsent-${feed}`,
      this.props.metrics.ofFeed(feed, 'files_absent', { period: PERIOD }),
      {
        title: 'File absent',
        summary: `No file of "${feed}" has arrived by the hour at which it is expected.`,
      },
    );
  }

  private watchServices(): void {
    const { functions, tables, undelivered } = this.props;
    this.atLeastOne(
      'Undelivered',
      undelivered.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: PERIOD }),
      {
        title: 'Undelivered',
        summary: 'An import did not start, or was not reported: its event could not be delivered.',
      },
    );
    this.lasting('FunctionErrors', sumOfFunctions(functions, 'metricErrors', PERIOD), {
      title: 'Function errors',
      summary: 'Functions fail repeatedly.',
    });
    this.lasting('FunctionThrottles', sumOfFunctions(functions, 'metricThrottles', PERIOD), {
      title: 'Function throttles',
      summary: 'The account runs as many functions as its quota allows. Imports wait for up to 12 hours.',
    });
    this.lasting('TableThrottles', throttlesOf(tables, PERIOD), {
      title: 'Table throttles',
      summary:
        'DynamoDB throttles requests repeatedly, so imports are slow, and fail after half an hour without progress.',
    });
  }

  private atLeastOne(id: string, metric: IMetric, page: Page): void {
    this.alarm(id, metric, page, {});
  }

  private lasting(id: string, metric: IMetric, page: Page): void {
    this.alarm(id, metric, page, { evaluationPeriods: LASTING_PERIODS });
  }

  private alarm(id: string, metric: IMetric, page: Page, options: Partial<CreateAlarmOptions>): void {
    const { topic, runbookUrl } = this.props;
    const alarm = new Alarm(this, id, {
      metric,
      alarmDescription: `${page.summary} What to do: ${runbookUrl}#${anchorOf(page.title)}`,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...options,
    });
    alarm.addAlarmAction(new SnsAction(topic));
    this.created[id] = alarm;
  }
}

/** The anchor that GitHub makes from a heading. */
function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}
