import { createHash } from 'node:crypto';

export type ServiceScope =
  | { readonly channel: 'stable' | 'development' | 'demo' }
  /** A profile that is not at the usual place has items of its own. */
  | {
      readonly channel: 'stable' | 'development' | 'demo' | 'test';
      readonly profileFolder: string;
    };

/**
 * Names the keychain service of a profile; profiles never see one another's items.
 *
 * No name is the beginning of another one, because keytar's Windows search goes by prefix, and none
 * holds a `/`, because Windows joins service and account with it.
 */
export const serviceName = (scope: ServiceScope): string => {
  const profile =
    'profileFolder' in scope
      ? createHash('sha256').update(scope.profileFolder).digest('hex').slice(0, 12)
      : null;
  const parts = [scope.channel === 'stable' ? null : scope.channel, profile, 'Stowkey'];
  return parts.filter((part) => part !== null).join('.');
};
