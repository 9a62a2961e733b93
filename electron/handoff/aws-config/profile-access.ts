import type { ConnectionId } from '../../../shared/ids.ts';
import { consumerWords } from '../../../shared/words/consumers.ts';
import type { Consumers } from '../consumers.ts';

type ForProfile = { readonly profile: string };

/** Lets tools take the keys of an account under a profile's name. */
export type ProfileAccess = {
  /** Whether no other consumer goes by that name. */
  readonly isFree: (id: ConnectionId, { profile }: ForProfile) => boolean;
  /** Whether a consumer goes by that name, of whichever account. */
  readonly isGiven: ({ profile }: ForProfile) => boolean;
  /** What a profile of that name has to run; nothing is given by asking. */
  readonly commandFor: (profile: string) => string;
  readonly giveAccess: (
    id: ConnectionId,
    { profile }: ForProfile,
  ) => Promise<{ readonly command: string }>;
  /** Ends it; no error where there is none. */
  readonly withdrawAccess: (id: ConnectionId, { profile }: ForProfile) => Promise<void>;
};

/**
 * Makes each profile a consumer of the local agent, of one account and the profile's name. The launcher
 * finds its token by that name.
 */
export const createProfileAccess = (
  /** What profiles run, and what sees to it that it is there. */
  script: { readonly path: string; readonly write: () => Promise<void> },
  consumers: Pick<Consumers, 'all' | 'give' | 'revoke'>,
): ProfileAccess => {
  const commandFor = (profile: string): string => `${script.path} ${profile}`;
  // Its token lies in a file of that name, and some systems take both cases for one.
  const named = (profile: string) =>
    consumers.all().filter(({ handle }) => handle.toLowerCase() === profile.toLowerCase());
  const isOf = (id: ConnectionId, profile: string): boolean =>
    named(profile).every(
      ({ handle, name, connectionIds }) =>
        handle === profile &&
        // A tool that was given access by another name is none of ours to replace.
        name === consumerWords.awsProfile(profile) &&
        connectionIds?.join() === id,
    );
  return {
    commandFor,
    isFree: (id, { profile }) => isOf(id, profile),
    isGiven: ({ profile }) => named(profile).length > 0,
    giveAccess: async (id, { profile }) => {
      await script.write();
      const name = consumerWords.awsProfile(profile);
      await consumers.give({ name, handle: profile, connectionIds: [id], rule: 'always' });
      return { command: commandFor(profile) };
    },
    withdrawAccess: async (id, { profile }) => {
      if (isOf(id, profile)) await consumers.revoke(profile);
    },
  };
};
