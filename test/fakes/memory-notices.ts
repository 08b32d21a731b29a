// Notices that are kept instead of sent.
import { DeferError } from '../../lambdas/domain/errors.ts';
import type { Notice } from '../../lambdas/domain/report/notice.ts';
import type { Notices } from '../../lambdas/ports/notices.ts';

export interface MemoryNotices extends Notices {
  readonly sent: readonly Notice[];
  /** With `true`, every notice fails until the next call. */
  fail(failing: boolean): void;
}

export function memoryNotices(): MemoryNotices {
  const sent: Notice[] = [];
  let isFailing = false;
  return {
    sent,
    fail: (failing) => {
      isFailing = failing;
    },
    async send(notice) {
      if (isFailing)
        throw new DeferError(
          'notice_undelivered',
          'EventBridge or SNS throttles requests or is unavailable.',
        );
      sent.push(notice);
    },
  };
}
