import { z } from 'zod';
import type { FormField } from '../../../shared/provider-descriptor.ts';
import { Secret } from '../../diagnostics/secret.ts';
import type { SecretFields } from '../../keychain/secret-store.ts';
import { nowEpochSeconds } from '../../platform/epoch.ts';
import { awsEndpoints, nameOfArn } from '../../s3/aws-endpoints.ts';
import { getCallerIdentity, type StsCall, type TemporaryKeys } from '../../s3/sts.ts';
import { verifyS3Keys } from '../../s3/verify.ts';
import type { ProviderContext, VerifyReport } from '../adapter.ts';
import type { FormReader } from '../form-reader.ts';
import { storedKeys } from '../s3/adapter.ts';
import { regionFields } from '../s3/form-fields.ts';
import { addressingAt, readEndpoint, readRegion } from '../s3/read-form.ts';
import { awsRegions } from '../s3/vendors.ts';

const services = ['aws', 'custom'] as const;

/** Where temporary keys are made and where they work. */
export const stsPlaceSchema = z.object({
  service: z.enum(services),
  region: z.string(),
  endpoint: z.string(),
  addressing: z.enum(['path', 'virtual']),
  stsEndpoint: z.string(),
  durationSeconds: z.number(),
});
export type StsPlace = z.infer<typeof stsPlaceSchema>;

/** Fields for the service, its region and its addresses. */
export const placeFields: readonly FormField[] = [
  {
    kind: 'choice',
    name: 'service',
    label: 'Service',
    required: true,
    initial: 'aws',
    options: [
      { value: 'aws', label: 'AWS' },
      { value: 'custom', label: 'MinIO, Ceph or another server' },
    ],
  },
  {
    kind: 'url',
    name: 'endpoint',
    label: 'S3 endpoint',
    help: 'https, or http on this computer (127.0.0.1).',
    required: true,
    placeholder: 'https://minio.example.com:9000',
    shownWhen: { field: 'service', equals: ['custom'] },
  },
  ...regionFields(awsRegions, 'Region'),
  {
    kind: 'url',
    name: 'stsEndpoint',
    label: 'Other STS endpoint',
    help: 'AWS has one in each region. MinIO and Ceph answer at the S3 endpoint.',
    required: false,
    advanced: true,
  },
];

export const durationField = (minutes: {
  readonly initial: number;
  readonly maximum: number;
}): FormField => ({
  kind: 'number',
  name: 'durationMinutes',
  label: 'Keys last for',
  unit: 'minutes',
  required: true,
  minimum: 15,
  advanced: true,
  ...minutes,
});

export const readStsPlace = (form: FormReader, maximumMinutes: number): StsPlace => {
  const service = form.choice('service', services);
  const region = readRegion(form, awsRegions);
  const own = awsEndpoints(region);
  const endpoint = service === 'aws' ? own.s3 : readEndpoint(form, 'endpoint', true);
  const stsEndpoint =
    readEndpoint(form, 'stsEndpoint', false) || (service === 'aws' ? own.sts : endpoint);
  return {
    service,
    region,
    endpoint,
    addressing: addressingAt(endpoint, service === 'aws' ? 'virtual' : 'path'),
    stsEndpoint,
    durationSeconds: form.wholeNumber('durationMinutes', { min: 15, max: maximumMinutes }) * 60,
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
export const temporaryFields = (keys: TemporaryKeys): SecretFields => ({
  accessKeyId: keys.accessKeyId,
  secretAccessKey: keys.secretAccessKey,
  sessionToken: keys.sessionToken,
  expiresAtEpochSeconds: new Secret(String(keys.expiresAtEpochSeconds)),
  ...(keys.arn === null ? {} : { account: new Secret(nameOfArn(keys.arn)) }),
});

/** Proves the temporary keys where they work, writing nothing. */
export const verifyTemporaryKeys = async (
  context: ProviderContext,
  place: StsPlace,
  fields: SecretFields,
): Promise<VerifyReport> => {
  const keys = storedKeys(fields);
  const { http, clock, signal } = context;
  if (place.service === 'aws') {
    await getCallerIdentity(stsCall(context, place), keys);
    return { verifiedAtEpochSeconds: nowEpochSeconds(clock) };
  }
  const s3Check = await verifyS3Keys({ http, clock, signal, keys, ...place });
  return { verifiedAtEpochSeconds: nowEpochSeconds(clock), s3Check };
};
