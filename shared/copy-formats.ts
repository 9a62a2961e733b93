type CopyFormatEntry = {
  /** The part of a connection's facts that must be there. */
  readonly needs: 's3' | 'tokens' | 'broker';
  /** Must leave the clipboard again. */
  readonly isSecret: boolean;
  readonly label: string;
  /** What the label alone does not tell. */
  readonly hint: string | null;
};

/** Everything that can be copied of a connection, in the order of menus. */
export const copyFormats = {
  // At Storj and StorX the id decrypts the grant that the gateway keeps, so it is a secret too.
  'access-key-id': { needs: 's3', isSecret: true, label: 'Access key', hint: null },
  'secret-access-key': { needs: 's3', isSecret: true, label: 'Secret key', hint: null },
  endpoint: { needs: 's3', isSecret: false, label: 'Endpoint', hint: null },
  region: { needs: 's3', isSecret: false, label: 'Region', hint: null },
  'env-sh': {
    needs: 's3',
    isSecret: true,
    label: 'Environment variables',
    hint: 'export AWS_… lines for a shell',
  },
  'aws-profile': {
    needs: 's3',
    isSecret: true,
    label: 'AWS profile',
    hint: 'A section for ~/.aws/config',
  },
  json: { needs: 's3', isSecret: true, label: 'JSON', hint: 'All values in one object' },
  'access-token': { needs: 'tokens', isSecret: true, label: 'Access token', hint: null },
  'authorization-header': {
    needs: 'tokens',
    isSecret: true,
    label: 'Authorization header',
    hint: 'Authorization: Bearer … for HTTP tools',
  },
  'connection-id': { needs: 'broker', isSecret: false, label: 'Connection ID', hint: null },
  'connection-id-env': {
    needs: 'broker',
    isSecret: false,
    label: 'CONNECTION_ID line',
    hint: 'A line for a .env file',
  },
} as const satisfies Readonly<Record<string, CopyFormatEntry>>;

export type CopyFormat = keyof typeof copyFormats;

/** The formats of what has the given part. */
export type CopyFormatOf<Part extends CopyFormatEntry['needs']> = {
  [Format in CopyFormat]: (typeof copyFormats)[Format]['needs'] extends Part ? Format : never;
}[CopyFormat];

export const copyFormatIds = Object.keys(copyFormats) as readonly CopyFormat[];

/** Tells whether a format is written from the given part of a connection. */
export const isFormatOf = <Part extends CopyFormatEntry['needs']>(
  part: Part,
  format: CopyFormat,
): format is CopyFormatOf<Part> => copyFormats[format].needs === part;

/** What of ours may lie on the clipboard: a format, or the address where a sign-in goes on. */
export const copiedIds = [...copyFormatIds, 'sign-in-link'] as const;
export type CopiedId = (typeof copiedIds)[number];

export const copiedLabel = (id: CopiedId): string =>
  id === 'sign-in-link' ? 'Sign-in link' : copyFormats[id].label;
