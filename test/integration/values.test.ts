// What the cells of a row decide: whether it is sent, as what, and who gets messages.
import { describe, expect, it } from '@jest/globals';
import { authorization, send } from '../local/customerio/running-stand-in.ts';
import { identify } from '../local/customerio/track-items.ts';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

describe('where', () => {
  it('sends the rows that the feed keeps, and the report adds up', async () => {
    const report = await pipeline.importFile(
      'web-people',
      csv(
        'id,plan,source',
        'w-1,gold,web',
        'w-2,gold,POS',
        'w-3,gold,',
        'w-4,gold,test',
        ',gold,test',
        ',,web',
      ),
    );
    expect(report).toMatchObject({
      state: 'completed',
      rows: 6,
      outcomes: { delivered: 2, filtered: 3, rejected: 1 },
      unfinished: 0,
    });
    expect(pipeline.people().map(({ id }) => id)).toEqual(['w-1', 'w-3']);
  });
});

describe('a column of consent', () => {
  const unsubscribed = () =>
    pipeline.people().map(({ id, attributes }) => [id, attributes.unsubscribed ?? 'not said']);

  it('unsubscribes who said no, subscribes no one, and is not sent again', async () => {
    const file = csv('id,mails', 'c-1,ja', 'c-2,NEIN', 'c-3,', 'c-4,vielleicht', 'c-5,no');
    const first = await pipeline.importFile('consenting-people', file);
    expect(first).toMatchObject({ outcomes: { delivered: 4, rejected: 1 } });
    expect(first.rejects).toMatchObject([{ code: 'unclear_consent', rows: 1 }]);
    const afterwards = [
      ['c-1', 'not said'],
      ['c-2', true],
      ['c-3', 'not said'],
      ['c-5', true],
    ];
    expect(unsubscribed()).toEqual(afterwards);

    // The person subscribes on a preference page, which writes to Customer.io without the pipeline.
    const batch = [identify({ id: 'c-2' }, { unsubscribed: false }, Math.floor(Date.now() / 1000))];
    const headers = { authorization: authorization({ siteId: 'local', apiKey: 'local-track-api-key' }) };
    const body = JSON.stringify({ batch });
    expect((await send(pipeline.cloud.standIn, '/api/v2/batch', { body, headers })).status).toBe(200);

    const second = await pipeline.importFile('consenting-people', file);
    expect(second).toMatchObject({ outcomes: { unchanged: 4, rejected: 1 }, requests: 0 });
    expect(unsubscribed()).toEqual(afterwards.map(([id, said]) => [id, id === 'c-2' ? false : said]));
  });
});
