// What Review leaves for Report: the added-up statistics and the decision.
import * as z from 'zod';
import { StatisticsSchema } from './chunk-summary.ts';

export const ReviewSchema = z.object({
  statistics: StatisticsSchema,
  decision: z.enum(['forward', 'hold', 'stop']),
});
export type Review = Readonly<z.infer<typeof ReviewSchema>>;
