import { providerIdSchema } from '../../../shared/ids.ts';
import type { ConnectionFactsInput, S3Check } from '../../../shared/schemas.ts';
import { AppError, isAppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import type { SecretFields } from '../../keychain/secret-store.ts';
import { nowEpochSeconds } from '../../platform/epoch.ts';
import { nameOfArn } from '../../s3/aws-endpoints.ts';
import type { S3Keys } from '../../s3/signed-request.ts';
import { getCallerIdentity } from '../../s3/sts.ts';
import { verifyS3Keys, withNewKeys } from '../../s3/verify.ts';
import type { Credential, ProviderAdapter, ProviderContext } from '../adapter.ts';
import { requireField } from '../stored-settings.ts';
import { bucketPattern, endpointIn, keysIn, s3Form } from './form.ts';
import { certainProblems, withShapeHints } from './key-shape.ts';
import { cleanValue, readPastedKeys } from './paste/keys.ts';
import { toFormInput } from './prefill.ts';
import type { KeyShape, S3Vendor } from './vendors.ts';

type Settings = ReturnType<ReturnType<typeof s3Form>['stored']>;

/** Who types keys has often just made them, and services take seconds to spread the word. */
const typedKeyDelaysMs = [1_000, 2_000];

/** Takes the keys out of stored fields. */
export const storedKeys = (fields: SecretFields): S3Keys => ({
  accessKeyId: requireField(fields, 'accessKeyId'),
  secretAccessKey: requireField(fields, 'secretAccessKey'),
  ...(fields.sessionToken === undefined ? {} : { sessionToken: fields.sessionToken }),
});

/** Asks for new keys as a block of any form; throws when there are none in it, or surely wrong ones. */
export const askForKeys = async (
  context: ProviderContext,
  shape: KeyShape | null,
): Promise<{ readonly keys: S3Keys; readonly expiresAtEpochSeconds: number | null }> => {
  const pasted = readPastedKeys((await context.askSecret('s3-keys')).expose());
  if (pasted === null) throw new AppError('prefill.not-understood');
  const keys: S3Keys = {
    accessKeyId: new Secret(pasted.accessKeyId),
    secretAccessKey: new Secret(pasted.secretAccessKey),
    ...(pasted.sessionToken === null ? {} : { sessionToken: new Secret(pasted.sessionToken) }),
  };
  const fields = certainProblems(shape, keys);
  if (Object.keys(fields).length > 0) throw new AppError('input.invalid', { fields });
  return {
    keys,
    expiresAtEpochSeconds:
      pasted.expiration === null ? null : Math.floor(Date.parse(pasted.expiration) / 1000),
  };
};

/** What is known of stored keys: whose they are, where they work and until when; of none, nothing. */
export const describeKeys = (
  fields: SecretFields,
  place: Pick<Settings, 'endpoint' | 'region' | 'addressing'>,
  renewsItself = false,
): ConnectionFactsInput => ({
  renewsItself,
  account: fields.account?.expose() ?? null,
  expiresAtEpochSeconds:
    fields.expiresAtEpochSeconds === undefined
      ? null
      : Number(fields.expiresAtEpochSeconds.expose()),
  grant: null,
  s3:
    fields.accessKeyId === undefined
      ? null
      : {
          endpoint: place.endpoint,
          region: place.region,
          addressing: place.addressing,
          accessKeyHint: fields.accessKeyId.expose().slice(0, 4),
        },
});

/**
 * Proves keys without writing anything, and names their account where the service tells it.
 *
 * AWS's security token service answers every genuine key; elsewhere ListBuckets does.
 */
const prove = async (
  context: ProviderContext,
  vendor: S3Vendor,
  settings: Settings,
  keys: S3Keys,
  writeTo?: string,
): Promise<{ readonly account: string | null; readonly s3Check: S3Check | null }> => {
  const { http, clock, signal } = context;
  const { region, bucket, stsEndpoint } = settings;
  return withShapeHints(vendor.keyShape, keys, async () => {
    const account = vendor.verifiesBySts
      ? nameOfArn(
          await getCallerIdentity({ http, clock, signal, endpoint: stsEndpoint, region }, keys),
        )
      : null;
    const proves = vendor.verifiesBySts && bucket === '' ? writeTo : bucket;
    if (proves === undefined) return { account, s3Check: null };
    const s3Check = await verifyS3Keys({
      http,
      clock,
      signal,
      keys,
      endpoint: settings.endpoint,
      region,
      addressing: settings.addressing,
      privateHttp: settings.privateHttp,
      adoptsRegion: true,
      endpointIn: (other) => endpointIn(vendor, settings, other),
      ...(proves === '' ? {} : { bucket: proves }),
      ...(writeTo === undefined ? {} : { writing: { bucket: writeTo, random: context.random } }),
    });
    return { account, s3Check };
  });
};

/**
 * Proves keys as they were given. If the secret does not fit, blanks or quotes around it may have come
 * along when it was copied: the service says which of the two it knows.
 */
const proveEither = async (
  context: ProviderContext,
  vendor: S3Vendor,
  settings: Settings,
  given: S3Keys,
) => {
  const proven = async (keys: S3Keys) => ({
    keys,
    ...(await prove(context, vendor, settings, keys)),
  });
  try {
    return await proven(given);
  } catch (error) {
    const exact = given.secretAccessKey.expose();
    const clean = cleanValue(exact);
    const mayBeOther = clean !== exact && clean !== '';
    if (!mayBeOther || !isAppError(error, 's3.signature-mismatch')) throw error;
    return proven({ ...given, secretAccessKey: new Secret(clean) });
  }
};

/** Asks for a bucket where a server does not tell the keys of a known account from wrong ones. */
const withBucket = async <T>(
  context: ProviderContext,
  settings: Settings,
  run: (settings: Settings) => Promise<T>,
): Promise<T> => {
  try {
    return await run(settings);
  } catch (error) {
    if (!isAppError(error, 's3.unproven')) throw error;
    const bucket = (await context.askSecret('s3-bucket')).expose().trim();
    if (!bucketPattern.test(bucket)) {
      throw new AppError('input.invalid', { fields: { bucket: 'bad-format' }, cause: error });
    }
    return run({ ...settings, bucket });
  }
};

/** The settings with the region that the server asked for, where it named another. */
const inItsRegion = (vendor: S3Vendor, settings: Settings, check: S3Check | null): Settings => {
  const region = check?.regionAdopted ?? null;
  if (region === null) return settings;
  return { ...settings, region, endpoint: endpointIn(vendor, settings, region) };
};

/** Connects keys once they are proven, or kept by the person's word where nothing can prove them. */
const connectKeys = async (
  context: ProviderContext,
  vendor: S3Vendor,
  settings: Settings,
  given: { readonly keys: S3Keys; readonly expiresAtEpochSeconds: number | null },
): Promise<Credential> => {
  const { expiresAtEpochSeconds } = given;
  context.step('verify');
  const checked = await context.check(
    () =>
      withNewKeys(context, typedKeyDelaysMs, () =>
        proveEither(context, vendor, settings, given.keys),
      ),
    vendor.endpoint === null,
  );
  const nothing = { keys: given.keys, account: null, s3Check: null };
  const { keys, account, s3Check } = checked?.found ?? nothing;
  return {
    settings: inItsRegion(vendor, settings, s3Check),
    isProven: checked !== null,
    isUnchecked: checked === null,
    s3Check,
    fields: {
      ...keys,
      ...(account === null ? {} : { account: new Secret(account) }),
      ...(expiresAtEpochSeconds === null
        ? {}
        : { expiresAtEpochSeconds: new Secret(String(expiresAtEpochSeconds)) }),
    },
  };
};

/** Connects keys of one storage service, typed or pasted. There is nothing to renew. */
export const createS3Adapter = (vendor: S3Vendor): ProviderAdapter => {
  const form = s3Form(vendor);
  return {
    descriptor: {
      id: providerIdSchema.parse(vendor.id),
      group: 'keys',
      mark: vendor.mark,
      fields: form.fields,
      links: [{ url: vendor.link }],
      contacts: [...vendor.contacts],
      prefill: 's3-keys',
      capabilities: { refresh: false, verify: true, reconnect: true },
    },
    steps: { connect: ['verify', 'save'], refresh: [] },
    prepare: (input) => {
      const { settings, values } = form.read(input);
      const keys = keysIn(values, vendor.keyShape);
      const expiresAtEpochSeconds =
        values.expiresAt === '' ? null : Math.floor(Date.parse(values.expiresAt) / 1000);
      return (context) => connectKeys(context, vendor, settings, { keys, expiresAtEpochSeconds });
    },
    reauthorize: async (context, current) => {
      const settings = form.stored(current.settings);
      const given = await askForKeys(context, vendor.keyShape);
      return withBucket(context, settings, (proving) =>
        connectKeys(context, vendor, proving, given),
      );
    },
    verify: async (context, current, writeTo) => {
      const settings = form.stored(current.settings);
      return withBucket(context, settings, async (proving) => {
        const keys = storedKeys(current.fields);
        const { s3Check, account } = await prove(context, vendor, proving, keys, writeTo);
        const verified = { verifiedAtEpochSeconds: nowEpochSeconds(context.clock), s3Check };
        const known = inItsRegion(vendor, proving, s3Check);
        // Kept unchecked, they were not named.
        const isNamed = account === null || account === current.fields.account?.expose();
        if (known === settings && isNamed) return verified;
        const named = account === null ? {} : { account: new Secret(account) };
        const fields = { ...current.fields, ...named };
        return { ...verified, renewed: { settings: known, fields } };
      });
    },
    prefill: (text) => {
      const pasted = readPastedKeys(text);
      if (pasted === null) throw new AppError('prefill.not-understood');
      return toFormInput(vendor, pasted);
    },
    describe: (current) => describeKeys(current.fields, form.stored(current.settings)),
  };
};
