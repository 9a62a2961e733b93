import type { CopyFormat } from '../schemas.ts';

/** Names of what can be copied: in menus (`label`), and at the start of a sentence (`noun`). */
export const copyFormatWording: Readonly<
  Record<CopyFormat, { label: string; noun: string; hint: string | null }>
> = {
  'access-key-id': { label: 'Access key', noun: 'Access key', hint: null },
  'secret-access-key': { label: 'Secret key', noun: 'Secret key', hint: null },
  endpoint: { label: 'Endpoint', noun: 'Endpoint', hint: null },
  region: { label: 'Region', noun: 'Region', hint: null },
  'env-sh': {
    label: 'Environment variables',
    noun: 'Environment variables',
    hint: 'export AWS_… lines for a shell',
  },
  'aws-profile': {
    label: 'AWS profile',
    noun: 'AWS profile',
    hint: 'A section for ~/.aws/config',
  },
  json: { label: 'JSON', noun: 'JSON', hint: 'All values in one object' },
  'access-token': { label: 'Access token', noun: 'Access token', hint: null },
  'authorization-header': {
    label: 'Authorization header',
    noun: 'Authorization header',
    hint: 'Authorization: Bearer … for HTTP tools',
  },
  'connection-id': { label: 'Connection ID', noun: 'Connection ID', hint: null },
  'connection-id-env': {
    label: 'CONNECTION_ID=…',
    noun: 'CONNECTION_ID line',
    hint: 'A line for a .env file',
  },
};
