const accounts = (count: number): string =>
  count === 1 ? '1 account' : `${count.toLocaleString('en')} accounts`;

/** One thing that is done with several accounts. */
export const severalWords = {
  marked: (count: number) => `${count.toLocaleString('en')} selected`,
  bar: 'Selected accounts',
  renew: 'Renew',
  tag: 'Tags…',
  backUp: 'Back up…',
  disconnect: 'Disconnect…',
  end: 'End the selection (Esc)',
  running: {
    renewSeveral: (count: number) => `Renewing ${accounts(count)}…`,
    disconnectSeveral: (count: number) => `Disconnecting ${accounts(count)}…`,
  },
  done: {
    renewSeveral: (count: number) => `${accounts(count)} renewed`,
    disconnectSeveral: (count: number) => `${accounts(count)} disconnected`,
  },
  confirm: {
    title: (count: number) => `Disconnect ${accounts(count)}?`,
    text: (keychain: string) =>
      `Their keys and sign-ins are deleted from this computer’s ${keychain}. This cannot be undone.`,
    revoked: (count: number, of: number) =>
      count === of
        ? 'Access is also ended at the provider of each.'
        : `Access is also ended at the providers of ${accounts(count)}. At the others it stays until you remove it there.`,
    notRevoked: 'At their providers the access stays until you remove it there.',
    profiles:
      'AWS profiles that use them stay in your config file, and Tools offers to remove them.',
    more: (count: number) => `and ${count.toLocaleString('en')} more`,
    keep: 'Keep them',
    disconnect: (count: number) => `Disconnect ${accounts(count)}`,
  },
  outcome: {
    title: {
      renewSeveral: (done: number, of: number) => `${done} of ${accounts(of)} renewed`,
      disconnectSeveral: (done: number, of: number) => `${done} of ${accounts(of)} disconnected`,
    },
    failed: 'These stayed as they were:',
    notRevoked: 'Deleted here, but their provider did not confirm that access ended there:',
    close: 'Close',
  },
} as const;
