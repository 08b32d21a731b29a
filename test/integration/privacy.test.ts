// The values of cells are only in the bucket and in Customer.io: not in logs, metrics, workflow states, tables, notices or
// messages. The first line of a file without a header has values, too.
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { CUSTOMERIO_CREDENTIALS } from '../../local/engine/embedded-servers.ts';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

/** Stands for the data of a person: it is in every cell except for names of events and times. */
const CANARY = 'kanarienvogel';
const SOUND = `${CANARY}-id`;
/** The stand-in of Customer.io declines items with it. */
const REFUSED = `${CANARY} that is refused`;
/** The stand-in of Customer.io repeats it in its answer. */
const QUOTED = `${CANARY} that is quoted`;

const EVENTS_HEADER = 'event_id,event_name,timestamp,customer_id,note';

/** Objects that must contain rows: dropped files, work objects, rejected and held rows. */
const HOLD_ROWS = /^(incoming|work)\/|\/(rejects|held)\.csv$/;

/** A file of each kind of feed, with the outcome of its rows. */
const FILES = [
  {
    feed: 'people',
    text: csv(
      'id,email,plan,note',
      `${SOUND},${CANARY}@example.com,${CANARY} plan,${CANARY} note`,
      ...[2, 3].map((n) => `${CANARY}-${n},${CANARY}${n}@example.com,${CANARY},${CANARY}`),
      `${CANARY}-bad,${CANARY} has no address,${CANARY},`,
      `${CANARY}-quote,${CANARY}@example.com,"${CANARY}" broken,`,
      `${CANARY}-wide,${CANARY}@example.com,${CANARY},${CANARY},${CANARY}`,
    ),
    outcomes: { delivered: 3, rejected: 3 },
  },
  {
    feed: 'events',
    text: csv(
      EVENTS_HEADER,
      `${CANARY}-1,visited,1762190001,${SOUND},${CANARY}`,
      `${CANARY}-1,visited,1762190001,${SOUND},${CANARY} otherwise`,
      `${CANARY}-2,visited,${CANARY} o'clock,${SOUND},${CANARY}`,
      `${CANARY}-3,visited,1762190003,${SOUND},${REFUSED}`,
      `${CANARY}-6,visited,1762190006,${CANARY}-6,${QUOTED}`,
    ),
    outcomes: { delivered: 1, rejected: 3 },
  },
  {
    feed: 'strict',
    text: csv(
      EVENTS_HEADER,
      `${CANARY}-4,visited,1762190004,${SOUND},${CANARY}`,
      `${CANARY}-5,visited,${CANARY},${SOUND},${CANARY}`,
    ),
    outcomes: { held: 1, rejected: 1 },
  },
  {
    feed: 'objects',
    text: csv('company_id,name', `${CANARY}-company,${CANARY}`, `,${CANARY}`, `${CANARY}-x,${REFUSED}`),
    outcomes: { delivered: 1, rejected: 2 },
  },
  {
    feed: 'relationships',
    text: csv('company_id,id,role', `${CANARY}-company,${SOUND},${CANARY}`, `${CANARY}-company,,${CANARY}`),
    outcomes: { delivered: 1, rejected: 1 },
  },
  {
    // A function of the user that prints cells, and throws errors and promises of them.
    feed: 'leaky-people',
    text: csv(
      'id,plan,note',
      `${CANARY}-7,gold,${CANARY}`,
      ...['throws', 'promises', 'names'].map((plan) => `${CANARY}-8,${plan},${CANARY}`),
    ),
    outcomes: { delivered: 1, rejected: 3 },
  },
] as const;

/** Files whose first row is in place of the header, and files with values between the names. */
const HEADERS = [
  { feed: 'people', state: 'failed', header: `${SOUND},${CANARY}@example.com,${CANARY} plan` },
  { feed: 'events', state: 'failed', header: `1,visited,1762190001,${SOUND},${CANARY}` },
  { feed: 'objects', state: 'failed', header: `${CANARY}-company,${CANARY}` },
  { feed: 'relationships', state: 'failed', header: `${CANARY}-company,${SOUND},${CANARY}` },
  { feed: 'shopify-checkouts', state: 'failed', header: `${CANARY}-checkout,${CANARY}@example.com,12.50` },
  { feed: 'summed-orders', state: 'failed', header: `#1001,${CANARY}@example.com,paid,2025-11-03` },
  { feed: 'people', state: 'failed', header: `${CANARY}@example.com,${CANARY}@example.com` },
  {
    feed: 'people',
    state: 'completed',
    header: `id,"${CANARY}\n${CANARY}@example.com",${CANARY}.a,${CANARY},_${CANARY}`,
    row: 'h-0,1,2,3,4',
  },
  {
    feed: 'people',
    state: 'completed',
    header: `id,${CANARY}@example.com,_${CANARY},${CANARY} plan`,
    row: 'h-1,1,2,3',
  },
  { feed: 'people', state: 'completed', header: `id,+49 151 2345678,${CANARY} other`, row: 'h-1,1,2' },
  {
    feed: 'events',
    state: 'completed',
    header: `${EVENTS_HEADER},2025-11-03,${CANARY}`,
    row: 'h-2,visited,1762190001,h-2,,,',
  },
  { feed: 'objects', state: 'completed', header: `company_id,12.50,${CANARY}`, row: 'h-3,,' },
  { feed: 'relationships', state: 'completed', header: `company_id,id,4711,${CANARY}`, row: 'h-3,h-1,,' },
  // The column with the names of events has the values of another column.
  {
    feed: 'events',
    state: 'completed',
    header: EVENTS_HEADER,
    row: `h-4,${CANARY}@example.com,1762190001,h-4,`,
  },
] as const;

describe('the value of a cell', () => {
  it('is only in the objects that contain rows', async () => {
    pipeline.cloud.standIn.inject({ kind: 'serverError', status: 503 });
    pipeline.cloud.standIn.inject({ kind: 'badRequest', whenBodyIncludes: REFUSED, times: Infinity });
    pipeline.cloud.standIn.inject({ kind: 'quoteItem', whenBodyIncludes: QUOTED, times: Infinity });
    for (const { feed, text, outcomes } of FILES) {
      expect((await pipeline.importFile(feed, text)).outcomes).toMatchObject(outcomes);
    }
    // So the stand-in repeated it, and the message is in rejects.csv.
    const rejects = (await objectsOfBucket(/\/rejects\.csv$/)).map(({ content }) => content);
    expect(rejects.filter((content) => content.includes(`is invalid: {`))).toHaveLength(1);
    await pipeline.importFile('events', csv('id,note', `${CANARY},"${CANARY}`));
    for (const { feed, header, state, ...file } of HEADERS) {
      const rows = 'row' in file ? [file.row] : [header];
      expect(await pipeline.importFile(feed, csv(header, ...rows))).toMatchObject({ feed, state });
    }

    const { notices: sent } = pipeline.cloud;
    expect(sent.events).toHaveLength(FILES.length + 1 + HEADERS.length);
    const notices = { place: 'notices', content: JSON.stringify([sent.events, sent.messages]) };
    const places = [notices, ...filesOfEngine(), ...(await itemsOfTables()), ...(await objectsOfBucket())];
    expect(places.length).toBeGreaterThan(20);
    expect(places.filter(({ content }) => tells(content)).map(({ place }) => place)).toEqual([]);
  });

  it('has no secret next to it: the API keys and the key of the seen keys are nowhere', async () => {
    const secrets = secretsOfEngine();
    expect(secrets.length).toBeGreaterThan(2);
    const { notices: sent } = pipeline.cloud;
    const places = [
      { place: 'notices', content: JSON.stringify([sent.events, sent.messages]) },
      ...filesOfEngine().filter(({ place }) => place !== SECRETS),
      ...(await itemsOfTables()),
      ...(await objectsOfBucket(/./)),
    ];
    const found = places.filter(({ content }) => secrets.some((secret) => content.includes(secret)));
    expect(places.length).toBeGreaterThan(20);
    expect(found.map(({ place }) => place)).toEqual([]);
  });

  it('would be found by this test', () => {
    expect(tells(`{"message":"no time: ${CANARY} o'clock"}`)).toBe(true);
    expect(tells(Buffer.from(SOUND).toString('base64'))).toBe(true);
    expect(tells(createHash('sha256').update(SOUND).digest('hex'))).toBe(true);
  });
});

interface Place {
  readonly place: string;
  readonly content: string;
}

/** Unchanged, in another case, encoded, or hashed without a key, which a list of addresses could reverse. */
function tells(content: string): boolean {
  const hashed = [SOUND, `${CANARY}@example.com`].flatMap((value) =>
    (['hex', 'base64', 'base64url'] as const).map((form) => createHash('sha256').update(value).digest(form)),
  );
  const encoded = (['hex', 'base64', 'base64url'] as const).map((form) =>
    Buffer.from(SOUND).toString(form).replace(/=+$/, ''),
  );
  return (
    content.toLowerCase().includes(CANARY) || [...hashed, ...encoded].some((form) => content.includes(form))
  );
}

/** Logs with their metrics, and the journal of executions with their states. */
function filesOfEngine(): Place[] {
  const { store } = pipeline;
  const isOurs = (path: string) => !/^(s3|customer-?io|dynamodb)\b/.test(path);
  return globSync('**/*', { cwd: store, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(store, join(entry.parentPath, entry.name)))
    .filter(isOurs)
    .map((path) => ({ place: path, content: readFileSync(join(store, path), 'utf8') }))
    .concat({ place: 'executions', content: JSON.stringify(pipeline.cloud.executions()) });
}

/** Where the engine has the values that CloudFormation would generate. */
const SECRETS = 'secrets.json';

/** Unchanged, and in the form of an Authorization header. */
function secretsOfEngine(): string[] {
  const generated = JSON.parse(readFileSync(join(pipeline.store, SECRETS), 'utf8')) as Record<string, string>;
  const { siteId, apiKey, appApiKey } = CUSTOMERIO_CREDENTIALS;
  const basic = Buffer.from(`${siteId}:${apiKey}`).toString('base64');
  return [apiKey, appApiKey, basic, ...Object.values(generated)];
}

async function itemsOfTables(): Promise<Place[]> {
  const places: Place[] = [];
  for (const [table, TableName] of Object.entries(pipeline.cloud.tables)) {
    const { Items = [] } = await pipeline.cloud.dynamodb.send(new ScanCommand({ TableName }));
    places.push(...Items.map((item) => ({ place: table, content: JSON.stringify(item) })));
  }
  return places;
}

/** @param keys the objects; by default those that must not contain rows. */
async function objectsOfBucket(keys?: RegExp): Promise<Place[]> {
  const { s3: client, bucketName: Bucket } = pipeline.cloud;
  const places: Place[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
    for (const { Key = '' } of Contents.filter(({ Key = '' }) => keys?.test(Key) ?? !HOLD_ROWS.test(Key))) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      places.push({ place: Key, content: (await Body?.transformToString()) ?? '' });
    }
  }
  return places;
}
