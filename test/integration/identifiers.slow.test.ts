// Which identifiers reach the workspace: those that are rejected make no person, by whatever code, and what is sent is one
// person each. The tables of cases are in test/reports/identifiers.test.ts and test/lambdas/domain/rows/.
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { defineFeeds } from '../../lib/define-feeds.ts';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture({
  customerIo: { identifiers: { phone: true } },
  feeds: defineFeeds({
    workspace: 'main',
    feeds: {
      guests: {
        kind: 'people',
        identifiers: [
          { as: 'id', columns: ['guest no'] },
          { as: 'email', columns: ['mail'] },
        ],
        limits: { maxRejectShare: 1, maxSharedEmails: 0 },
      },
      stays: {
        kind: 'events',
        identifiers: [{ as: 'id', columns: ['guest no'] }],
        event: { name: 'stayed' },
        time: { column: 'from' },
        key: [['stay']],
        limits: { maxRejectShare: 1 },
      },
      callers: {
        kind: 'people',
        identifiers: [{ as: 'phone', columns: ['mobile'], country: 'DE' }],
        limits: { maxRejectShare: 1 },
      },
    },
  }),
});

const codesOf = async (report: Parameters<typeof pipeline.returned>[0]) =>
  (
    parse((await pipeline.returned(report, 'rejects.csv')) ?? '', { columns: true }) as Record<
      string,
      string
    >[]
  ).map((row) => `${row._reject_line} ${row._reject_code} ${row._reject_column}`);

describe('identifiers that are none', () => {
  const BAD = [
    ['#N/A', 'a1@example.com', 'spreadsheet_error guest no'],
    ['#REF!', 'a2@example.com', 'spreadsheet_error guest no'],
    ['n/a', 'a3@example.com', 'placeholder_identifier guest no'],
    ['UNKNOWN', 'a4@example.com', 'placeholder_identifier guest no'],
    ['-', 'a5@example.com', 'placeholder_identifier guest no'],
    ['4711.0', 'a6@example.com', 'decimal_identifier guest no'],
    ['1.2E+11', 'a7@example.com', 'scientific_notation guest no'],
    ['81\u200b2', 'a8@example.com', 'invisible_characters guest no'],
    ['\u202e813', 'a9@example.com', 'invisible_characters guest no'],
    ['814', 'ann..lee@example.com', 'invalid_email mail'],
    ['815', 'mailto:ann@example.com', 'invalid_email mail'],
    ['816', 'ann@localhost', 'invalid_email mail'],
    ['817', 'ann@example.com;', 'invalid_email mail'],
    ['', '', 'no_identifier guest no, mail'],
  ] as const;

  it('make no person: each row is rejected with its code', async () => {
    const good = ['00201,zo\u00eb@example.com', "202,o'neil@example.com"];
    const rows = BAD.map(([id, mail]) => `${id},${mail},1`);
    const report = await pipeline.importFile(
      'guests',
      csv('guest no,mail,n', ...good.map((row) => `${row},1`), ...rows),
    );
    expect(report).toMatchObject({
      state: 'completed',
      unfinished: 0,
      outcomes: { delivered: 2, rejected: BAD.length },
    });
    expect(pipeline.people().map(({ id, email }) => [id, email])).toEqual([
      ['00201', 'zo\u00eb@example.com'],
      ['202', "o'neil@example.com"],
    ]);
    const codes = await codesOf(report);
    expect(codes.map((row) => row.replace(/^\d+ /, ''))).toEqual(BAD.map(([, , code]) => code));
  });

  it('make no event: the others of the file are sent', async () => {
    const report = await pipeline.importFile(
      'stays',
      csv(
        'stay,guest no,from',
        's1,NULL,2025-12-01T10:00:00Z',
        's2,301.0,2025-12-01T10:00:00Z',
        's3,301,2025-12-01T10:00:00Z',
      ),
    );
    expect(report).toMatchObject({ outcomes: { delivered: 1, rejected: 2 } });
    expect(pipeline.events().map(({ name }) => name)).toEqual(['stayed']);
    expect(pipeline.people().map(({ id }) => id)).toEqual(['301']);
  });
});

describe('identifiers that are written in several ways', () => {
  it('are one person without the spaces around them, and the report counts the cells', async () => {
    const report = await pipeline.importFile(
      'guests',
      csv('guest no,mail,city', '" 401 ",,Rome', '401,,Oslo', '"=""402""",,Bonn', '402\t,,Bern'),
    );
    expect(report).toMatchObject({ state: 'completed', outcomes: { delivered: 4 } });
    expect(report.findings).toContainEqual(expect.objectContaining({ code: 'padded_identifiers', rows: 2 }));
    expect(pipeline.people().map(({ id, attributes }) => [id, attributes.city])).toEqual([
      ['401', 'Oslo'],
      ['402', 'Bern'],
    ]);
  });
});

describe('phone numbers', () => {
  it('are sent in E.164, so that each way to write one is the same person; others are rejected', async () => {
    const report = await pipeline.importFile(
      'callers',
      csv(
        'mobile,city',
        '+44 (0)20 7946 0018,Rome',
        '0044 20 7946 0018,Oslo',
        '0151 23456789,Bonn',
        '+49 151 23456789,Bern',
        '12,none',
        '0151 23456789 ext. 5,none',
        'call me,none',
      ),
    );
    expect(report).toMatchObject({ state: 'completed', outcomes: { delivered: 4, rejected: 3 } });
    expect(pipeline.people().map(({ attributes: { phone, city } }) => [phone, city])).toEqual([
      ['+442079460018', 'Oslo'],
      ['+4915123456789', 'Bern'],
    ]);
    expect(await codesOf(report)).toEqual([6, 7, 8].map((line) => `${line} invalid_phone mobile`));
  });
});

describe('two people with one e-mail address', () => {
  it('are held by maxSharedEmails: nothing is sent, and the message has the number', async () => {
    const report = await pipeline.importFile(
      'guests',
      csv('guest no,mail,n', '501,same@example.com,1', '502,Same@Example.com,1', '503,other@example.com,1'),
    );
    expect(report).toMatchObject({
      state: 'held',
      reason: { code: 'shared_emails', message: expect.stringContaining('1 e-mail address') },
      outcomes: { held: 3, delivered: 0 },
    });
    expect(pipeline.people()).toEqual([]);
  });
});
