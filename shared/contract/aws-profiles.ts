import { z } from 'zod';
import {
  leftProfilesSchema,
  profileChangeSchema,
  profileListSchema,
  profilePreviewSchema,
} from '../aws-profiles.ts';
import {
  atMost,
  type ChannelGroup,
  manyAccounts,
  nothing,
  oneConnection,
  severalConnections,
  usual,
} from './call.ts';

/** As typed; main says what is wrong with it. */
const oneProfile = oneConnection.extend({ profile: z.string().max(200) });

export const awsProfiles = {
  list: { argument: oneConnection, reply: profileListSchema, ...usual },
  leftBehind: { argument: nothing, reply: leftProfilesSchema, ...usual },
  /** Asked at each letter of a name that is typed. */
  preview: { argument: oneProfile, reply: profilePreviewSchema, ...usual },
  write: {
    argument: oneProfile.extend({ basis: z.string().regex(/^[0-9a-f]{64}$/) }),
    reply: profileChangeSchema,
    ...atMost(5, 1),
  },
  remove: {
    argument: oneProfile,
    reply: profileChangeSchema,
    ...atMost(5, 1),
  },
  /** As `leftBehind`, of accounts that are about to go. */
  ofSeveral: { argument: severalConnections, reply: leftProfilesSchema, ...usual, ...manyAccounts },
  removeOfSeveral: {
    argument: severalConnections,
    reply: profileChangeSchema,
    ...atMost(5, 1),
    ...manyAccounts,
  },
  undo: {
    argument: z.strictObject({ change: z.uuid() }),
    reply: nothing,
    ...atMost(5, 1),
  },
} as const satisfies ChannelGroup<'awsProfiles'>;
