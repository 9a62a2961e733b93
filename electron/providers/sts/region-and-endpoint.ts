import { z } from 'zod';
import { Secret } from '../../diagnostics/secret.ts';
import type { SecretFields } from '../../keychain/secret-store.ts';
import { nowEpochSeconds } from '../../platform/epoch.ts';
import { awsEndpoints, nameOfArn } from '../../s3/aws-endpoints.ts';
import { getCallerIdentity, type StsCall, type TemporaryKeys } from '../../s3/sts.ts';
import { verifyS3Keys } from '../../s3/verify.ts';
import type { ProviderContext, VerifyReport } from '../adapter.ts';
import { formPart, type SettingsIn, type Values } from '../define-form.ts';
import { areFresh, issuedNow } from '../fresh-keys.ts';
import { storedKeys } from '../s3/adapter.ts';
import { addressingAt, normaliseEndpoint, regionFields, regionIn } from '../s3/form.ts';
import { awsRegions } from '../s3/vendors.ts';

const { region, otherRegion } = regionFields(awsRegions);

/** Fields for the service, its region and its addresses; `placeIn` reads them. */
export const placeFields = formPart({
  service: {
    kind: 'choice',
    initial: 'aws',
    options: ['aws', 'custom'],
  },
  endpoint: {
    kind: 'url',
    placeholder: 'https://minio.example.com:9000',
    shownWhen: { field: 'service', equals: ['custom'] },
    normalise: normaliseEndpoint(),
    kept: null,
  },
  // Keys of STS are good in every region, so the usual one will do to begin with.
  region: { ...region, advanced: true },
  otherRegion: { ...otherRegion, advanced: true },
  stsEndpoint: {
    kind: 'url',
    required: false,
    advanced: true,
    normalise: normaliseEndpoint(),
    kept: null,
  },
});

export const durationField = (minutes: { readonly initial: number; readonly maximum: number }) =>
  formPart({
    durationMinutes: {
      kind: 'number',
      minimum: 15,
      advanced: true,
      kept: null,
      ...minutes,
    },
  });

const placeSettings = z.object({
  region: z.string(),
  endpoint: z.string(),
  addressing: z.enum(['path', 'virtual']),
  stsEndpoint: z.string(),
  durationSeconds: z.number(),
});
export const placeSchemas = placeSettings.shape;

/** Where temporary keys are made and where they work. */
export type StsPlace = SettingsIn<typeof placeFields> & z.infer<typeof placeSettings>;

export const placeIn = (
  values: Values<typeof placeFields & ReturnType<typeof durationField>>,
): z.infer<typeof placeSettings> => {
  const isAws = values.service === 'aws';
  const region = regionIn(values);
  const own = awsEndpoints(region);
  const endpoint = isAws ? own.s3 : values.endpoint;
  return {
    region,
    endpoint,
    addressing: addressingAt(endpoint, isAws ? 'virtual' : 'path'),
    stsEndpoint: values.stsEndpoint || (isAws ? own.sts : endpoint),
    durationSeconds: values.durationMinutes * 60,
  };
};

export const stsCall = (context: ProviderContext, place: StsPlace): StsCall => ({
  http: context.http,
  clock: context.clock,
  signal: context.signal,
  endpoint: place.stsEndpoint,
  region: place.region,
});

/** Temporary keys as stored fields, under the names that copying and verifying look for. */
export const temporaryFields = ({ clock }: ProviderContext, keys: TemporaryKeys): SecretFields => ({
  accessKeyId: keys.accessKeyId,
  secretAccessKey: keys.secretAccessKey,
  sessionToken: keys.sessionToken,
  expiresAtEpochSeconds: new Secret(String(keys.expiresAtEpochSeconds)),
  ...issuedNow(clock),
  ...(keys.arn === null ? {} : { account: new Secret(nameOfArn(keys.arn)) }),
});

/** Proves the temporary keys where they work; at AWS that names no bucket, unless to write there. */
export const verifyTemporaryKeys = async (
  context: ProviderContext,
  place: StsPlace,
  fields: SecretFields,
  writeTo?: string,
): Promise<VerifyReport> => {
  const keys = storedKeys(fields);
  const { http, clock, signal, random } = context;
  if (place.service === 'aws') {
    await getCallerIdentity(stsCall(context, place), keys);
    if (writeTo === undefined) return { verifiedAtEpochSeconds: nowEpochSeconds(clock) };
  }
  const s3Check = await verifyS3Keys({
    http,
    clock,
    signal,
    keys,
    freshlyIssued: areFresh(clock, fields),
    ...place,
    ...(writeTo === undefined
      ? {}
      : {
          writing: { bucket: writeTo, random },
          ...(place.service === 'aws' ? { bucket: writeTo } : {}),
        }),
  });
  return { verifiedAtEpochSeconds: nowEpochSeconds(clock), s3Check };
};
