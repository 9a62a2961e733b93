import { z } from 'zod';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { Secret } from '../../diagnostics/secret.ts';
import { isAddress } from '../../platform/address-kind.ts';
import { parseEndpoint } from '../../platform/address-policy.ts';
import { awsEndpoints } from '../../s3/aws-endpoints.ts';
import type { S3Keys } from '../../s3/signed-request.ts';
import { defineForm, formPart, type RefuseField, type TextField } from '../define-form.ts';
import { urlProblem, visible } from '../form-checks.ts';
import { certainProblems } from './key-shape.ts';
import { cleanValue } from './paste/keys.ts';
import type { KeyShape, Region, S3Vendor } from './vendors.ts';

/** The value that lets a region be typed which the list does not have yet. */
export const otherRegion = 'other';

export const bucketPattern = /^[a-z0-9][a-z0-9._-]{1,253}[a-z0-9]$/i;

const regionPattern = /^[a-z0-9][a-z0-9-]{0,63}$/i;

export const regionValues = (regions: readonly Region[]): readonly string[] =>
  regions.map((region) => (typeof region === 'string' ? region : region.value));

/** Fields for a region out of a list, or another one unless the list is closed; `regionIn` reads them. */
export const regionFields = (regions: readonly Region[] | string, isClosed = false) => {
  const isListed = typeof regions !== 'string';
  return formPart({
    region: isListed
      ? {
          kind: 'choice',
          initial: regionValues(regions)[0] ?? otherRegion,
          options: [...regions, ...(isClosed ? [] : [otherRegion])],
          kept: null,
        }
      : {
          kind: 'text',
          initial: regions,
          advanced: true,
          pattern: regionPattern,
          kept: null,
        },
    otherRegion: {
      kind: 'text',
      offered: isListed && !isClosed,
      shownWhen: { field: 'region', equals: [otherRegion] },
      pattern: regionPattern,
      kept: null,
    },
  });
};

export const regionIn = (values: {
  readonly region: string;
  readonly otherRegion: string;
}): string => values.otherRegion || values.region;

/**
 * Reads a base address that signed requests are sent to.
 *
 * Plain http is refused off this computer: S3 signatures protect neither the data nor the session
 * token from whoever listens. `privateHttp` says that the person knows and allowed it all the same
 * for an address of a private network.
 */
export const normaliseEndpoint =
  (mayBePrivate = false): NonNullable<TextField['normalise']> =>
  (text, refuse, input) => {
    const privateHttp = mayBePrivate && input.privateHttp === true;
    const endpoint = parseEndpoint(text, { privateHttp });
    if (endpoint.ok) return endpoint.url.origin;
    const { problem } = endpoint;
    refuse(problem === 'not-https' ? (urlProblem(text) ?? problem) : problem);
    return text;
  };

/** An address has no names under it, so buckets cannot be in front of it. */
export const addressingAt = (endpoint: string, wanted: 'path' | 'virtual'): 'path' | 'virtual' =>
  URL.canParse(endpoint) && isAddress(new URL(endpoint).hostname) ? 'path' : wanted;

/** The fields for keys, shared with the forms for temporary keys; `keysIn` reads them. */
export const keyFields = ({
  idIsSecret = false,
  tokenIsAdvanced = true,
}: {
  readonly idIsSecret?: boolean;
  readonly tokenIsAdvanced?: boolean;
} = {}) =>
  formPart({
    accessKeyId: {
      kind: 'secret',
      inSight: !idIsSecret,
      max: 256,
      normalise: cleanValue,
      // It travels in a header, which cannot carry anything else.
      pattern: visible,
    },
    secretAccessKey: {
      kind: 'secret',
      exact: true,
      max: 512,
      pattern: /^\P{Cc}*$/u,
    },
    sessionToken: {
      kind: 'secret',
      required: false,
      advanced: tokenIsAdvanced,
      max: 12_288,
      normalise: cleanValue,
      pattern: visible,
    },
  });

export type KeyValues = {
  readonly accessKeyId: Secret;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret | null;
};

/**
 * Gives a pair of keys and its session token, without what was copied along with them.
 *
 * A secret never travels, so services may take any text for one (Ceph does). It is taken as it is,
 * unless without blanks and quotes around it it has the shape that the service hands out.
 */
export const keysIn = (
  { accessKeyId, secretAccessKey, sessionToken }: KeyValues,
  shape: KeyShape | null,
): S3Keys => {
  const clean = cleanValue(secretAccessKey.expose());
  return {
    accessKeyId,
    secretAccessKey: shape?.secret.test(clean) === true ? new Secret(clean) : secretAccessKey,
    ...(sessionToken === null ? {} : { sessionToken }),
  };
};

/** Refuses keys that are surely wrong. */
export const checkKeys = (values: KeyValues, shape: KeyShape | null, refuse: RefuseField): void => {
  for (const [name, problem] of Object.entries(certainProblems(shape, keysIn(values, shape)))) {
    refuse(name, problem);
  }
};

const hasEndpoint = ({ endpoint }: FormInput): boolean =>
  typeof endpoint === 'string' && endpoint.trim() !== '';

const accountFields = (offered: boolean) =>
  formPart({
    accountId: {
      kind: 'text',
      offered,
      neededWhen: (input) => !hasEndpoint(input),
      max: 2048,
      /** The account ID alone, or the whole endpoint that Cloudflare shows beside it. */
      normalise: (text, refuse, input) => {
        const [, account] = /(?:^|\/\/)([0-9a-f]{32})(?:$|\.)/.exec(text.toLowerCase()) ?? [];
        if (account === undefined && !hasEndpoint(input)) refuse('bad-format');
        return account ?? '';
      },
      kept: null,
    },
    jurisdiction: {
      kind: 'choice',
      offered,
      neededWhen: (input) => !hasEndpoint(input),
      initial: 'default',
      advanced: true,
      options: ['default', 'eu', 'us', 'fedramp'],
      kept: null,
    },
  });

const endpointField = ({ endpoint, endpointPlaceholder, isFenced = false }: S3Vendor) =>
  formPart({
    endpoint:
      endpoint === null
        ? {
            kind: 'url',
            placeholder: endpointPlaceholder,
            normalise: normaliseEndpoint(true),
            kept: null,
          }
        : {
            kind: 'url',
            offered: !isFenced,
            words: 'otherEndpoint',
            params: { usual: endpoint.replaceAll('{', '<').replaceAll('}', '>') },
            required: false,
            advanced: true,
            normalise: normaliseEndpoint(),
            kept: null,
          },
  });

/** The form of a storage service with S3 keys. */
export const s3Form = (vendor: S3Vendor) => {
  const isOwnServer = vendor.endpoint === null;
  return defineForm(
    {
      ...accountFields(vendor.asksAccount),
      // First of all where it has to be typed; further down it keeps the place it has.
      ...(isOwnServer ? endpointField(vendor) : {}),
      privateHttp: {
        kind: 'toggle',
        offered: isOwnServer,
        initial: false,
        // Settings of before have none.
        kept: z.boolean().default(false),
      },
      ...regionFields(vendor.regions, vendor.regionsAreClosed),
      ...keyFields({
        idIsSecret: vendor.accessKeyIdIsSecret,
        tokenIsAdvanced: !vendor.verifiesBySts,
      }),
      bucket: {
        kind: 'text',
        required: false,
        advanced: true,
        max: 255,
        pattern: bucketPattern,
      },
      addressing: {
        kind: 'choice',
        offered: vendor.addressingIsChoice,
        initial: vendor.addressingIsChoice ? 'path' : vendor.addressing,
        advanced: true,
        options: ['path', 'virtual'],
        kept: null,
      },
      ...endpointField(vendor),
      stsEndpoint: {
        kind: 'url',
        offered: vendor.verifiesBySts,
        required: false,
        advanced: true,
        normalise: normaliseEndpoint(),
        kept: null,
      },
      expiresAt: {
        kind: 'text',
        required: false,
        advanced: true,
        max: 40,
        normalise: (text, refuse) => {
          if (Number.isNaN(Date.parse(text))) refuse('bad-format');
          return text;
        },
        kept: null,
      },
      profile: {
        kind: 'text',
        required: false,
        advanced: true,
        kept: null,
      },
    },
    {
      schemas: {
        endpoint: z.string().refine((text) => mayBeAt(vendor, text)),
        region: z.string(),
        addressing: z.enum(['path', 'virtual']),
        /** Empty for every service but AWS. */
        stsEndpoint: z.string(),
      },
      derive: (values, refuse) => {
        checkKeys(values, vendor.keyShape, refuse);
        const region = regionIn(values);
        const endpoint = values.endpoint || fillPattern(vendor, region, values);
        return {
          endpoint,
          region,
          addressing: addressingAt(endpoint, values.addressing),
          stsEndpoint: vendor.verifiesBySts ? values.stsEndpoint || awsEndpoints(region).sts : '',
        };
      },
    },
  );
};

const mayBeAt = ({ isFenced = false, contacts }: S3Vendor, endpoint: string): boolean =>
  !isFenced || (URL.canParse(endpoint) && contacts.includes(new URL(endpoint).host));

/** The vendor's own endpoint of another region; what the person typed, or what has none in it, stays. */
export const endpointIn = (
  vendor: S3Vendor,
  from: { readonly endpoint: string; readonly region: string },
  region: string,
): string => {
  const nobody = { accountId: '', jurisdiction: 'default' };
  const isOwn = !vendor.asksAccount && fillPattern(vendor, from.region, nobody) === from.endpoint;
  const other = fillPattern(vendor, region, nobody);
  return isOwn && regionPattern.test(region) && mayBeAt(vendor, other) ? other : from.endpoint;
};

/** The vendor's own endpoint: its pattern filled in. */
const fillPattern = (
  vendor: S3Vendor,
  region: string,
  { accountId, jurisdiction }: { readonly accountId: string; readonly jurisdiction: string },
): string => {
  const exception = vendor.endpointExceptions.find(([prefix]) => region.startsWith(prefix));
  return (exception?.[1] ?? vendor.endpoint ?? '')
    .replace('{region}', region)
    .replace('{account}', accountId)
    .replace('{jurisdiction}', jurisdiction === 'default' ? '' : `.${jurisdiction}`);
};
