// Who hears of an import that changed its state: other systems by an event, people by a message.
import type { Notice } from '../domain/report/notice.ts';

export interface Notices {
  /** Tells both. @throws DeferError where one of them could not be told; the other may have been. */
  tell(notice: Notice): Promise<void>;
}
