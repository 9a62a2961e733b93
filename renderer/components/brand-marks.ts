import {
  type SimpleIcon,
  siAkamai,
  siBackblaze,
  siBox,
  siCloudflare,
  siDigitalocean,
  siDropbox,
  siGooglecloud,
  siGoogledrive,
  siHetzner,
  siMinio,
  siOpenid,
  siScaleway,
  siWasabi,
} from 'simple-icons';

/**
 * Marks of the providers' own, in one colour. By the id of a provider that ships: a template that
 * somebody made cannot take one, and so cannot pass for that provider. Only those that the package
 * gives under its own licence (CC0-1.0); each mark stays its owner's.
 */
export const brandMarks: Readonly<Record<string, SimpleIcon>> = {
  'google-drive': siGoogledrive,
  dropbox: siDropbox,
  box: siBox,
  oidc: siOpenid,
  's3-cloudflare-r2': siCloudflare,
  's3-backblaze-b2': siBackblaze,
  's3-wasabi': siWasabi,
  's3-digitalocean': siDigitalocean,
  's3-google-cloud': siGooglecloud,
  's3-hetzner': siHetzner,
  's3-scaleway': siScaleway,
  's3-linode': siAkamai,
  's3-minio': siMinio,
};
