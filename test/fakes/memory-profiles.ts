// The App API of a Customer.io in memory. It has the people who were identified or had an event.
import type { Identifiers } from '../../lambdas/domain/operations/item.ts';
import type { CustomerIoProfiles } from '../../lambdas/ports/customerio-profiles.ts';
import type { MemoryCustomerIo } from './memory-customerio.ts';

export interface MemoryProfiles extends CustomerIoProfiles {
  /** Values of identifiers, in the order of the requests. */
  readonly asked: readonly string[];
  /** The people of each request. */
  readonly requests: readonly number[];
  /** The next requests end with this error. */
  failNext(error: Error, times?: number): void;
  /** Returned instead of the real attributes, `times` times. */
  tell(person: string, attributes: Readonly<Record<string, unknown>> | undefined, times?: number): void;
}

export function memoryProfiles(customerIo: MemoryCustomerIo): MemoryProfiles {
  const asked: string[] = [];
  const requests: number[] = [];
  const failures: Error[] = [];
  const told = new Map<
    string,
    { attributes: Readonly<Record<string, unknown>> | undefined; times: number }
  >();
  const find = (identifiers: Identifiers) => {
    const person = Object.values(identifiers).join();
    asked.push(person);
    const otherwise = told.get(person);
    if (otherwise && otherwise.times-- > 0) return otherwise.attributes;
    const known = customerIo.people.get(person);
    const had = [...customerIo.events.values()].some(
      (event) => Object.values(event.identifiers).join() === person,
    );
    if (!known && !had) return undefined;
    return { ...identifiers, ...known?.attributes };
  };
  const fail = () => {
    const failure = failures.shift();
    if (failure) throw failure;
  };
  return {
    asked,
    requests,
    async attributesOf(identifiers) {
      requests.push(1);
      fail();
      return find(identifiers);
    },
    async attributesOfMany(people) {
      requests.push(people.length);
      fail();
      return people.map(find);
    },
    failNext: (error, times = 1) => failures.push(...Array<Error>(times).fill(error)),
    tell: (person, attributes, times = Number.POSITIVE_INFINITY) => told.set(person, { attributes, times }),
  };
}
