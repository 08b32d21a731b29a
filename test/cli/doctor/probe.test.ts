// `doctor --probe` against the stand-in, in each of its modes. Time is made up.
import { describe, expect, it } from '@jest/globals';
import { type ProbeClient, probeClient } from '../../../cli/doctor/probe/probe-client.ts';
import { type ProbePorts, probeWorkspace } from '../../../cli/doctor/probe/probe-workspace.ts';
import { possibleAnswers, QUESTIONS } from '../../../cli/doctor/probe/questions.ts';
import type { StandIn } from '../../../local/customerio/stand-in.ts';
import { type Answers, UNVERIFIED, USUAL_ANSWERS } from '../../../local/customerio/unverified.ts';
import { virtualClock } from '../../fakes/virtual-clock.ts';
import { CREDENTIALS, sendBatch, start } from '../../local/customerio/running-stand-in.ts';
import { identify } from '../../local/customerio/track-items.ts';

const SECRET = { ...CREDENTIALS, appApiKey: 'app' };
const OURS = identify({ id: 'customer-1' }, { email: 'real@example.test', plan: 'gold' });

async function sandbox(answers: Partial<Answers> = {}) {
  const clock = virtualClock();
  const standIn = await start({ ...SECRET, now: clock.now, answers, recordBodies: true });
  await sendBatch(standIn, [OURS]);
  const run = {
    name: '0a1b2c3d',
    now: Math.floor(clock.now() / 1000),
    ulid: '01HF7YAT00GP1G9HHCVAS3Y1JA',
  };
  const client = probeClient({ track: standIn.url, app: standIn.url, secret: SECRET, clock });
  const steps: string[] = [];
  const ports = (differing: Partial<ProbePorts> = {}): ProbePorts => ({
    client,
    now: clock.now,
    onStep: (step) => steps.push(step),
    sleep: async (seconds, signal) => {
      signal?.throwIfAborted();
      await clock.sleep(seconds);
    },
    ...differing,
  });
  const probe = (differing: Partial<ProbePorts> = {}, signal = new AbortController().signal) =>
    probeWorkspace(run, ports(differing), signal);
  return { standIn, client, clock, steps, probe };
}

const idsIn = ({ workspace }: StandIn) => [...workspace.people()].map(({ id }) => id);

/** All ids and addresses that a run sent. */
function sentIn({ requests }: StandIn): string[] {
  const bodies = requests.map(({ body = '' }) => body).filter((body) => !body.includes('customer-1'));
  return bodies.flatMap((body) =>
    [...body.matchAll(/"(?:id|email)":"([^"]+)"/g)].map(([, value = '']) => value),
  );
}

/** In the n-th mode the stand-in gives the n-th answer to each question, so that every answer has its turn. */
const MODES = Array.from(
  { length: Math.max(...Object.values(UNVERIFIED).map((answers) => answers.length)) },
  (_, n) => ({
    ...Object.fromEntries(
      Object.entries(UNVERIFIED).map(([question, answers]) => [question, answers[n % answers.length]]),
    ),
    readableAfter: n * 20,
  }),
) as unknown as Answers[];

describe('probeWorkspace', () => {
  it.each(MODES.map((mode) => [JSON.stringify(mode), mode] as const))(
    'answers what %s does',
    async (_, mode) => {
      const { probe, standIn } = await sandbox(mode);
      const { answers, people } = await probe();
      expect(Object.fromEntries(answers.map(({ question, answer }) => [question, answer]))).toEqual(mode);
      expect(idsIn(standIn)).toEqual(['customer-1']);
      expect(people).toEqual({ used: QUESTIONS.flatMap((question) => question.people).length, left: 0 });
    },
  );

  it('asks each question of the stand-in once', () => {
    expect(QUESTIONS.map(({ name }) => name).toSorted()).toEqual(Object.keys(USUAL_ANSWERS).toSorted());
    for (const question of QUESTIONS)
      expect(possibleAnswers(question)).toEqual(
        question.name === 'readableAfter' ? [] : UNVERIFIED[question.name],
      );
  });

  it('sends nothing about anyone but its own people, who have unmistakable ids and reserved addresses', async () => {
    const { probe, standIn } = await sandbox();
    await probe();
    const sent = sentIn(standIn).filter((value) => !/^probe-0a1b2c3d$|^01HF7/.test(value));
    expect(sent.length).toBeGreaterThan(20);
    for (const value of sent)
      expect(value).toMatch(/^csv-to-customerio-probe-0a1b2c3d-[a-z0-9-]+(@example\.com)?$/);
    expect(standIn.workspace.person({ id: 'customer-1' })).toMatchObject({ attributes: { plan: 'gold' } });
  });

  it.each([1, 4, 6])('deletes its people if it is interrupted during wait %i', async (wait) => {
    const { probe, standIn, clock } = await sandbox({ readableAfter: 10 });
    const controller = new AbortController();
    let waits = 0;
    const sleep: ProbePorts['sleep'] = async (seconds, signal) => {
      waits += 1;
      if (waits === wait) controller.abort(new Error('The probe was interrupted.'));
      signal?.throwIfAborted();
      await clock.sleep(seconds);
    };
    await expect(probe({ sleep }, controller.signal)).rejects.toThrow('The probe was interrupted.');
    expect(standIn.workspace.counts.operations['person identify']).toBeGreaterThan(5);
    expect(idsIn(standIn)).toEqual(['customer-1']);
  });

  it('deletes its people if Customer.io fails in between', async () => {
    const { probe, standIn, client } = await sandbox();
    let sent = 0;
    const failing: ProbeClient = {
      ...client,
      send: async (item) => {
        sent += 1;
        if (sent === 5) throw new Error('The connection broke.');
        return client.send(item);
      },
    };
    await expect(probe({ client: failing })).rejects.toThrow('The connection broke.');
    expect(sent).toBeGreaterThan(5);
    expect(idsIn(standIn)).toEqual(['customer-1']);
  });

  it('names the people that it cannot delete', async () => {
    const { probe, client, steps } = await sandbox();
    const broken: ProbeClient = {
      ...client,
      send: async (item) => {
        if (item.action === 'delete') throw new Error('The connection broke.');
        return client.send(item);
      },
    };
    const { people } = await probe({ client: broken });
    expect(people.left).toBe(people.used);
    expect(steps.at(-1)).toMatch(
      /may be left\. Delete everyone whose id begins with csv-to-customerio-probe-0a1b2c3d-$/,
    );
  });

  it('ends if the keys are not of the same workspace, and deletes its people', async () => {
    const { probe, standIn, client } = await sandbox();
    const elsewhere: ProbeClient = { ...client, find: async (_, values) => values.map(() => undefined) };
    await expect(probe({ client: elsewhere })).rejects.toThrow(/both keys are of the same workspace/);
    expect(idsIn(standIn)).toEqual(['customer-1']);
  });

  it('continues while Customer.io throttles', async () => {
    const { probe, standIn } = await sandbox();
    standIn.inject({ kind: 'throttle', times: 3 });
    const { answers } = await probe();
    expect(answers.find(({ question }) => question === 'staleIdentify')?.answer).toBe('attribute');
  });
});
