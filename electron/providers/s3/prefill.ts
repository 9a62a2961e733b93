import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { otherRegion, regionValues } from './form.ts';
import type { PastedKeys } from './paste/keys.ts';
import { type Region, type S3Vendor, s3Vendors } from './vendors.ts';

/** A region as form values, in the list or not; a closed list leaves another one out. */
export const regionInput = (
  regions: readonly Region[] | string,
  region: string,
  isClosed = false,
): FormInput => {
  if (typeof regions === 'string' || regionValues(regions).includes(region)) return { region };
  return isClosed ? {} : { region: otherRegion, otherRegion: region };
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
  const own = endpoint === null ? {} : (matchPattern(vendor, endpoint) ?? { endpoint });
  return {
    ...(region === null ? {} : regionInput(vendor.regions, region, vendor.regionsAreClosed)),
    ...own,
    accessKeyId: pasted.accessKeyId,
    secretAccessKey: pasted.secretAccessKey,
    ...(pasted.sessionToken === null ? {} : { sessionToken: pasted.sessionToken }),
    ...(pasted.bucket === null ? {} : { bucket: pasted.bucket }),
    ...(pasted.expiration === null ? {} : { expiresAt: pasted.expiration }),
    ...(pasted.profile === null ? {} : { profile: pasted.profile }),
  };
};

/** Tells whose form keys fit best: by their endpoint, else by the shape of the ID. */
export const vendorOf = ({
  endpoint,
  accessKeyId,
}: Pick<PastedKeys, 'endpoint' | 'accessKeyId'>): S3Vendor['id'] => {
  const fits = (vendor: S3Vendor): boolean =>
    endpoint === null
      ? vendor.keyShape?.certain === true && vendor.keyShape.id.test(accessKeyId)
      : matchPattern(vendor, endpoint) !== null;
  return s3Vendors.find(fits)?.id ?? 's3-other';
};
