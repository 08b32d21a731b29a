// What Customer.io does not document. For each question: the answers that are possible, and the one that the stand-in
// gives if a test does not choose another. `doctor --probe` asks the same questions of a real workspace. So this is the
// one list of what we do not know, and each answer is a mode of the stand-in.

export const UNVERIFIED = {
  /**
   * An identify whose `timestamp` is older than what the person has. `attribute`: each value that is newer is kept.
   * `profile`: the whole update is lost, with a 200 (posthog/posthog#55330). `ignored`: the last request wins.
   */
  staleIdentify: ['attribute', 'profile', 'ignored'],
  /** The attribute `''` of a person. The specification says "removes" only of objects and relationships. */
  emptyText: ['clears', 'stores', 'ignores'],
  /** The attribute `null` of a person. */
  nullValue: ['clears', 'ignores'],
  /** A new e-mail address for a person who is named by their id: the setting "Allow updates to email using ID". */
  changeOfEmail: ['refused', 'allowed'],
  /** An event for a person who does not exist. The import of events has `only_existing`, so `all` may create people. */
  eventOfUnknown: ['creates', 'ignored'],
  /** An event whose `id` is not a ULID: "the API rejects invalid values" (customerio-ruby#136), but Segment sends such ids. */
  idOfEvent: ['refused', 'accepted'],
  /** Two events with the same `id`: whether the second is ignored, also if it is of another person. */
  sameEventId: ['workspace', 'person', 'recorded'],
  /** An attribute longer than 1,000 bytes: only the limit is documented. `lost`: the whole update, with a 200. */
  longValue: ['refused', 'stored', 'truncated', 'dropped', 'lost'],
  /** Whether `POST /v1/customers/attributes` also finds people by another identifier, with `id_type`. */
  bulkLookup: ['id', 'any'],
} as const;

export type UnverifiedQuestion = keyof typeof UNVERIFIED;

/** How the stand-in answers. */
export type Answers = { readonly [question in UnverifiedQuestion]: (typeof UNVERIFIED)[question][number] } & {
  /** Seconds until the App API shows what the Track API accepted. Others saw 10 to 60 s. */
  readonly readableAfter: number;
};

/** The first answer of each question, and no delay. */
export const USUAL_ANSWERS: Answers = {
  staleIdentify: 'attribute',
  emptyText: 'clears',
  nullValue: 'clears',
  changeOfEmail: 'refused',
  eventOfUnknown: 'creates',
  idOfEvent: 'refused',
  sameEventId: 'workspace',
  longValue: 'refused',
  bulkLookup: 'id',
  readableAfter: 0,
};

/** Each answer of each question with which the stand-in differs from the usual ones. */
export function otherAnswers(): Partial<Answers>[] {
  return Object.entries(UNVERIFIED).flatMap(([question, answers]) =>
    answers.slice(1).map((answer) => ({ [question]: answer })),
  );
}
