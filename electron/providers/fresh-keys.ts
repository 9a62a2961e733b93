import { Secret } from '../diagnostics/secret.ts';
import type { SecretFields } from '../keychain/secret-store.ts';
import { nowEpochSeconds } from '../platform/epoch.ts';
import type { Clock } from '../platform/interfaces.ts';

/** Services cache what they know of keys; new ones may take moments to work. */
const freshSeconds = 60;

/** Notes among the stored fields that these keys were made now. */
export const issuedNow = (clock: Clock) =>
  ({ issuedAtEpochSeconds: new Secret(String(nowEpochSeconds(clock))) }) as const;

/** Says whether a service may not have heard of these keys yet. */
export const areFresh = (clock: Clock, { issuedAtEpochSeconds }: SecretFields): boolean =>
  nowEpochSeconds(clock) - Number(issuedAtEpochSeconds?.expose() ?? 0) < freshSeconds;
