/** What may be found of an account: once more after each kill, one of several. */
export type Found = { readonly label: string; readonly secret: string | null } | null;

export type Account = {
  readonly kind: 'keys' | 'sign-in';
  readonly providerId: string;
  /** As it was last seen; only keys are known to the letter. */
  known: Found;
};

/** What is in the backup of an account. */
export type Copy = { readonly account: Account; readonly is: Exclude<Found, null> };

/** Null where none was made yet. */
export type Backup = readonly Copy[] | null;

/** What the program was doing when it fell. */
export type Fall = {
  /** As it is counted and told. */
  readonly what: string;
  /** What may be there of an account. */
  readonly may: (account: Account) => readonly Found[];
  /** Whose tokens may be used up or ended by now. */
  readonly spends: readonly Account[];
  /** Come all or none. */
  readonly together: readonly Account[];
  /** What may be in the backup, where it was written. */
  readonly backups: () => readonly Backup[];
};
