// Notices that are kept instead of sent.
import { DeferError } from '../../lambdas/domain/errors.ts';
import type { Notice } from '../../lambdas/domain/report/notice.ts';
import type { Notices } from '../../lambdas/ports/notices.ts';

export interface MemoryNotices extends Notices {
  readonly told: readonly Notice[];
  /** Nobody can be told until further notice. */
  fail(failing: boolean): void;
}

export function memoryNotices(): MemoryNotices {
  const told: Notice[] = [];
  let failing = false;
  return {
    told,
    fail: (now) => {
      failing = now;
    },
    async tell(notice) {
      if (failing)
        throw new DeferError(
          'notice_undelivered',
          'EventBridge or SNS throttles requests or is unavailable.',
        );
      told.push(notice);
    },
  };
}
