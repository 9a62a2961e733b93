/** Notices about an account whose provider gave no error to go with its state. */
export const stateNotices: Readonly<
  Record<'sign-in' | 'due' | 'expired', { readonly title: string; readonly text?: string }>
> = {
  'sign-in': {
    title: 'Sign in again to keep using this account',
    text: 'The provider no longer accepts what is stored. Your settings are kept: choose Reconnect.',
  },
  due: {
    title: 'Renewal is due',
    text: 'Stowkey renews this by itself as soon as it can reach the provider. Choose Renew to try now.',
  },
  expired: { title: 'This access has expired' },
};

/** How tokens are renewed. */
export const renewalWords = {
  afterSignIn: 'Once you have signed in again',
  automatic: 'Automatic',
  whenItStops: 'Sign in again if it stops working',
  whenItExpires: 'Sign in again when it expires',
} as const;

/** Asks to check whose account it is, where the sign-in's answer bore no mark of it. */
export const unconfirmedAccount = (provider: string, account: string | null): string =>
  `Not confirmed: ${provider} does not say which sign-in its answer belongs to. Check that ${account ?? 'this account'} is yours.`;

export const unencryptedEndpoint =
  'This endpoint does not encrypt: anyone in the network can read and change files on their way.';
