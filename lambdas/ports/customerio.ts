// Customer.io, as Forward sees it: a batch goes in, an answer that is safe to act on comes out.

/** An item that Customer.io declined, by its place in the batch. */
export interface DeclinedItem {
  readonly index: number;
  /** Customer.io's own words; they may repeat a value of the item. */
  readonly message: string;
}

export type BatchReply =
  /** All items are accepted, except for the declined ones. */
  | { readonly status: 'accepted'; readonly declined: readonly DeclinedItem[] }
  /** Something in the batch is at fault and the answer does not say which item: halve it and send again. */
  | { readonly status: 'unresolved'; readonly message: string };

export interface CustomerIo {
  /**
   * Posts one batch body (`{"batch":[…]}`) of this many items. The index of every declined item is one of theirs.
   * @throws DeferError throttled, unavailable, timed out: the outcome is unknown, the same ULIDs make a repeat safe.
   * @throws PausedError credentials or region refused, or no such endpoint.
   */
  postBatch(body: string, items: number): Promise<BatchReply>;
}
