import { endOf, renewsBeforeUse } from '../../../shared/connection-rules.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { S3View } from '../../../shared/schemas.ts';
import { AppError } from '../../diagnostics/errors.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import type { UseCaseDependencies } from './dependencies.ts';

export type S3Credential = {
  readonly label: string;
  readonly s3: S3View;
  readonly accessKeyId: Secret;
  readonly secretAccessKey: Secret;
  readonly sessionToken?: Secret;
  readonly expiresAtEpochSeconds: number | null;
};

/**
 * What credentials are asked for. A person needs a while to paste them, so they are renewed or refused
 * shortly before their end; a program can use them until that very end when nothing renews them. Where
 * they are only to be shown, masked, nothing is renewed for it.
 */
export type Need = 'to-paste' | 'until-its-end' | 'to-show';

/**
 * Reads stored credentials for copying and revealing, renewing first what has run out. Throws
 * `connection.busy` rather than give what has run out while something else is done about it.
 */
export const createHandOut = (
  dependencies: UseCaseDependencies,
  renewInBackground: (id: ConnectionId) => Promise<void>,
) => {
  const { vault, clock } = dependencies;

  const freshen = async (id: ConnectionId, need: Need): Promise<void> => {
    const record = dependencies.requireSettled(id);
    if (need === 'to-show' || !renewsBeforeUse(record, clock.nowEpochMs())) return;
    try {
      await renewInBackground(id);
    } catch (error) {
      const end = endOf(record.facts);
      const isGood = end !== null && end * 1000 > clock.nowEpochMs();
      if (need === 'to-paste' || !isGood) throw error;
    }
  };

  const readField = async (id: ConnectionId, name: string): Promise<Secret> => {
    const value = (await vault.open(id)).fields[name];
    if (value === undefined) throw new AppError('keychain.missing');
    return value;
  };

  return {
    s3Keys: async (id: ConnectionId, need: Need = 'to-paste'): Promise<S3Credential> => {
      await freshen(id, need);
      const { label, facts } = dependencies.requireSettled(id);
      const { accessKeyId, secretAccessKey, sessionToken } = (await vault.open(id)).fields;
      if (facts.s3 === null || accessKeyId === undefined || secretAccessKey === undefined) {
        throw new AppError('keychain.missing');
      }
      return {
        label,
        s3: facts.s3,
        accessKeyId,
        secretAccessKey,
        ...(sessionToken === undefined ? {} : { sessionToken }),
        expiresAtEpochSeconds: facts.expiresAtEpochSeconds,
      };
    },
    accessToken: async (id: ConnectionId, need: Need = 'to-paste'): Promise<Secret> => {
      await freshen(id, need);
      return readField(id, 'accessToken');
    },
    brokerId: async (id: ConnectionId): Promise<Secret> => {
      dependencies.requireSettled(id);
      return readField(id, 'connectionId');
    },
    accessGrant: async (id: ConnectionId) => {
      const { label } = dependencies.requireSettled(id);
      return { label, accessGrant: await readField(id, 'accessGrant') };
    },
  };
};
