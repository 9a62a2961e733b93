import { isHttps, requireFit, type S3Values } from '../values.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const string = (text: string): string => {
  // XML has no way to write these.
  requireFit(!/[\ufffe\uffff]/.test(text));
  return `<string>${text.replace(/[&<>]/g, (character) => entities[character] ?? '')}</string>`;
};

const plist = (entries: readonly (readonly [key: string, value: string])[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '<dict>',
    ...entries.flatMap(([key, value]) => [`\t<key>${key}</key>`, `\t${value}`]),
    '</dict>',
    '</plist>',
    '',
  ].join('\n');

const vendorOf = ({ profile }: S3Values): string => `stowkey-${profile}`;

const addressOf = (values: S3Values) => {
  const { hostname, port } = new URL(values.endpoint);
  return { host: hostname, port: port || (isHttps(values) ? '443' : '80') };
};

/** Writes a connection profile (`.cyberduckprofile`) for the service. No secret. */
export const toCyberduckProfile = (values: S3Values): string => {
  const { host, port } = addressOf(values);
  return plist([
    ['Protocol', string('s3')],
    ['Vendor', string(vendorOf(values))],
    ['Description', string(values.profile)],
    ['Scheme', string(isHttps(values) ? 'https' : 'http')],
    ['Default Hostname', string(host)],
    ['Default Port', string(port)],
    ['Region', string(values.region)],
    ...(values.addressing === 'path'
      ? ([
          ['Properties', `<array>${string('s3.bucket.virtualhost.disable=true')}</array>`],
        ] as const)
      : []),
  ]);
};

/**
 * Writes a bookmark (`.duck`). It names the access key, and Cyberduck asks for the secret. Throws
 * `format.unfit` for what XML cannot hold.
 */
export const toCyberduckBookmark = (values: S3Values): string => {
  const { host, port } = addressOf(values);
  return plist([
    ['Protocol', string('s3')],
    ['Provider', string(vendorOf(values))],
    ['Nickname', string(values.profile)],
    ['Hostname', string(host)],
    ['Port', string(port)],
    ['Username', string(values.accessKeyId)],
  ]);
};
