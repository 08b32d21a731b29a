// What somebody has to be woken for. Each alarm has a page in docs/operator-runbook.md, under its title.
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
import type { PipelineFunctions } from './pipeline-functions.ts';
import { type PipelineMetrics, sumOfFunctions, throttlesOf } from './pipeline-metrics.ts';

export interface AlarmLimits {
  /** Share of rejected rows of one import, 0 to 1, above which somebody is told. Default 0.1. */
  readonly rejectShare?: number;
}

export interface AlarmsProps {
  readonly metrics: PipelineMetrics;
  /** Feeds whose file of the day is looked for. */
  readonly expectedFeeds: readonly string[];
  readonly functions: PipelineFunctions;
  readonly tables: readonly Table[];
  /** Events that could not be delivered. */
  readonly undelivered: IQueue;
  readonly topic: ITopic;
  /** Where docs/operator-runbook.md is read. */
  readonly runbookUrl: string;
  readonly limits?: AlarmLimits | undefined;
}

/** What an alarm is about: heading of its page, and one sentence. */
interface Page {
  readonly title: string;
  readonly says: string;
}

/** Imports are reported one by one: this long after the last one an alarm is over. */
const MOMENT = Duration.minutes(5);
/** What the pipeline overcomes by itself is no alarm before it has lasted so many moments. */
const LASTING_MOMENTS = 3;

export class Alarms extends Construct {
  /** By the anchors of their pages. */
  readonly all: Readonly<Record<string, Alarm>>;
  private readonly made: Record<string, Alarm> = {};
  private readonly props: AlarmsProps;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.props = props;
    this.watchImports();
    for (const feed of props.expectedFeeds) this.watchFile(feed);
    this.watchServices();
    this.all = this.made;
  }

  private watchImports(): void {
    const { metrics, limits } = this.props;
    const count = (name: Parameters<PipelineMetrics['of']>[0]) => metrics.of(name, { period: MOMENT });
    this.atLeastOne('ImportFailed', count('imports_failed'), {
      title: 'Import failed',
      says: 'An import could not be read, or stopped midway.',
    });
    this.atLeastOne('ImportHeld', count('imports_held'), {
      title: 'Import held',
      says: 'A rule of its feed, or a person, stopped an import: it or the rest after its canary was not sent.',
    });
    this.atLeastOne('ImportPaused', count('imports_paused'), {
      title: 'Import paused',
      says: 'Customer.io refuses the credentials or the region: nothing is sent until somebody mends them.',
    });
    this.atLeastOne('SilentImport', count('imports_silent'), {
      title: 'Silent import',
      says: 'An import completed, and not one of its rows reached Customer.io.',
    });
    const rejectShare = limits?.rejectShare ?? 0.1;
    this.alarm(
      'ManyRejects',
      metrics.of('reject_share', { statistic: 'Maximum', period: MOMENT }),
      { title: 'Many rejects', says: `More than ${percent(rejectShare)} of an import's rows were rejected.` },
      { threshold: rejectShare, comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD },
    );
  }

  private watchFile(feed: string): void {
    this.atLeastOne(
      `FileAbsent-${feed}`,
      this.props.metrics.ofFeed(feed, 'files_absent', { period: MOMENT }),
      { title: 'File absent', says: `No file of "${feed}" has come by the hour at which it is expected.` },
    );
  }

  private watchServices(): void {
    const { functions, tables, undelivered } = this.props;
    this.atLeastOne(
      'Undelivered',
      undelivered.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: MOMENT }),
      { title: 'Undelivered', says: 'An import did not start or was not reported: its event found nobody.' },
    );
    this.lasting('FunctionErrors', sumOfFunctions(functions, 'metricErrors', MOMENT), {
      title: 'Function errors',
      says: 'Functions keep failing.',
    });
    this.lasting('FunctionThrottles', sumOfFunctions(functions, 'metricThrottles', MOMENT), {
      title: 'Function throttles',
      says: 'The account runs too many functions at once: imports are slow.',
    });
    this.lasting('TableThrottles', throttlesOf(tables, MOMENT), {
      title: 'Table throttles',
      says: 'DynamoDB keeps turning requests away: imports are slow.',
    });
  }

  private atLeastOne(id: string, metric: IMetric, page: Page): void {
    this.alarm(id, metric, page, {});
  }

  private lasting(id: string, metric: IMetric, page: Page): void {
    this.alarm(id, metric, page, { evaluationPeriods: LASTING_MOMENTS });
  }

  private alarm(id: string, metric: IMetric, page: Page, options: Partial<CreateAlarmOptions>): void {
    const { topic, runbookUrl } = this.props;
    const alarm = new Alarm(this, id, {
      metric,
      alarmDescription: `${page.says} What to do: ${runbookUrl}#${anchorOf(page.title)}`,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...options,
    });
    alarm.addAlarmAction(new SnsAction(topic));
    this.made[id] = alarm;
  }
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

/** Of a heading, as GitHub makes it. */
function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}
