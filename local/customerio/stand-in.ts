// A strict stand-in for Customer.io's Track API, and for the endpoints of its App API that read and change one person. It follows
// Customer.io's documentation, and was never compared with the live service. What is not documented, it refuses. The
// embedded engine and every integration test deliver to it.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LOOKUPS_PER_SECOND } from './app-api.ts';
import type { Choice } from './choices.ts';
import { createFaultQueue, type Fault } from './faults.ts';
import { type Credentials, record } from './handle-request.ts';
import { openJournal } from './journal.ts';
import { createRateBucket } from './rate-bucket.ts';
import type { RecordedRequest } from './request-log.ts';
import { type StandInState, serveRequest } from './serve-request.ts';
import type { IdentifierKind, OwnIdentifierKind } from './track-item.ts';
import type { Answers } from './unverified.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

export interface StandInOptions extends Credentials {
  /** Default `us`. */
  readonly region?: 'us' | 'eu';
  /** Default: a free port. */
  readonly port?: number;
  /** Directory in which the workspace persists. Default: only in memory. */
  readonly store?: string;
  /** Identifiers that the workspace uses. Default: id and email. */
  readonly identifiers?: { readonly [kind in OwnIdentifierKind]?: boolean };
  /** How it behaves where Customer.io does not document it. Default: `USUAL_ANSWERS`. */
  readonly answers?: Partial<Answers>;
  /** Milliseconds. Default: `Date.now`. */
  readonly now?: () => number;
  /** Pause before each answer. */
  readonly latencyMilliseconds?: number;
  /** Keeps the body of every request in memory. */
  readonly recordBodies?: boolean;
}

export interface StandIn {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly workspace: Workspace;
  /** Requests of this run, in the order in which their bodies were complete. */
  readonly requests: readonly RecordedRequest[];
  /** The next requests get the faults, in order. @returns a function that removes the faults that are left. */
  inject(...faults: readonly Fault[]): () => void;
  /** Requests over the rate are answered with 200 and dropped, which Customer.io reserves the right to do. */
  limitRate(requestsPerSecond: number | undefined): void;
  /** What a person decides for themselves, such as by the link in a mail. */
  choose(choice: Choice): void;
  /** Changes how it behaves where Customer.io does not document it. */
  answer(answers: Partial<Answers>): void;
  /** Removes people, objects, events, recorded requests and injected faults; the journal on disk stays. */
  clear(): void;
  /** From now on only these credentials are accepted. */
  setCredentials(credentials: Credentials): void;
  /** Aborts running requests. */
  close(): Promise<void>;
}

/** @throws if another process uses the port, or the journal in `store` cannot be read */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const state = await openState(options);
  const { api, faults, requests } = state;
  const server = createServer((request, response) => void serveRequest(state, request, response));
  server.keepAliveTimeout = 60_000; // long, so that no idle connection closes just when a client reuses it
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(options.port ?? 0, '127.0.0.1', listening);
  });
  let closed: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    workspace: api.workspace,
    requests,
    inject: faults.inject,
    limitRate: api.rate.limit,
    choose: (choice) => record(api, { at: state.now(), choice }),
    answer: (answers) => record(api, { at: state.now(), answers }),
    clear: () => {
      api.workspace.clear();
      faults.clear();
      requests.length = 0;
    },
    setCredentials: (credentials) => {
      api.credentials = credentials;
    },
    close: () => (closed ??= shutDown(server, state)),
  };
}

async function shutDown(server: Server, { api, closing }: StandInState): Promise<void> {
  closing.abort();
  await new Promise<void>((closed) => {
    server.close(() => closed());
    server.closeAllConnections();
  });
  api.journal?.close();
}

async function openState(options: StandInOptions): Promise<StandInState> {
  const { id = true, email = true, phone = false } = options.identifiers ?? {};
  const switches: readonly (readonly [IdentifierKind, boolean])[] = [
    ['id', id],
    ['email', email],
    ['phone', phone],
    ['cio_id', true],
  ];
  const enabled = new Set(switches.filter(([, isOn]) => isOn).map(([kind]) => kind));
  const workspace = createWorkspace(enabled);
  const journal = options.store === undefined ? undefined : await openJournal(options.store, workspace);
  const { answers } = options;
  if (answers !== undefined) record({ workspace, journal }, { at: (options.now ?? Date.now)(), answers });
  const lookups = createRateBucket();
  lookups.limit(LOOKUPS_PER_SECOND);
  return {
    api: {
      credentials: options,
      region: options.region ?? 'us',
      enabled,
      workspace,
      journal,
      rate: createRateBucket(),
      lookups,
    },
    faults: createFaultQueue(),
    requests: [],
    now: options.now ?? Date.now,
    latencyMilliseconds: options.latencyMilliseconds ?? 0,
    recordBodies: options.recordBodies ?? false,
    closing: new AbortController(),
  };
}
