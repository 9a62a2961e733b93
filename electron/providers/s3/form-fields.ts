import type { FormField } from '../../../shared/provider-descriptor.ts';
import { otherRegion } from './read-form.ts';
import type { Region, S3Vendor } from './vendors.ts';

/** Fields for a region out of a list, or another one unless the list is closed. */
export const regionFields = (
  regions: readonly Region[],
  label: string,
  isClosed = false,
): FormField[] => [
  {
    kind: 'choice',
    name: 'region',
    label,
    required: true,
    initial: regions[0]?.[0] ?? otherRegion,
    options: [
      ...regions.map(([value, name]) => ({ value, label: name })),
      ...(isClosed ? [] : [{ value: otherRegion, label: 'Another one' }]),
    ],
  },
  ...(isClosed
    ? []
    : [
        {
          kind: 'text',
          name: 'otherRegion',
          label: `Other ${label.toLowerCase()}`,
          required: true,
          shownWhen: { field: 'region', equals: [otherRegion] },
        } satisfies FormField,
      ]),
];

const accountFields: readonly FormField[] = [
  {
    kind: 'text',
    name: 'accountId',
    label: 'Account ID',
    help: '32 characters, on the R2 overview page. The whole S3 endpoint is fine as well.',
    required: true,
  },
  {
    kind: 'choice',
    name: 'jurisdiction',
    label: 'Jurisdiction',
    help: 'Only buckets that were created in a jurisdiction are found at its host.',
    required: true,
    initial: 'default',
    advanced: true,
    options: [
      { value: 'default', label: 'None' },
      { value: 'eu', label: 'European Union' },
      { value: 'us', label: 'United States' },
      { value: 'fedramp', label: 'FedRAMP' },
    ],
  },
];

const ownServerFields = (placeholder: string): FormField[] => [
  {
    kind: 'url',
    name: 'endpoint',
    label: 'S3 endpoint',
    help: 'https, or http on this computer (127.0.0.1). For http at home see below.',
    required: true,
    placeholder,
  },
  {
    kind: 'toggle',
    name: 'privateHttp',
    label: 'Allow http in my own network',
    help: 'Only for addresses such as http://192.168.1.5:9000. Nothing is encrypted: anyone in that network can read and change your files on their way, though not learn the secret key.',
    required: false,
    initial: false,
  },
];

const otherEndpointField = (usual: string): FormField => ({
  kind: 'url',
  name: 'endpoint',
  label: 'Other endpoint',
  help: `Only if yours is not ${usual.replaceAll('{', '<').replaceAll('}', '>')}.`,
  required: false,
  advanced: true,
});

/** The fields for keys, shared with the forms for temporary keys. */
export const keyFields = (
  names: { readonly id: string; readonly secret: string },
  accessKeyIdIsSecret = false,
): FormField[] => [
  accessKeyIdIsSecret
    ? { kind: 'secret', name: 'accessKeyId', label: names.id, required: true }
    : { kind: 'text', name: 'accessKeyId', label: names.id, required: true },
  { kind: 'secret', name: 'secretAccessKey', label: names.secret, required: true },
];

/** The form of a storage service with S3 keys. */
export const formOf = (vendor: S3Vendor): FormField[] => [
  ...(vendor.asksAccount ? accountFields : []),
  ...(vendor.endpoint === null ? ownServerFields(vendor.endpointPlaceholder) : []),
  ...(typeof vendor.regions === 'string'
    ? [
        {
          kind: 'text' as const,
          name: 'region',
          label: vendor.regionLabel,
          required: true,
          initial: vendor.regions,
          advanced: true,
        },
      ]
    : regionFields(vendor.regions, vendor.regionLabel, vendor.regionsAreClosed)),
  ...keyFields(vendor.keyNames, vendor.accessKeyIdIsSecret),
  {
    kind: 'secret',
    name: 'sessionToken',
    label: 'Session token',
    help: 'Only temporary keys have one.',
    required: false,
    advanced: !vendor.verifiesBySts,
  },
  {
    kind: 'text',
    name: 'bucket',
    label: 'Bucket to check',
    help: vendor.bucketHelp,
    required: false,
    advanced: true,
  },
  ...(vendor.addressingIsChoice
    ? [
        {
          kind: 'choice' as const,
          name: 'addressing',
          label: 'Bucket addresses',
          required: true,
          initial: 'path',
          advanced: true,
          options: [
            { value: 'path', label: 'host/bucket (path style)' },
            { value: 'virtual', label: 'bucket.host (virtual-hosted style)' },
          ],
        },
      ]
    : []),
  ...(vendor.endpoint === null ? [] : [otherEndpointField(vendor.endpoint)]),
  ...(vendor.verifiesBySts
    ? [
        {
          kind: 'url' as const,
          name: 'stsEndpoint',
          label: 'Other STS endpoint',
          help: 'Only for networks that reach AWS through endpoints of their own.',
          required: false,
          advanced: true,
        },
      ]
    : []),
  {
    kind: 'text',
    name: 'expiresAt',
    label: 'Keys expire at',
    help: 'A date and time such as 2026-01-31T12:00:00Z. Filled in from pasted JSON.',
    required: false,
    advanced: true,
  },
  {
    kind: 'text',
    name: 'profile',
    label: 'Taken from profile',
    help: 'Filled in when a pasted file had several. Only to show which one was taken.',
    required: false,
    advanced: true,
  },
];
