// A person in the seen table, to which rows are said one after the other.
import type { JudgedImport } from '../../lambdas/domain/delivery/judge.ts';
import { judgeIdentify } from '../../lambdas/domain/delivery/judge-person.ts';
import type { SeenItem } from '../../lambdas/domain/delivery/seen-item.ts';
import type { SeenKey } from '../../lambdas/domain/operations/keys.ts';
import type { Properties } from '../../lambdas/domain/operations/properties.ts';
import { attributeHashesOf } from '../../lambdas/forward/seen-keys.ts';
import { NEW_YEAR, personOperation, type SomeMeta } from './operation.ts';

const DAY_SECONDS = 86_400;
interface Row extends SomeMeta {
  readonly feed?: string;
  /** Days after New Year: of the file and, with `dated`, of the row. */
  readonly day?: number;
  readonly dated?: boolean;
  readonly resend?: number;
  readonly importId?: string;
}

/** The seen table's item of one person, to which rows are delivered one after the other. */
export function aPerson(before?: SeenItem) {
  let seen = before;
  const judge = (attributes: Properties, row: Row = {}) => {
    const { feed = 'crm', day = 0, dated = false, resend, importId = `${feed} ${day}`, ...meta } = row;
    const at = NEW_YEAR + day * DAY_SECONDS;
    const operation = personOperation(attributes, { at, ...meta });
    const origin = { importId, feed, arrivedAt: at * 1000 };
    return {
      operation,
      origin,
      judgment: judgeIdentify(operation, seen, sayingOf(origin, { dated, resend })),
    };
  };
  return {
    /** @returns the outcome; for a row that is sent, the attributes. */
    say(attributes: Properties, row?: Row): unknown {
      const { operation, origin, judgment } = judge(attributes, row);
      if (judgment.outcome === 'send') {
        const { as } = judgment;
        const { at } = operation.meta;
        seen = {
          key: 'k' as SeenKey,
          ...origin,
          content: as.meta.content,
          at,
          attributes: as.attributes ?? new Uint8Array(),
        };
        return JSON.parse(as.item).attributes;
      }
      if ('stillTrue' in judgment && judgment.stillTrue) seen = judgment.stillTrue;
      return judgment.outcome;
    },
    judge,
    get seen() {
      return seen;
    },
  };
}

function sayingOf(
  origin: JudgedImport['origin'],
  { dated, resend }: { readonly dated: boolean; readonly resend: number | undefined },
) {
  return {
    origin,
    guards: { dated, resend },
    attributeHashes: attributeHashesOf('main', 'secret'),
    now: () => origin.arrivedAt + 3_600_000,
  };
}
