// All journeys, in the order in which they are listed.
import { cartRecovery } from './cart-recovery.ts';
import { firstPurchase } from './first-purchase.ts';
import type { Journey } from './journey.ts';
import { postPurchase } from './post-purchase.ts';
import { replenishment } from './replenishment.ts';
import { winback } from './winback.ts';

export const JOURNEYS: readonly Journey[] = [
  cartRecovery,
  postPurchase,
  winback,
  replenishment,
  firstPurchase,
];
