import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { emfMetrics } from '../../../lambdas/adapters/emf-metrics.ts';

/** Powertools then writes with `console`, which a test can read. */
const SETTINGS = { POWERTOOLS_DEV: 'true', POWERTOOLS_METRICS_DISABLED: 'false' };

interface Line {
  readonly [name: string]: unknown;
  readonly _aws: { readonly CloudWatchMetrics: readonly { readonly Dimensions: readonly string[][] }[] };
}

let lines: Line[];
beforeEach(() => {
  Object.assign(process.env, SETTINGS);
  lines = [];
  jest.spyOn(console, 'log').mockImplementation((line: unknown) => {
    lines.push(JSON.parse(String(line)));
  });
});
afterEach(() => {
  for (const name of Object.keys(SETTINGS)) delete process.env[name];
  jest.restoreAllMocks();
});

const dimensionsOf = (line: Line | undefined) => line?._aws.CloudWatchMetrics[0]?.Dimensions;

describe('emfMetrics', () => {
  it('counts for the feed and for the whole pipeline, in one line', () => {
    emfMetrics('shop').emit({ rows_read: 3, import_seconds: 1.5 }, 'people');
    expect(lines).toMatchObject([{ service: 'shop', feed: 'people', rows_read: 3, import_seconds: 1.5 }]);
    expect(dimensionsOf(lines[0])).toEqual([['service'], ['service', 'feed']]);
    expect(JSON.stringify(lines[0]?._aws)).toContain('"Namespace":"CsvToCustomerIo"');
    expect(JSON.stringify(lines[0]?._aws)).toContain('{"Name":"import_seconds","Unit":"Seconds"}');
  });

  it('does not count for the feed of the import before', () => {
    const metrics = emfMetrics('shop');
    metrics.emit({ rows_read: 3 }, 'people');
    metrics.emit({ answers_accepted: 1 });
    expect(dimensionsOf(lines[1])).toEqual([['service']]);
    expect(lines[1]).not.toHaveProperty('feed');
    expect(lines[1]).not.toHaveProperty('rows_read');
  });

  it('leaves out counts of 0, because CloudWatch bills a metric as soon as it has a value', () => {
    emfMetrics('shop').emit({ rows_read: 1, rows_held: 0 });
    emfMetrics('shop').emit({ rows_held: 0 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toHaveProperty('rows_held');
  });
});
