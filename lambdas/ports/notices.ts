// Notices of an import that changed its state: an event for other systems, a message for people.
import type { Notice } from '../domain/report/notice.ts';

export interface Notices {
  /** Sends the event and the message. @throws DeferError if one of them was not sent; the other may have been. */
  send(notice: Notice): Promise<void>;
}
