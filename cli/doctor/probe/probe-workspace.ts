// Runs the probe: sends the first messages, waits until they can be read, sends the second ones, waits, reads everything,
// and deletes its people, also if it is interrupted or fails.
import { count } from '../../../lambdas/contracts/format.ts';
import type { ProbeClient } from './probe-client.ts';
import {
  emailOf,
  idOf,
  type ProbeItem,
  type ProbeRun,
  QUESTIONS,
  type Question,
  type Seen,
} from './questions.ts';

export interface ProbePorts {
  readonly client: ProbeClient;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** @throws the reason of the signal, if it is aborted. */
  readonly sleep: (seconds: number, signal?: AbortSignal) => Promise<void>;
  /** Called with each step. */
  readonly onStep: (step: string) => void;
}

export interface ProbeAnswer {
  readonly question: Question['name'];
  readonly asks: string;
  readonly source: string;
  /** null: what is returned is none of the known answers. */
  readonly answer: string | number | null;
}

export interface ProbeOutcome {
  readonly answers: readonly ProbeAnswer[];
  readonly people: { readonly used: number /** Still found after the deletion. */; readonly left: number };
}

/** After this time, what was not read counts as absent. Other projects saw 10 to 60 s. */
const PATIENCE_SECONDS = 120;
const SETTLE_SECONDS = 60;
const POLL_SECONDS = 2;
const DELETE_ROUNDS = 12;
const DELETE_PAUSE_SECONDS = 10;

/**
 * @param signal aborts the probe; its people are deleted before this throws.
 * @throws Error if the workspace cannot be read at all.
 */
export async function probeWorkspace(
  run: ProbeRun,
  ports: ProbePorts,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  const ids = peopleOf(run);
  let answers: readonly ProbeAnswer[] | undefined;
  let left = 0;
  try {
    answers = await ask(run, ports, signal);
  } finally {
    left = await deletePeople(ids, ports);
    if (left > 0)
      ports.onStep(
        `${count(left, 'person', 'people')} may be left. Delete everyone whose id begins with ${idOf(run, '')}`,
      );
  }
  return { answers, people: { used: ids.length, left } };
}

function peopleOf(run: ProbeRun): string[] {
  return QUESTIONS.flatMap(({ people }) => people.map((person) => idOf(run, person)));
}

async function ask(run: ProbeRun, ports: ProbePorts, signal: AbortSignal): Promise<ProbeAnswer[]> {
  const { sleep, onStep } = ports;
  onStep('sends the first messages');
  for (const { first } of QUESTIONS) await sendAll(first(run), ports, signal);
  onStep('waits until they can be read');
  const readableAfter = await waitForFirst(run, ports, signal);
  onStep('sends the second messages');
  const declined = new Set<Question>();
  for (const question of QUESTIONS)
    if (!(await sendAll(question.second(run), ports, signal))) declined.add(question);
  const settle = Math.max(SETTLE_SECONDS, 2 * readableAfter);
  onStep(`waits ${settle} s, so that the answers can be read`);
  await sleep(settle, signal);
  onStep('reads the answers');
  const seen = await readAll(run, ports);
  return QUESTIONS.map((question) => ({
    question: question.name,
    asks: question.asks,
    source: question.source,
    answer: question.answer({ ...seen, readableAfter, isDeclined: declined.has(question) }) ?? null,
  }));
}

/** @returns whether all were accepted. */
async function sendAll(
  items: readonly ProbeItem[],
  { client }: ProbePorts,
  signal: AbortSignal,
): Promise<boolean> {
  let isAccepted = true;
  for (const item of items) {
    signal.throwIfAborted();
    isAccepted = (await client.send(item)) && isAccepted;
  }
  return isAccepted;
}

/** @returns seconds until all people of the first messages were found. */
async function waitForFirst(
  run: ProbeRun,
  { client, now, sleep }: ProbePorts,
  signal: AbortSignal,
): Promise<number> {
  const ids = QUESTIONS.flatMap(({ first, people }) => (first(run).length > 0 ? people : [])).map((person) =>
    idOf(run, person),
  );
  const began = now();
  for (;;) {
    const found = await client.find('id', ids);
    const seconds = Math.ceil((now() - began) / 1000);
    if (found.every((attributes) => attributes !== undefined)) return seconds;
    if (seconds >= PATIENCE_SECONDS)
      throw new Error(
        `After ${PATIENCE_SECONDS} s, the App API does not show the people that the Track API accepted. Check that both keys are of the same workspace.`,
      );
    await sleep(POLL_SECONDS, signal);
  }
}

async function readAll(
  run: ProbeRun,
  { client }: ProbePorts,
): Promise<Omit<Seen, 'readableAfter' | 'isDeclined'>> {
  const people = QUESTIONS.flatMap((question) => question.people);
  const found = await client.find(
    'id',
    people.map((person) => idOf(run, person)),
  );
  const byEmail = await client.find(
    'email',
    people.map((person) => emailOf(run, person)),
  );
  const events = new Map<string, number>();
  for (const person of ['twice', 'other']) events.set(person, await client.countEvents(idOf(run, person)));
  const indexOf = (person: string) => people.indexOf(person);
  return {
    attributesOf: (person) => found[indexOf(person)],
    isFoundByEmail: (person) => byEmail[indexOf(person)] !== undefined,
    eventsOf: (person) => events.get(person) ?? 0,
  };
}

/**
 * At least twice: Customer.io may process a deletion before what was sent earlier.
 * @returns how many people are still there.
 */
async function deletePeople(ids: readonly string[], { client, sleep, onStep }: ProbePorts): Promise<number> {
  onStep('deletes its people');
  let left = ids.length;
  try {
    for (let round = 1; round <= DELETE_ROUNDS && (left > 0 || round <= 2); round++) {
      for (const id of ids) await client.send({ type: 'person', action: 'delete', identifiers: { id } });
      await sleep(DELETE_PAUSE_SECONDS);
      left = (await client.find('id', ids)).filter((attributes) => attributes !== undefined).length;
    }
  } catch (error) {
    onStep(`cannot delete its people: ${(error as Error).message}`);
  }
  return left;
}
