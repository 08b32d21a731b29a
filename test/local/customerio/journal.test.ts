import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sendBatch, start } from './running-stand-in.ts';
import { event, identify, NEW_YEAR, ulid } from './track-items.ts';

let store: string;

beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'customerio-store-'));
});

afterEach(() => {
  rmSync(store, { recursive: true });
});

/** A stand-in in its own process, which sends its URL. */
const SERVE = `
  import { startStandIn } from '${new URL('../../../local/customerio/stand-in.ts', import.meta.url)}';
  console.log((await startStandIn({ siteId: 'site', apiKey: 'key', store: process.argv[1] })).url);
`;

const journal = () => join(store, 'workspace.ndjson');

describe('a stand-in with a store', () => {
  it('has the same workspace after a restart: people, events, times, counters and seen ids', async () => {
    const first = await start({ store, now: () => NEW_YEAR * 1000 });
    await sendBatch(first, [
      identify({ id: 'ann' }, { email: 'ann@example.com', note: 'a\u2028b\n"é"' }, NEW_YEAR),
      identify({ id: 'bob' }),
      identify({ id: 'bob' }, { email: 'ann@example.com' }),
      event({ id: 'ann' }, { id: ulid(1) }),
      event({ id: 'ann' }, { id: ulid(2), timestamp: 'yesterday' }),
      event({ id: 'ann' }, { id: 'refused' }),
    ]);
    first.inject({ kind: 'acceptAndDrop' });
    await sendBatch(first, [event({ id: 'ann' })]);
    await first.close();

    const second = await start({ store, now: () => (NEW_YEAR + 100 * 3600) * 1000 });
    expect([...second.workspace.entries()]).toEqual([...first.workspace.entries()]);
    expect(second.workspace.damage).toEqual(first.workspace.damage);
    expect(second.workspace.damage).toMatchObject({
      silentTimestamps: 1,
      attributeUpdateFailures: 1,
      acceptedButDropped: 1,
    });

    await sendBatch(second, [
      event({ id: 'ann' }, { id: ulid(1) }),
      identify({ id: 'ann' }, { note: 'old' }, NEW_YEAR - 1),
    ]);
    expect(second.workspace.counts).toMatchObject({ ignoredDuplicateEvents: 1, ignoredStaleAttributes: 1 });
  });

  it('has kept every answered request after it was killed', async () => {
    const child = spawn(process.execPath, [
      ...process.execArgv,
      '--input-type=module',
      '--eval',
      SERVE,
      store,
    ]);
    const closed = once(child, 'close');
    try {
      const [url] = await once(child.stdout, 'data');
      await sendBatch({ url: String(url).trim() }, [event({ id: 'ann' }, { id: ulid(1) })]);
    } finally {
      child.kill('SIGKILL');
      await closed;
    }
    const standIn = await start({ store });
    expect([...standIn.workspace.events()].map(({ id }) => id)).toEqual([ulid(1)]);
  });

  it.each([
    ['in a line', '{"at":1767225600000,"items":[{"type":"per'],
    ['in a character', Buffer.from('{"at":1767225600000,"items":[{"name":"é').subarray(0, -1)],
    ['just before a line break', '{"at":1767225600000,"dropped":7}'],
  ])('removes a line that a killed process left incomplete %s, and continues', async (_, torn) => {
    const first = await start({ store });
    await sendBatch(first, [event({ id: 'ann' }, { id: ulid(1) })]);
    await first.close();
    appendFileSync(journal(), torn);

    const second = await start({ store });
    await sendBatch(second, [event({ id: 'ann' }, { id: ulid(2) })]);
    await second.close();

    const third = await start({ store });
    expect([...third.workspace.events()].map(({ id }) => id)).toEqual([ulid(1), ulid(2)]);
    expect(third.workspace.damage.acceptedButDropped).toBe(0);
  });

  it('reads a journal that is longer than one chunk', async () => {
    const line = (n: number) =>
      `${JSON.stringify({ at: NEW_YEAR * 1000, items: [event({ id: 'ann' }, { id: ulid(n), attributes: { pad: 'x'.repeat(30_000) } })] })}\n`;
    writeFileSync(journal(), Array.from({ length: 100 }, (_, n) => line(n)).join(''));
    const standIn = await start({ store });
    expect(standIn.workspace.counts.recordedEvents).toBe(100);
  });

  it('does not start with a journal that is damaged in the middle', async () => {
    writeFileSync(journal(), 'not JSON\n{"at":1,"dropped":1}\n');
    await expect(start({ store })).rejects.toThrow(/JSON/);
  });
});
