import type { ConnectionFactsInput } from '../../../shared/schemas.ts';
import { AppError, isAppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import type { SecretFields } from '../../keychain/secret-store.ts';
import { nowEpochSeconds } from '../../platform/epoch.ts';
import { verifyS3Keys } from '../../s3/verify.ts';
import { type AccessGrant, parseAccessGrant } from '../../storj/access-grant.ts';
import { AccessGrantError } from '../../storj/access-grant-error.ts';
import { exchangeGrant } from '../../storj/access-service.ts';
import { toGrantView } from '../../storj/grant-view.ts';
import type { Credential, ProviderAdapter, ProviderContext, VerifyReport } from '../adapter.ts';
import { formPart } from '../define-form.ts';
import { areFresh, issuedNow } from '../fresh-keys.ts';
import { verifyFirst } from '../kept-unchecked.ts';
import { requireField } from '../stored-settings.ts';

/** StorX's guide exchanges grants at the first host, its API collection at the second. */
export const storxAccessServices = ['https://storx.io', 'https://auth.storx.io'] as const;

export const { region: regionField } = formPart({
  region: {
    kind: 'text',
    initial: 'us-east-1',
    advanced: true,
    max: 64,
    pattern: /^[a-z0-9-]+$/i,
  },
});

/** Parses a grant, naming what is wrong with it in a code that can be shown. */
export const readGrant = (text: Secret): AccessGrant => {
  try {
    return parseAccessGrant(text.expose());
  } catch (error) {
    if (error instanceof AccessGrantError) throw error.toAppError();
    throw error;
  }
};

/**
 * Exchanges a grant for S3 keys at the first access service that is one.
 *
 * Only an answer that shows the host to be the wrong one (`server.wrong-host`) moves on to the next.
 */
export const exchangeForKeys = async (
  context: ProviderContext,
  accessServices: readonly string[],
  grant: Secret,
): Promise<SecretFields> => {
  context.step('exchange-grant');
  let wrongHost: unknown = new AppError('server.wrong-host');
  for (const accessService of accessServices) {
    try {
      const keys = await exchangeGrant({
        http: context.http,
        accessService: new URL(accessService),
        grant,
        signal: context.signal,
        clock: context.clock,
      });
      return {
        accessGrant: grant,
        accessKeyId: keys.accessKeyId,
        secretAccessKey: keys.secretAccessKey,
        endpoint: new Secret(keys.endpoint),
        ...issuedNow(context.clock),
        ...(keys.freeTierExpiresAtEpochSeconds === null
          ? {}
          : { keysExpireAtEpochSeconds: new Secret(String(keys.freeTierExpiresAtEpochSeconds)) }),
      };
    } catch (error) {
      if (!isAppError(error, 'server.wrong-host')) throw error;
      wrongHost = error;
    }
  }
  throw wrongHost;
};

/** Shows a received grant for review, comparing its encryption key with the stored grant's. */
export const reviewGrant = async (
  context: ProviderContext,
  received: { readonly grant: Secret; readonly stateVerified: boolean },
  stored: SecretFields,
): Promise<void> => {
  const grant = readGrant(received.grant);
  const before = stored.accessGrant;
  const encryptionKeyChanged =
    before !== undefined && readGrant(before).encryptionKeyHash !== grant.encryptionKeyHash;
  await context.review({
    grant: toGrantView(grant),
    stateVerified: received.stateVerified,
    encryptionKeyChanged,
  });
};

const earliest = (...times: readonly (number | null)[]): number | null => {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
};

/** Works out what may be shown of a grant and its keys. */
const describe = (fields: SecretFields, region: string): ConnectionFactsInput => {
  const grant = toGrantView(readGrant(requireField(fields, 'accessGrant')));
  const keysExpire = fields.keysExpireAtEpochSeconds;
  const expiresAtEpochSeconds = earliest(
    grant.notAfterEpochSeconds,
    keysExpire === undefined ? null : Number(keysExpire.expose()),
  );
  return {
    account: null,
    expiresAtEpochSeconds,
    neverExpires: expiresAtEpochSeconds === null,
    grant,
    // A grant that was kept unchecked has none yet.
    s3:
      fields.accessKeyId === undefined
        ? null
        : {
            endpoint: requireField(fields, 'endpoint').expose(),
            region,
            addressing: 'path',
            accessKeyHint: fields.accessKeyId.expose().slice(0, 4),
          },
  };
};

/** Proves the keys with a signed ListBuckets, and by writing where that is asked for. */
const verify = async (
  context: ProviderContext,
  fields: SecretFields,
  region: string,
  writeTo?: string,
): Promise<VerifyReport> => {
  const s3Check = await verifyS3Keys({
    http: context.http,
    clock: context.clock,
    signal: context.signal,
    keys: {
      accessKeyId: requireField(fields, 'accessKeyId'),
      secretAccessKey: requireField(fields, 'secretAccessKey'),
    },
    endpoint: requireField(fields, 'endpoint').expose(),
    region,
    addressing: 'path',
    freshlyIssued: areFresh(context.clock, fields),
    ...(writeTo === undefined ? {} : { writing: { bucket: writeTo, random: context.random } }),
  });
  return { verifiedAtEpochSeconds: nowEpochSeconds(context.clock), s3Check };
};

/**
 * Gives what every connector that holds a grant does alike: exchange it again while it is good, get
 * another one when it is over, verify and describe its keys.
 */
export const grantOperations = <S extends { readonly region: string }>(connector: {
  readonly read: (current: Credential) => S;
  readonly accessServices: (settings: S) => readonly string[];
  readonly getAnotherGrant: (
    context: ProviderContext,
    settings: S,
    stored: SecretFields,
  ) => Promise<Credential>;
}): Required<Pick<ProviderAdapter, 'refresh' | 'reauthorize' | 'verify' | 'describe'>> => {
  const { read, accessServices, getAnotherGrant } = connector;
  const exchangeAgain = async (
    context: ProviderContext,
    { settings, fields }: Credential,
  ): Promise<Credential> => {
    const grant = requireField(fields, 'accessGrant');
    const services = accessServices(read({ settings, fields }));
    const keys = await exchangeForKeys(context, services, grant);
    // When the former keys ended says nothing about the new ones.
    const { keysExpireAtEpochSeconds: _, ...rest } = fields;
    return { settings, fields: { ...rest, ...keys } };
  };
  return {
    refresh: async (context, current) => {
      const settings = read(current);
      try {
        return await exchangeAgain(context, current);
      } catch (error) {
        // Only the service's or the grant's own word ends a grant; trouble does not.
        const over = isAppError(error, 'grant.expired', 'grant.damaged', 'grant.wrong-network');
        if (!over) throw error;
        return getAnotherGrant(context, settings, current.fields);
      }
    },
    reauthorize: (context, current) => getAnotherGrant(context, read(current), current.fields),
    verify: (context, current, writeTo) => {
      const verifyKeys = ({ fields }: Credential): Promise<VerifyReport> =>
        verify(context, fields, read(current).region, writeTo);
      return current.fields.accessKeyId === undefined
        ? verifyFirst(() => exchangeAgain(context, current), verifyKeys)
        : verifyKeys(current);
    },
    describe: (current) => describe(current.fields, read(current).region),
  };
};
