/**
 * Everything that may look across workspaces, by name. The role behind it can read and write only what the security
 * migrations grant to `app_platform`: nothing of documents, pages, passages, conversations, messages or citations.
 * A new operation is a line here, a reason in its service, and a grant in a migration.
 */
export type PlatformOperation =
  /** Store a sign-up that is not verified yet, and its mail. */
  | 'signUp'
  /** Make person, personal workspace, account and first grant from a verified sign-up. */
  | 'completeSignUp'
  | 'signIn'
  | 'signOut'
  /** Cookie to session, person and membership: once per request. */
  | 'resolveContext'
  | 'touchSession'
  /** Sign-ups, tokens, attempts and sessions that have expired. */
  | 'sweepAccounts'
  /** Which reservations expired; each is closed in its own workspace. */
  | 'sweepReservations'
  /** Quotes that nobody took up, refusals and closed notices of more than a year ago. */
  | 'pruneBilling'
  /** Which runs lost their process or ended long ago; each is closed or pruned in its own workspace. */
  | 'sweepRuns'
  /** Which uploads expired; each is removed in its own workspace. */
  | 'sweepUploads'
  /** Put the job of a sweep or of the checks into the queue: it belongs to no workspace. */
  | 'requestSweep'
  | 'deliverMail'
  | 'readiness'
  /** Make the bearer of the first link staff. */
  | 'claimStaff'
  /** Usage, accounts, denials and checks of all workspaces, for those who operate the platform. */
  | 'staffRead'
  /** What staff change, each with its audit entry. */
  | 'staffChange'
  /** Whether the books balance, how far the recounts have come, and the mails about it. */
  | 'controlChecks'
  /** Figures of all workspaces together, for /metrics. */
  | 'readMetrics'
  /** Who owns a workspace, for members who may not pay themselves. */
  | 'findOwner'
  /** What the members of a workspace are called, beside what each of them used. */
  | 'findMemberNames'
  /** Mail an owner about a limit; staff and the person who asked about a request for a plan. */
  | 'sendBillingMail'
  /** Make people without the mail between: prisma/seed.ts, and the factories of tests. */
  | 'seed'
