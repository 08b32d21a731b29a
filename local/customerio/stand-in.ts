// A strict stand-in for Customer.io's Track API, and for what the pipeline asks of its App API. It follows what Customer.io has published and was never compared with
// the live service; where that is silent it refuses. The local engine and every integration test deliver to it.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LOOKUPS_PER_SECOND } from './app-api.ts';
import type { Credentials } from './desk.ts';
import { createFaultQueue, type Fault } from './faults.ts';
import { openJournal } from './journal.ts';
import { createRateBucket } from './rate-bucket.ts';
import { type Reception, receive } from './reception.ts';
import type { RecordedRequest } from './request-log.ts';
import type { IdentifierKind, OwnIdentifierKind } from './track-item.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

export interface StandInOptions extends Credentials {
  /** `us` unless told. */
  readonly region?: 'us' | 'eu';
  /** Any free port unless told. */
  readonly port?: number;
  /** Directory that the workspace is kept in over restarts; without it, memory only. */
  readonly store?: string;
  /** Identifiers that the workspace uses: id and email unless told. */
  readonly identifiers?: { readonly [kind in OwnIdentifierKind]?: boolean };
  /** Milliseconds; `Date.now` unless told. */
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
  /** In the order their bodies were complete; of this run only. */
  readonly requests: readonly RecordedRequest[];
  /** Faults befall the next requests, in order. @returns takes back what has not befallen one by then. */
  inject(...faults: readonly Fault[]): () => void;
  /** Requests over the rate are answered with 200 and dropped, as Customer.io reserves the right to; undefined ends it. */
  limitRate(requestsPerSecond: number | undefined): void;
  /** From now on only these are right. */
  setCredentials(credentials: Credentials): void;
  /** Cuts off what is under way. */
  close(): Promise<void>;
}

/** @throws where the port is taken, or the journal in `store` cannot be read */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const reception = await openReception(options);
  const { desk, faults, requests } = reception;
  const server = createServer((request, response) => void receive(reception, request, response));
  server.keepAliveTimeout = 60_000; // not to close an idle connection just as a client reuses it
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(options.port ?? 0, '127.0.0.1', listening);
  });
  let closed: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    workspace: desk.workspace,
    requests,
    inject: faults.inject,
    limitRate: desk.rate.limit,
    setCredentials: (credentials) => {
      desk.credentials = credentials;
    },
    close: () => (closed ??= shutDown(server, reception)),
  };
}

async function shutDown(server: Server, { desk, closing }: Reception): Promise<void> {
  closing.abort();
  await new Promise<void>((closed) => {
    server.close(() => closed());
    server.closeAllConnections();
  });
  desk.journal?.close();
}

async function openReception(options: StandInOptions): Promise<Reception> {
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
  const lookups = createRateBucket();
  lookups.limit(LOOKUPS_PER_SECOND);
  return {
    desk: {
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
