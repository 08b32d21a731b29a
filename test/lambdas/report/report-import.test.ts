import { beforeEach, describe, expect, it } from '@jest/globals';
import { reportPrefix } from '../../../lambdas/contracts/object-keys.ts';
import { OUTCOMES, type Report, ReportSchema } from '../../../lambdas/contracts/report.ts';
import type { SplitInput } from '../../../lambdas/contracts/workflow.ts';
import { addTallies } from '../../../lambdas/domain/delivery/tally.ts';
import { PausedError } from '../../../lambdas/domain/errors.ts';
import type { Reason } from '../../../lambdas/domain/imports/import-record.ts';
import { type ReportPorts, reportImport } from '../../../lambdas/report/report-import.ts';
import { splitImport } from '../../../lambdas/split/split-import.ts';
import { aWorld, drop, FEEDS, forwardAll, prepare, type World } from '../../builders/world.ts';
import { type CrashKind, crashAt } from '../../fakes/crashing-ports.ts';
import { csv, rows } from '../../integration/csv.ts';

let world: World;
beforeEach(() => {
  world = aWorld();
});

const dropPeople = (...lines: readonly string[]) =>
  drop(world, 'incoming/people/file.csv', csv('id,email', ...lines));
const forwardPeople = async (...lines: readonly string[]) => {
  const importId = await prepare(world, await dropPeople(...lines));
  await world.imports.takeTurn(importId, 0);
  await world.imports.setState(importId, 'forwarding');
  await forwardAll(world, importId);
  return importId;
};
const report = async (importId: string, failure?: Reason, ports: ReportPorts = world) => {
  const record = await world.imports.find(importId);
  if (!record) throw new Error('no such import');
  return reportImport(record, failure, ports);
};
const fileOf = (importId: string, name: string) => `${reportPrefix('people', importId)}${name}`;
const filesOf = (importId: string) =>
  world.objects
    .keys()
    .filter((key) => key.startsWith(reportPrefix('people', importId)))
    .map((key) => key.split('/').at(-1));
const written = (importId: string): Report =>
  ReportSchema.parse(JSON.parse(world.objects.text(fileOf(importId, 'report.json'))));
const sumOf = ({ outcomes }: Report) => OUTCOMES.reduce((sum, outcome) => sum + outcomes[outcome], 0);

describe('an import whose rows all have an outcome', () => {
  it('is completed, its outcomes add up to the rows read, and it gives up its turn', async () => {
    world.customerIo.decline(({ identifiers = {} }) => 'id' in identifiers && identifiers.id === 'c3');
    const importId = await forwardPeople(...rows(5, (n) => `c${n},c${n}@x.io`), 'c1,c1@x.io', ',bad');
    world.clock.advance(12);
    const { output } = await report(importId);
    expect(output).toEqual({ state: 'completed' });
    expect(written(importId)).toEqual({
      importId,
      feed: 'people',
      state: 'completed',
      file: { bucket: 'bucket', key: 'incoming/people/file.csv', versionId: 'v1', bytes: expect.any(Number) },
      rows: 7,
      outcomes: expect.objectContaining({ delivered: 4, duplicate: 1, rejected: 2 }),
      unfinished: 0,
      conflicts: 0,
      refusedFurther: 0,
      operations: 6,
      requests: 1,
      retries: 0,
      arrivedAt: '2026-01-01T00:00:00.000Z',
      seconds: 12,
      cost: { dollars: 0.001, usage: expect.anything() },
      keptBack: [],
      stages: ['splitting', 'validating', 'waiting', 'forwarding'].map((state) => ({
        state,
        seconds: state === 'forwarding' ? 12 : 0,
      })),
      rejects: [
        { code: 'invalid_email', rows: 1, examples: [{ line: 8, column: 'email', shape: 'aaa' }] },
        { code: 'refused_by_customerio', rows: 1, examples: [{ line: 4 }] },
      ],
      duplicates: [{ age: 'in_this_file', rows: 1 }],
      columns: [
        { name: 'id', filled: 6, types: [{ type: 'text', rows: 6 }], longestBytes: 2 },
        { name: 'email', filled: 7, types: [{ type: 'text', rows: 7 }], longestBytes: 7 },
      ],
      identifiers: [{ use: 'id+email', rows: 6 }],
      journeys: [expect.objectContaining({ journey: 'First purchase from leads', state: 'files' })],
      events: [],
      wouldTrigger: 0,
      findings: [],
      notices: [],
    });
    expect(sumOf(written(importId))).toBe(7);
    expect(filesOf(importId)).toEqual(['rejects.csv', 'report.html', 'report.json']);
    expect(await world.imports.find(importId)).toMatchObject({ state: 'completed' });
    expect((await world.imports.turns()).active).toEqual([]);
  });

  it('is held if all rows are rejected', async () => {
    const importId = await prepare(world, await dropPeople(',bad', ',worse'));
    expect((await report(importId)).output).toEqual({ state: 'held' });
    expect(written(importId)).toMatchObject({ rows: 2, outcomes: { rejected: 2, held: 0 }, requests: 0 });
  });
});

describe('an import that is held', () => {
  it('says why, and counts every sound row as held', async () => {
    const importId = await prepare(world, await dropPeople('ann,a@x.io', ',bad', ',bad'));
    expect((await report(importId)).output).toEqual({ state: 'held' });
    expect(written(importId)).toMatchObject({
      state: 'held',
      reason: { code: 'too_many_rejects' },
      outcomes: { held: 1, rejected: 2 },
      unfinished: 0,
    });
    expect(world.objects.text(fileOf(importId, 'held.csv'))).toBe('id,email\nann,a@x.io\n');
    expect(world.customerIo.requests).toEqual([]);
  });
});

describe('an import that is paused', () => {
  it('says what an operator must fix, and how many rows are left', async () => {
    world.customerIo.failNext(new PausedError('credentials', 'Fix them.'));
    const importId = await forwardPeople('ann,a@x.io', 'bob,b@x.io', ',bad');
    expect((await report(importId)).output).toEqual({ state: 'paused' });
    expect(written(importId)).toMatchObject({
      state: 'paused',
      reason: { code: 'credentials', message: 'Fix them.' },
      outcomes: { rejected: 1, delivered: 0 },
      unfinished: 2,
      requests: 1,
    });
  });

  it('is completed by a redrive, and each row is counted once', async () => {
    world.customerIo.failNext(new PausedError('credentials', 'Fix them.'));
    const input = await dropPeople('ann,a@x.io', 'bob,b@x.io', ',bad');
    const forwardAgain = async (again: SplitInput) => {
      const importId = await prepare(world, again);
      await world.imports.setState(importId, 'forwarding');
      await forwardAll(world, importId);
      await report(importId);
      return written(importId);
    };
    expect(await forwardAgain(input)).toMatchObject({ state: 'paused' });
    const redrive = { event: { ...input.event, redrive: true }, execution: 'execution-2' };
    expect(await forwardAgain(redrive)).toMatchObject({
      state: 'completed',
      outcomes: { delivered: 2, rejected: 1 },
      unfinished: 0,
      requests: 2,
    });
  });
});

describe('an import that failed', () => {
  it('has the reason and no files with rows if its file was refused', async () => {
    const input = await drop(world, 'incoming/people/file.csv', '');
    const { importId } = await splitImport(input, world, { feeds: FEEDS, partitionsAtOnce: 5 });
    expect((await report(importId)).output).toEqual({ state: 'failed' });
    expect(written(importId)).toMatchObject({ state: 'failed', reason: { code: 'empty_file' }, rows: 0 });
    expect(filesOf(importId)).toEqual(['report.html', 'report.json']);
  });

  it('says how many rows have no outcome, and that a redrive delivers them', async () => {
    const importId = await prepare(world, await dropPeople('ann,a@x.io', 'bob,b@x.io'));
    expect((await report(importId)).output).toEqual({ state: 'failed' });
    expect(written(importId)).toMatchObject({
      reason: { code: 'unfinished', message: expect.stringMatching(/^2 rows .*Redrive/) },
      unfinished: 2,
    });
  });

  it('has the error of the workflow as its reason if it stopped before Review', async () => {
    const caught = { code: 'object_gone', message: 'The file was deleted.' };
    const input = await dropPeople('ann,a@x.io');
    const { importId } = await splitImport(input, world, { feeds: FEEDS, partitionsAtOnce: 5 });
    expect((await report(importId, caught)).output).toEqual({ state: 'failed' });
    expect(written(importId)).toMatchObject({ reason: caught });
  });

  it('is never completed if a row was counted twice', async () => {
    const importId = await forwardPeople('ann,a@x.io');
    const { epoch, checkpoint } = await world.imports.claimPartition(importId, 0);
    if (!checkpoint) throw new Error('no checkpoint');
    const tally = addTallies(checkpoint.tally, checkpoint.tally);
    await world.imports.saveCheckpoint(importId, 0, epoch, { ...checkpoint, tally });
    expect((await report(importId)).output).toEqual({ state: 'failed' });
  });
});

describe('a checkpoint of a partition that has no operations any more', () => {
  it('is not counted: another version wrote it, and Review counts its rows', async () => {
    const importId = await forwardPeople('ann,a@x.io');
    const [checkpoint] = await world.imports.checkpoints(importId);
    const { epoch } = await world.imports.claimPartition(importId, 1);
    if (checkpoint) await world.imports.saveCheckpoint(importId, 1, epoch, checkpoint);
    expect((await report(importId)).output).toEqual({ state: 'completed' });
    expect(written(importId).outcomes.delivered).toBe(1);
  });
});

describe('checkpoints of another plan', () => {
  it('are not counted', async () => {
    const importId = await forwardPeople('ann,a@x.io');
    const [checkpoint] = await world.imports.checkpoints(importId);
    const { epoch } = await world.imports.claimPartition(importId, 7);
    if (checkpoint) await world.imports.saveCheckpoint(importId, 7, epoch, { ...checkpoint, plan: 'older' });
    expect((await report(importId)).output).toEqual({ state: 'completed' });
    expect(written(importId).outcomes.delivered).toBe(1);
  });
});

describe('the history of its feed', () => {
  const history = () => world.imports.history('people', 30);

  it('has what later imports are compared with', async () => {
    const importId = await forwardPeople(...rows(20, (n) => `${n},c${n}@x.io`), '9,bad');
    world.clock.advance(12);
    await report(importId);
    expect(await history()).toEqual([
      {
        importId,
        arrivedAt: world.clock.now() - 12_000,
        endedAt: world.clock.now(),
        state: 'completed',
        rows: 21,
        outcomes: written(importId).outcomes,
        columns: Object.entries({ id: 'number', email: 'text' }).map(([name, kind]) => ({ name, kind })),
        reading: { identifier: ['id'], keys: [], name: [], time: [] },
        forms: [{ column: 'id', values: 21, zeros: 0, fractions: 0 }],
        marked: true,
        flows: {},
      },
    ]);
  });

  it('has the import before its state says that it has ended', async () => {
    const importId = await forwardPeople('ann,a@x.io');
    const remembered: number[] = [];
    const finish: typeof world.imports.finish = async (...end) => {
      remembered.push((await history()).length);
      await world.imports.finish(...end);
    };
    await report(importId, undefined, { ...world, imports: { ...world.imports, finish } });
    expect(remembered).toEqual([1]);
  });

  it('has an import that was held, and one whose file was refused', async () => {
    await report(await prepare(world, await dropPeople(',bad')));
    const empty = await drop(world, 'incoming/people/file.csv', '');
    await report((await splitImport(empty, world, { feeds: FEEDS, partitionsAtOnce: 5 })).importId);
    const states = (await history()).map(({ state, columns }) => [state, columns.length]);
    expect(states.sort()).toEqual([
      ['failed', 0],
      ['held', 2],
    ]);
  });

  it('has a redriven import once, with its last end', async () => {
    world.customerIo.failNext(new PausedError('credentials', 'Fix them.'));
    const input = await dropPeople('ann,a@x.io');
    const forwardAgain = async (again: SplitInput) => {
      const importId = await prepare(world, again);
      await world.imports.setState(importId, 'forwarding');
      await forwardAll(world, importId);
      await report(importId);
    };
    await forwardAgain(input);
    expect(await history()).toMatchObject([{ state: 'paused' }]);
    await forwardAgain({ event: { ...input.event, redrive: true }, execution: 'execution-2' });
    expect(await history()).toMatchObject([{ state: 'completed' }]);
  });
});

describe('a second call', () => {
  it('changes nothing if the import has ended', async () => {
    const importId = await forwardPeople('ann,a@x.io');
    await report(importId);
    const before = written(importId);
    world.clock.advance(600);
    const again = await report(importId, { code: 'workflow_failed', message: 'It is over.' });
    expect(again).toEqual({ output: { state: 'completed' } });
    expect(written(importId)).toEqual(before);
  });

  it('writes the same report after a crash at any effect', async () => {
    const reportWith = async (at: number, kind: CrashKind) => {
      world = aWorld();
      const importId = await forwardPeople('ann,a@x.io', 'bob,b@x.io', ',bad');
      const { ports, effects } = crashAt({ ...world }, at, kind);
      await report(importId, undefined, ports).catch(() => undefined);
      const { output } = await report(importId);
      const rejects = world.objects.text(fileOf(importId, 'rejects.csv'));
      return { effects: effects(), left: { output, rejects, report: written(importId) } };
    };
    const undisturbed = await reportWith(Number.POSITIVE_INFINITY, 'lost');
    expect(undisturbed.effects).toBeGreaterThan(8);
    for (let at = 1; at <= undisturbed.effects; at++) {
      for (const kind of ['lost', 'unheard'] as const) {
        expect((await reportWith(at, kind)).left).toEqual(undisturbed.left);
        expect((await world.imports.turns()).active).toEqual([]);
      }
    }
  });
});
