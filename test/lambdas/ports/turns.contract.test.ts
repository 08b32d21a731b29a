// One suite over both stores: which imports are active, and which one may forward.
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ImportsTable } from '../../../lambdas/adapters/dynamo-imports-table.ts';
import type { ImportRecord } from '../../../lambdas/domain/imports/import-record.ts';
import { anImport } from '../../builders/import.ts';
import { importsTables } from './imports-tables.ts';

const newImport = (change: Partial<ImportRecord> = {}) => anImport({ state: 'splitting', ...change });
const RACERS = Array.from({ length: 50 }, (_, racer) => racer);

describe.each(importsTables())('the turns %s', (_, open) => {
  let table: ImportsTable;
  beforeEach(async () => {
    table = await open();
  });

  it('are empty at first', async () => {
    expect(await table.turns()).toEqual({ version: 0, active: [] });
  });

  it('contain every import that has not ended, and which ones forward', async () => {
    const waits = { after: ['orders'], waitsUntil: 99, rollUp: 'order_placed' };
    const people = newImport({ importId: 'a', feed: 'people', kind: 'people', arrivedAt: 1, ...waits });
    const events = newImport({ importId: 'b', feed: 'events', kind: 'events', arrivedAt: 2, ...waits });
    await table.register(events);
    await table.register(people);
    await table.takeTurn('a', 0);
    expect((await table.turns()).active).toEqual([
      {
        importId: 'a',
        feed: 'people',
        kind: 'people',
        arrivedAt: 1,
        ...waits,
        asksUntil: 0,
        forwarding: true,
      },
      {
        importId: 'b',
        feed: 'events',
        kind: 'events',
        arrivedAt: 2,
        ...waits,
        asksUntil: 0,
        forwarding: false,
      },
    ]);
  });

  it('can be taken by one of 50 that saw the same version', async () => {
    for (const racer of RACERS) await table.register(newImport({ importId: `import-${racer}` }));
    const { version } = await table.turns();
    const answers = await Promise.all(RACERS.map((racer) => table.takeTurn(`import-${racer}`, version)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    const { active: after } = await table.turns();
    expect(after.filter(({ forwarding }) => forwarding)).toMatchObject([
      { importId: `import-${answers.indexOf(true)}` },
    ]);
  });

  it('cannot be taken with an older version', async () => {
    for (const importId of ['a', 'b', 'c']) await table.register(newImport({ importId }));
    const first = await table.turns();
    expect(await table.takeTurn('a', first.version)).toBe(true);
    const second = await table.turns();
    expect(await table.takeTurn('b', first.version)).toBe(false);
    await table.finish('c', 'completed', undefined);
    expect(await table.takeTurn('b', second.version)).toBe(false);
    expect(await table.takeTurn('b', (await table.turns()).version)).toBe(true);
  });

  it('say until when an import waits, and that it was woken, until it waits again', async () => {
    await table.register(newImport({ importId: 'a' }));
    const self = async () => (await table.turns()).active[0];
    expect(await self()).toMatchObject({ asksUntil: 0 });
    expect(await table.noteWaiting('a', 100)).toBe(true);
    await table.noteWoken('a', 99);
    expect(await self()).toMatchObject({ asksUntil: 100 });
    expect(await self()).not.toHaveProperty('wokenAt');
    await table.noteWoken('a', 100);
    const { wokenAt } = (await self()) ?? {};
    expect(wokenAt).toEqual(expect.any(Number));
    expect(await table.noteWaiting('a', 200)).toBe(true);
    expect(await self()).toMatchObject({ asksUntil: 200 });
    expect(await self()).not.toHaveProperty('wokenAt');
  });

  it('have no import that waits after it has ended', async () => {
    await table.register(newImport({ importId: 'a' }));
    await table.finish('a', 'completed', undefined);
    expect(await table.noteWaiting('a', 100)).toBe(false);
    expect((await table.turns()).active).toEqual([]);
  });
});
