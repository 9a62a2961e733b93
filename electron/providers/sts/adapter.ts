import { providerIdSchema } from '../../../shared/ids.ts';
import type { FormField, FormInput } from '../../../shared/provider-descriptor.ts';
import { AppError, isAppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import type { SecretFields } from '../../keychain/secret-store.ts';
import type { S3Keys } from '../../s3/signed-request.ts';
import {
  assumeRole,
  getCallerIdentity,
  getSessionToken,
  type MfaProof,
  type TemporaryKeys,
} from '../../s3/sts.ts';
import type {
  Credential,
  ProviderAdapter,
  ProviderContext,
  ProviderSettings,
  VerifyReport,
} from '../adapter.ts';
import { defineForm, formPart, type RefuseField } from '../define-form.ts';
import { verifyFirst } from '../kept-unchecked.ts';
import { askForKeys, describeKeys } from '../s3/adapter.ts';
import { checkKeys, type KeyValues, keyFields, keysIn } from '../s3/form.ts';
import { withShapeHints } from '../s3/key-shape.ts';
import { readPastedKeys } from '../s3/paste/keys.ts';
import { regionInput } from '../s3/prefill.ts';
import { awsKeyShape, awsRegions } from '../s3/vendors.ts';
import { requireField } from '../stored-settings.ts';
import {
  durationField,
  placeFields,
  placeIn,
  placeSchemas,
  type StsPlace,
  stsCall,
  temporaryFields,
  verifyTemporaryKeys,
} from './region-and-endpoint.ts';
import { maxRoleMinutes, roleFields } from './role.ts';

type StsSettings = StsPlace & ProviderSettings & { readonly mfaSerial: string };

/** What two ways of turning long-term keys into temporary ones do each in their own manner. */
type Exchange<S extends StsSettings> = {
  readonly form: {
    readonly fields: FormField[];
    readonly read: (input: FormInput) => { readonly settings: S; readonly values: KeyValues };
    readonly stored: (settings: ProviderSettings) => S;
  };
  readonly getKeys: (
    context: ProviderContext,
    settings: S,
    base: S3Keys,
    mfa: MfaProof | null,
  ) => Promise<TemporaryKeys>;
  /** Asks whose keys these are, where the reply that brought them does not say. */
  readonly identify: (
    context: ProviderContext,
    settings: S,
    keys: TemporaryKeys,
  ) => Promise<string | null>;
  readonly descriptor: Pick<ProviderAdapter['descriptor'], 'links'> & { readonly id: string };
};

const baseFields = ({ accessKeyId, secretAccessKey, sessionToken }: S3Keys): SecretFields => ({
  baseAccessKeyId: accessKeyId,
  baseSecretAccessKey: secretAccessKey,
  ...(sessionToken === undefined ? {} : { baseSessionToken: sessionToken }),
});

const storedBase = (fields: SecretFields): S3Keys => ({
  accessKeyId: requireField(fields, 'baseAccessKeyId'),
  secretAccessKey: requireField(fields, 'baseSecretAccessKey'),
  ...(fields.baseSessionToken === undefined ? {} : { sessionToken: fields.baseSessionToken }),
});

/** Asks for the code of the moment: it is never stored, and works once. */
const askMfa = async (context: ProviderContext, serial: string): Promise<MfaProof | null> => {
  if (serial === '') return null;
  const code = (await context.askSecret('mfa-code')).expose().replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(code)) throw new AppError('sts.mfa-refused');
  return { serial, code: new Secret(code) };
};

/**
 * Keys that were taken before and are unknown or over now: the service's own word that only others
 * help. A signature that does not fit is none, for clocks and proxies spoil signatures too.
 */
const asLost = (error: unknown): unknown => {
  if (isAppError(error, 's3.invalid-access-key')) {
    const params = { ...error.params, reason: 'keys-refused' };
    return new AppError('oauth.sign-in-again', { params, cause: error });
  }
  // Ceph says it of dead keys too, AWS of the role alone: so nothing is given up, but both are named.
  if (isAppError(error, 'sts.denied')) {
    const params = { ...error.params, reason: 'keys-or-role' };
    return new AppError('sts.denied', { params, fields: error.fields, cause: error });
  }
  return error;
};

const shapeAt = (place: Pick<StsPlace, 'service'>) =>
  place.service === 'aws' ? awsKeyShape : null;

const createStsAdapter = <S extends StsSettings>(exchange: Exchange<S>): ProviderAdapter => {
  const { descriptor, form } = exchange;
  const settingsOf = (current: Credential): S => form.stored(current.settings);

  const getKeys = async (
    context: ProviderContext,
    settings: S,
    base: S3Keys,
  ): Promise<TemporaryKeys> => {
    context.step('get-temporary-keys');
    const mfa = await askMfa(context, settings.mfaSerial);
    return withShapeHints(shapeAt(settings), base, () =>
      exchange.getKeys(context, settings, base, mfa),
    );
  };

  const withOwner = async (
    context: ProviderContext,
    settings: S,
    base: S3Keys,
    keys: TemporaryKeys,
  ): Promise<Credential> => {
    const arn = keys.arn ?? (await exchange.identify(context, settings, keys));
    return {
      settings,
      fields: { ...baseFields(base), ...temporaryFields(context, { ...keys, arn }) },
    };
  };

  const get = async (context: ProviderContext, settings: S, base: S3Keys): Promise<Credential> => {
    const got = await context.check(
      () => getKeys(context, settings, base),
      settings.service !== 'aws',
    );
    return got === null
      ? { settings, fields: baseFields(base), isUnchecked: true }
      : withOwner(context, settings, base, got.found);
  };
  const renew = async (context: ProviderContext, current: Credential): Promise<Credential> => {
    const settings = settingsOf(current);
    const base = storedBase(current.fields);
    const keys = await getKeys(context, settings, base).catch((error: unknown) => {
      throw asLost(error);
    });
    return withOwner(context, settings, base, keys);
  };

  return {
    descriptor: {
      ...descriptor,
      id: providerIdSchema.parse(descriptor.id),
      group: 'keys',
      fields: form.fields,
      mark: 'aws',
      prefill: 'long-term-keys',
      contacts: ['*.amazonaws.com', '*.amazonaws.com.cn'],
      capabilities: { refresh: true, verify: true, reconnect: true },
    },
    steps: {
      connect: ['get-temporary-keys', 'save'],
      refresh: ['get-temporary-keys', 'save'],
    },
    prepare: (input) => {
      const { settings, values } = form.read(input);
      const base = keysIn(values, shapeAt(settings));
      return (context) => get(context, settings, base);
    },
    refresh: renew,
    reauthorize: async (context, current) => {
      const settings = settingsOf(current);
      const { keys } = await askForKeys(context, shapeAt(settings));
      return get(context, settings, keys);
    },
    verify: (context, current, writeTo) => {
      const verify = ({ fields }: Credential): Promise<VerifyReport> =>
        verifyTemporaryKeys(context, settingsOf(current), fields, writeTo);
      return current.fields.accessKeyId === undefined
        ? verifyFirst(() => renew(context, current), verify)
        : verify(current);
    },
    prefill: (text) => {
      const pasted = readPastedKeys(text);
      if (pasted === null) throw new AppError('prefill.not-understood');
      return {
        ...(pasted.region === null ? {} : regionInput(awsRegions, pasted.region)),
        accessKeyId: pasted.accessKeyId,
        secretAccessKey: pasted.secretAccessKey,
        ...(pasted.sessionToken === null ? {} : { sessionToken: pasted.sessionToken }),
      };
    },
    describe: (current) => {
      const settings = settingsOf(current);
      // A code of the MFA device is the person's to give.
      return describeKeys(current.fields, settings, settings.mfaSerial === '');
    },
  };
};

const { mfaSerial: mfaField } = formPart({
  mfaSerial: {
    kind: 'text',
    required: false,
    max: 256,
    pattern: /^[\w+=/:,.@-]{9,256}$/,
  },
});

type BaseValues = Parameters<typeof placeIn>[0] & KeyValues;

/** The settings of both, once the keys they are made with are looked at. */
const derived = {
  schemas: placeSchemas,
  derive: (values: BaseValues, refuse: RefuseField) => {
    checkKeys(values, shapeAt(values), refuse);
    return placeIn(values);
  },
};

const roleForm = defineForm(
  {
    ...placeFields,
    ...keyFields(),
    ...roleFields,
    externalId: {
      kind: 'text',
      required: false,
      advanced: true,
      max: 1224,
      pattern: /^[\w+=,.@:/-]{2,1224}$/,
    },
    mfaSerial: { ...mfaField, advanced: true },
    ...durationField({ initial: 60, maximum: maxRoleMinutes }),
  },
  derived,
);

/** Connects keys of a role, renewed with long-term keys that stay in the keychain. */
export const assumeRoleProvider = createStsAdapter({
  form: roleForm,
  getKeys: (context, settings, base, mfa) =>
    assumeRole(stsCall(context, settings), base, { ...settings, mfa }),
  identify: async () => null,
  descriptor: {
    id: 'sts-assume-role',
    links: [{ url: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html' }],
  },
});

/** Longest session of a user. Source: GetSessionToken, AWS STS API. */
const maxSessionMinutes = 2160;

const sessionForm = defineForm(
  {
    ...placeFields,
    ...keyFields(),
    mfaSerial: mfaField,
    ...durationField({ initial: 720, maximum: maxSessionMinutes }),
  },
  derived,
);

/** Connects a session of one's own user, usually to prove an MFA device. */
export const sessionTokenProvider = createStsAdapter({
  form: sessionForm,
  getKeys: (context, settings, base, mfa) =>
    getSessionToken(stsCall(context, settings), base, {
      durationSeconds: settings.durationSeconds,
      mfa,
    }),
  identify: async (context, settings, keys) => {
    if (settings.service !== 'aws') return null;
    context.step('identify');
    return getCallerIdentity(stsCall(context, settings), keys);
  },
  descriptor: {
    id: 'sts-session-token',
    links: [
      { url: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html' },
    ],
  },
});
