// What a column of consent (optIn, optOut) sends: the answer, and what follows from it for messages.
import { type ColumnRule, isConsent } from '../../contracts/feed/column.ts';
import { type Properties, setProperty } from '../operations/properties.ts';

/** Adds what a person said to the attributes. @returns the name of a consent that the answer leaves as it is. */
export type SayAnswer = (into: Properties, said: boolean) => string | undefined;

/**
 * By default only a no has an effect: a yes in a file can be older than the click on "unsubscribe" in a mail, and a person
 * without `unsubscribed` gets messages (Customer.io OpenAPI, `unsubscribed`).
 */
export function compileAnswer(
  { type, send = 'unsubscribe' }: Pick<ColumnRule, 'type' | 'send'>,
  path: readonly string[],
): SayAnswer {
  const [name = ''] = path;
  const isSent = (wants: boolean) => send === 'both' || (send === 'subscribe') === wants;
  return (into, said) => {
    const wants = (type === 'optIn') === said;
    if (!isConsent(name)) setProperty(into, path, said);
    const consent = isConsent(name) ? name : 'unsubscribed';
    if (!isSent(wants)) return consent;
    if (consent !== 'unsubscribed') setProperty(into, path, wants);
    else setUnsubscribed(into, !wants);
    return undefined;
  };
}

/** If several columns of a row decide it, one no is a no. */
export const setUnsubscribed: SayAnswer = (into, unsubscribed) => {
  if (into.unsubscribed !== true) into.unsubscribed = unsubscribed;
  return undefined;
};
