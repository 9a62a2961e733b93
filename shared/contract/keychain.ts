import { atMost, type ChannelGroup, nothing, usual } from './call.ts';

export const keychain = {
  /** Looks at the keychain again after the person unlocked or installed one. */
  check: { argument: nothing, reply: nothing, ...atMost(5, 1) },
  /** Starts over with the keychain that is there now, after a confirmation. */
  adopt: { argument: nothing, reply: nothing, ...usual },
} as const satisfies ChannelGroup<'keychain'>;
