// The whole pipeline for a test file: the synthesized app on an embedded engine that starts empty. Within the file, the
// seen table remembers earlier tests, so each test has its own people and events. After each test, the stand-in must have
// counted no silent damage.
import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import { type Report, ReportSchema } from '../../lambdas/contracts/report.ts';
import type { RecordedRequest } from '../../local/customerio/request-log.ts';
import type { EventEntry, PersonEntry } from '../../local/customerio/workspace.ts';
import type { DroppedFile, EmbeddedCloud } from '../../local/engine/embedded-cloud.ts';
import {
  type EngineOptions,
  startOwnEngine,
  type TestEngine,
  useWorkerEngine,
} from '../engine/test-engine.ts';

/** Without feeds and settings of its own, a test file uses the shared engine and its feeds. */
export type PipelineOptions = EngineOptions | Pick<EngineOptions, 'onProgress'>;

export type FileContent = Parameters<EmbeddedCloud['putFile']>[2];

export interface Pipeline {
  readonly cloud: EmbeddedCloud;
  /** Folder of the synthesized app. */
  readonly assembly: string;
  /** The folder of the embedded cloud's data: logs, journals, objects, tables. */
  readonly store: string;
  /** Drops a file and waits until no import is running. @returns the report. */
  readonly importFile: (feed: string, content: FileContent, fileName?: string) => Promise<Report>;
  /** Drops a file without waiting. */
  readonly drop: (feed: string, content: FileContent, fileName?: string) => Promise<DroppedFile>;
  /** The report on a dropped file, when no import is running. */
  readonly reportOn: (dropped: DroppedFile) => Promise<Report>;
  /** All reports. */
  readonly reports: () => Promise<readonly Report[]>;
  /** Starts the execution of a dropped file again, with the input of an operator. Resolves when no import is running. */
  readonly startAgain: (
    dropped: DroppedFile,
    extra?: { readonly redrive?: true; readonly approved?: true },
  ) => Promise<void>;
  /** A file next to the report: `rejects.csv`, `held.csv`; `undefined` if there is none. */
  readonly returned: (report: Report, fileName: string) => Promise<string | undefined>;
  /** People who are new in Customer.io since the test started, in order of creation. */
  readonly people: () => readonly PersonEntry[];
  /** Events that are new in Customer.io since the test started, in order of receipt. */
  readonly events: () => readonly EventEntry[];
  /** Requests since the test started. */
  readonly requests: () => readonly RecordedRequest[];
}

/** Registers hooks before and after the tests of the file. */
export function pipelineFixture(options: PipelineOptions = {}): Pipeline {
  let engine: TestEngine;
  let cloud: EmbeddedCloud;
  let before = { people: 0, events: 0, requests: 0 };

  beforeAll(async () => {
    engine = 'feeds' in options ? await startOwnEngine(options) : await useWorkerEngine(options.onProgress);
    cloud = engine.cloud;
  });
  beforeEach(() => {
    const { workspace, requests } = cloud.standIn;
    const [people, events] = [[...workspace.people()].length, [...workspace.events()].length];
    before = { people, events, requests: requests.length };
  });
  afterEach(() => {
    const { damage } = cloud.standIn.workspace;
    expect(Object.entries(damage).filter(([, count]) => count > 0)).toEqual([]);
  });
  afterAll(() => engine?.close());

  const pipeline: Pipeline = {
    get cloud() {
      return cloud;
    },
    get assembly() {
      return engine.assembly;
    },
    get store() {
      return engine.store;
    },
    drop: (feed, content, fileName = 'file.csv') => cloud.putFile(feed, fileName, content),
    reportOn: async (dropped) => {
      await cloud.execution(dropped.executionArn);
      await cloud.idle();
      return findReport(cloud, dropped);
    },
    reports: () => listReports(cloud),
    importFile: async (...file) => pipeline.reportOn(await pipeline.drop(...file)),
    startAgain: async ({ executionArn }, extra) => {
      const execution = cloud.executions().find(({ arn }) => arn === executionArn);
      await cloud.execution(await cloud.startExecution({ ...(execution?.input as object), ...extra }));
      await cloud.idle();
    },
    returned: ({ feed, importId }, fileName) => readText(cloud, `reports/${feed}/${importId}/${fileName}`),
    people: () => [...cloud.standIn.workspace.people()].slice(before.people),
    events: () => [...cloud.standIn.workspace.events()].slice(before.events),
    requests: () => cloud.standIn.requests.slice(before.requests),
  };
  return pipeline;
}

/** Finds the report by its file, not by the import's id. */
async function findReport(cloud: EmbeddedCloud, { key, versionId }: DroppedFile): Promise<Report> {
  for await (const report of allReports(cloud)) {
    if (report.file.key === key && report.file.versionId === versionId) return report;
  }
  throw new Error(`no report on ${key}`);
}

async function listReports(cloud: EmbeddedCloud): Promise<Report[]> {
  const reports: Report[] = [];
  for await (const report of allReports(cloud)) reports.push(report);
  return reports;
}

async function* allReports(cloud: EmbeddedCloud): AsyncGenerator<Report> {
  const pages = paginateListObjectsV2({ client: cloud.s3 }, { Bucket: cloud.bucketName, Prefix: 'reports/' });
  for await (const { Contents = [] } of pages) {
    for (const { Key = '' } of Contents.filter((object) => object.Key?.endsWith('/report.json'))) {
      yield ReportSchema.parse(JSON.parse((await readText(cloud, Key)) ?? ''));
    }
  }
}

async function readText(cloud: EmbeddedCloud, Key: string): Promise<string | undefined> {
  try {
    const { Body } = await cloud.s3.send(new GetObjectCommand({ Bucket: cloud.bucketName, Key }));
    return await Body?.transformToString();
  } catch (error) {
    if ((error as Error).name === 'NoSuchKey') return undefined;
    throw error;
  }
}
