// What a cell holds stays in the bucket and goes to Customer.io: not into logs, metrics, workflow state, tables or messages.
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

/** What stands for a person's data: every cell but names of events and times has it. */
const CANARY = 'kanarienvogel';
const SOUND = `${CANARY}-id`;

/** Objects that hold rows because they must: what was dropped, what is on its way, what comes back. */
const HOLD_ROWS = /^(incoming|work)\/|\/(rejects|held)\.csv$/;

describe('the value of a cell', () => {
  it('is found nowhere but in the objects that hold rows', async () => {
    const people = csv(
      'id,email,plan,note',
      `${SOUND},${CANARY}@example.com,${CANARY} plan,${CANARY} note`,
      ...[2, 3].map((n) => `${CANARY}-${n},${CANARY}${n}@example.com,${CANARY},${CANARY}`),
      `${CANARY}-bad,${CANARY} is no address,${CANARY},`,
      `${CANARY}-quote,${CANARY}@example.com,"${CANARY}" broken,`,
      `${CANARY}-wide,${CANARY}@example.com,${CANARY},${CANARY},${CANARY}`,
    );
    const events = csv(
      'event_id,event_name,timestamp,customer_id,note',
      `${CANARY}-1,visited,1762190001,${SOUND},${CANARY}`,
      `${CANARY}-1,visited,1762190001,${SOUND},${CANARY} otherwise`,
      `${CANARY}-2,visited,${CANARY} o'clock,${SOUND},${CANARY}`,
    );
    pipeline.cloud.standIn.inject({ kind: 'serverError', status: 503 });
    expect((await pipeline.importFile('people', people)).outcomes).toMatchObject({
      delivered: 3,
      rejected: 3,
    });
    expect((await pipeline.importFile('events', events)).outcomes).toMatchObject({
      delivered: 1,
      rejected: 1,
    });
    await pipeline.importFile('events', csv('id,note', `${CANARY},"${CANARY}`));

    const places = [...filesOfEngine(), ...(await itemsOfTables()), ...(await objectsOfBucket())];
    expect(places.length).toBeGreaterThan(20);
    expect(places.filter(({ content }) => tells(content)).map(({ place }) => place)).toEqual([]);
  });

  it('would be found', () => {
    expect(tells(`{"message":"no time: ${CANARY} o'clock"}`)).toBe(true);
    expect(tells(Buffer.from(SOUND).toString('base64'))).toBe(true);
    expect(tells(createHash('sha256').update(SOUND).digest('hex'))).toBe(true);
  });
});

interface Place {
  readonly place: string;
  readonly content: string;
}

/** As it is, in another case, encoded, or hashed without a key: a list of addresses would undo that. */
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

/** Logs, metrics among them, and the journal of executions with their states. */
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

async function itemsOfTables(): Promise<Place[]> {
  const places: Place[] = [];
  for (const [table, TableName] of Object.entries(pipeline.cloud.tables)) {
    const { Items = [] } = await pipeline.cloud.dynamodb.send(new ScanCommand({ TableName }));
    places.push(...Items.map((item) => ({ place: table, content: JSON.stringify(item) })));
  }
  return places;
}

async function objectsOfBucket(): Promise<Place[]> {
  const { s3: client, bucketName: Bucket } = pipeline.cloud;
  const places: Place[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
    for (const { Key = '' } of Contents.filter(({ Key = '' }) => !HOLD_ROWS.test(Key))) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      places.push({ place: Key, content: (await Body?.transformToString()) ?? '' });
    }
  }
  return places;
}
