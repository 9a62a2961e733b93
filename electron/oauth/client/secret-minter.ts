import type { Secret } from '../../diagnostics/secret.ts';
import { nowEpochSeconds } from '../../platform/epoch.ts';
import type { Clock } from '../../platform/interfaces.ts';
import { mintJwtClientSecret } from './jwt-secret.ts';

export type MintClientSecret = (input: {
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly lifetimeMinutes: number;
}) => Promise<Secret>;

/**
 * Mints JWT client secrets of which no two are alike.
 *
 * The claims are `client_id` and `exp` in whole seconds and nothing else, so two attempts within one
 * second would sign the same token; servers that take each once would refuse the second. It gets the
 * next second instead.
 */
export const createClientSecretMinter = (clock: Pick<Clock, 'nowEpochMs'>): MintClientSecret => {
  const lastIssuedAt = new Map<string, number>();
  return (input) => {
    const now = nowEpochSeconds(clock);
    const key = `${input.clientId} ${input.lifetimeMinutes}`;
    const issuedAt = Math.max(now, (lastIssuedAt.get(key) ?? 0) + 1);
    // A clock that was set back must not drag expiries into the future.
    const usable = issuedAt - now < 60 ? issuedAt : now;
    lastIssuedAt.set(key, usable);
    return mintJwtClientSecret({ ...input, clock: { nowEpochMs: () => usable * 1000 } });
  };
};
