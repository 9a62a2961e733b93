import { isIP } from 'node:net';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { Secret } from '../../diagnostics/secret.ts';
import { parseEndpoint } from '../../platform/address-policy.ts';
import type { S3Keys } from '../../s3/signed-request.ts';
import { type FormReader, urlProblem } from '../form-reader.ts';
import { cleanValue, type PastedKeys } from './paste/keys.ts';
import type { KeyShape, Region, S3Vendor } from './vendors.ts';

/** The value that lets a region be typed which the list does not have yet. */
export const otherRegion = 'other';

const regionPattern = /^[a-z0-9][a-z0-9-]{0,63}$/i;

export const readRegion = (
  form: FormReader,
  regions: readonly Region[],
  isClosed = false,
): string => {
  const listed = regions.map(([value]) => value);
  if (isClosed) return form.choice('region', listed);
  const chosen = form.choice('region', [...listed, otherRegion]);
  return chosen === otherRegion ? form.text('otherRegion', { pattern: regionPattern }) : chosen;
};

/** A region as form values, in the list or not; a closed list leaves another one out. */
export const regionInput = (
  regions: readonly Region[],
  region: string,
  isClosed = false,
): FormInput => {
  if (regions.some(([value]) => value === region)) return { region };
  return isClosed ? {} : { region: otherRegion, otherRegion: region };
};

/**
 * Reads a base address that signed requests are sent to; empty when it may be and is.
 *
 * Plain http is refused off this computer: S3 signatures protect neither the data nor the session
 * token from whoever listens. `privateHttp` says that the person knows and allowed it all the same
 * for an address of a private network.
 */
export const readEndpoint = (
  form: FormReader,
  name: string,
  required: boolean,
  privateHttp = false,
): string => {
  const text = required ? form.text(name, { max: 2048 }) : form.optionalText(name, { max: 2048 });
  if (text === '') return '';
  const endpoint = parseEndpoint(text, { privateHttp });
  if (endpoint.ok) return endpoint.url.origin;
  const { problem } = endpoint;
  form.refuse(name, problem === 'not-https' ? (urlProblem(text) ?? problem) : problem);
  return text;
};

const readKey = (form: FormReader, name: string, max: number): Secret | null => {
  const given = form.optionalSecret(name, { max });
  if (given === null) return null;
  const text = cleanValue(given.expose());
  // It travels in a header, which cannot carry anything else.
  if (!/^[\x21-\x7e]+$/.test(text)) form.refuse(name, 'bad-format');
  return new Secret(text);
};

/**
 * Reads a pair of keys and its session token, without what was copied along with them.
 *
 * A secret never travels, so services may take any text for one (Ceph does). It is taken as it is,
 * unless without blanks and quotes around it it has the shape that the service hands out.
 */
export const readKeys = (form: FormReader, shape: KeyShape | null): S3Keys => {
  const accessKeyId = readKey(form, 'accessKeyId', 256);
  const exact = form.exactSecret('secretAccessKey', { max: 512 });
  const sessionToken = readKey(form, 'sessionToken', 12_288);
  if (accessKeyId === null) form.refuse('accessKeyId', 'required');
  const clean = cleanValue(exact.expose());
  return {
    accessKeyId: accessKeyId ?? new Secret(''),
    secretAccessKey: shape?.secret.test(clean) === true ? new Secret(clean) : exact,
    ...(sessionToken === null ? {} : { sessionToken }),
  };
};

type S3Place = {
  readonly endpoint: string;
  readonly region: string;
  readonly addressing: 'path' | 'virtual';
  readonly privateHttp: boolean;
};

const jurisdictions = ['default', 'eu', 'us', 'fedramp'] as const;

/** An address has no names under it, so buckets cannot be in front of it. */
export const addressingAt = (
  endpoint: string,
  wanted: S3Place['addressing'],
): S3Place['addressing'] => {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : '';
  return isIP(host.replace(/^\[|\]$/g, '')) === 0 ? wanted : 'path';
};

/** The account ID alone, or the whole endpoint that Cloudflare shows beside it. */
const readAccount = (form: FormReader): string => {
  const text = form.text('accountId', { max: 2048 }).toLowerCase();
  const account = /(?:^|\/\/)([0-9a-f]{32})(?:$|\.)/.exec(text)?.[1];
  if (text !== '' && account === undefined) form.refuse('accountId', 'bad-format');
  return account ?? '';
};

/** Reads where the keys work: the vendor's pattern filled in, unless another endpoint is given. */
export const readPlace = (form: FormReader, vendor: S3Vendor): S3Place => {
  const region =
    typeof vendor.regions === 'string'
      ? form.text('region', { pattern: regionPattern })
      : readRegion(form, vendor.regions, vendor.regionsAreClosed);
  const isOwnServer = vendor.endpoint === null;
  const privateHttp = isOwnServer && form.toggle('privateHttp');
  const typed = readEndpoint(form, 'endpoint', isOwnServer, privateHttp);
  const addressing = vendor.addressingIsChoice
    ? form.choice('addressing', ['path', 'virtual'])
    : vendor.addressing;
  const endpoint = typed === '' ? fillPattern(form, vendor, region) : typed;
  return { endpoint, region, addressing: addressingAt(endpoint, addressing), privateHttp };
};

const fillPattern = (form: FormReader, vendor: S3Vendor, region: string): string => {
  const exception = vendor.endpointExceptions.find(([prefix]) => region.startsWith(prefix));
  const pattern = (exception?.[1] ?? vendor.endpoint ?? '').replace('{region}', region);
  if (!vendor.asksAccount) return pattern;
  const jurisdiction = form.choice('jurisdiction', jurisdictions);
  return pattern
    .replace('{account}', readAccount(form))
    .replace('{jurisdiction}', jurisdiction === 'default' ? '' : `.${jurisdiction}`);
};

/** Finds region, account and jurisdiction in an endpoint of the vendor's own; null for another's. */
const matchPattern = (vendor: S3Vendor, endpoint: string): FormInput | null => {
  const patterns = [vendor.endpoint ?? '', ...vendor.endpointExceptions.map(([, other]) => other)];
  for (const pattern of patterns) {
    const expression = pattern
      .replace(/[.]/g, '\\.')
      .replace('{region}', '(?<region>[a-z0-9-]+)')
      .replace('{account}', '(?<account>[0-9a-f]{32})')
      .replace('{jurisdiction}', '(?:\\.(?<jurisdiction>eu|us|fedramp))?');
    const match = pattern === '' ? null : new RegExp(`^${expression}$`).exec(endpoint);
    if (match === null) continue;
    const { region, account, jurisdiction } = match.groups ?? {};
    return {
      ...(region === undefined || typeof vendor.regions === 'string'
        ? {}
        : regionInput(vendor.regions, region, vendor.regionsAreClosed)),
      ...(account === undefined
        ? {}
        : { accountId: account, jurisdiction: jurisdiction ?? 'default' }),
    };
  }
  return null;
};

/** Makes form values of pasted keys: the ones that this vendor's form has. */
export const toFormInput = (vendor: S3Vendor, pasted: PastedKeys): FormInput => {
  const { region, endpoint } = pasted;
  const regionValues =
    region === null
      ? {}
      : typeof vendor.regions === 'string'
        ? { region }
        : regionInput(vendor.regions, region, vendor.regionsAreClosed);
  const own = endpoint === null ? {} : (matchPattern(vendor, endpoint) ?? { endpoint });
  return {
    ...regionValues,
    ...own,
    accessKeyId: pasted.accessKeyId,
    secretAccessKey: pasted.secretAccessKey,
    ...(pasted.sessionToken === null ? {} : { sessionToken: pasted.sessionToken }),
    ...(pasted.bucket === null ? {} : { bucket: pasted.bucket }),
    ...(pasted.expiration === null ? {} : { expiresAt: pasted.expiration }),
    ...(pasted.profile === null ? {} : { profile: pasted.profile }),
  };
};
