import type { AwsProfiles } from '../../handoff/aws-config/aws-profiles.ts';
import type { Handlers } from './index.ts';

export const awsProfileHandlers = (profiles: AwsProfiles): Handlers['awsProfiles'] => ({
  list: ({ connectionId }) => profiles.list(connectionId),
  leftBehind: profiles.leftBehind,
  preview: (one) => profiles.preview(one),
  write: (one) => profiles.write(one),
  remove: (one) => profiles.remove(one),
  ofSeveral: ({ connectionIds }) => profiles.ofSeveral(connectionIds),
  removeOfSeveral: ({ connectionIds }) => profiles.removeOfSeveral(connectionIds),
  undo: ({ change }) => profiles.undo(change),
});
