// Customer.io, as Forward uses it.

/** An item that Customer.io declined, by its place in the batch. */
export interface DeclinedItem {
  readonly index: number;
  /** Customer.io's message, which may repeat a value of the item. */
  readonly message: string;
}

export type BatchReply =
  /** All items except the declined ones are accepted. */
  | { readonly status: 'accepted'; readonly declined: readonly DeclinedItem[] }
  /** An item of the batch is wrong and the answer does not say which: send each half of the batch again. */
  | { readonly status: 'unresolved'; readonly message: string };

export interface CustomerIo {
  /**
   * Posts one batch body (`{"batch":[…]}`) of this many items. The index of a declined item is its place in the batch.
   * @throws DeferError throttled, unavailable, timed out: the outcome is unknown; the same ULIDs make a repeat safe.
   * @throws PausedError credentials or region refused, or no such endpoint.
   */
  postBatch(body: string, items: number): Promise<BatchReply>;
}
