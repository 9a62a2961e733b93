import { describe, expect, it } from 'vitest';
import {
  isCyberduckProfile,
  readCyberduckProfile,
} from '../../../../electron/providers/template/import/cyberduck.ts';
import { readPlist } from '../../../../electron/providers/template/import/plist.ts';
import { adapterOf } from '../../../../electron/providers/template/library.ts';
import { maxTemplateFileLength } from '../../../../shared/limits.ts';

const profile = (body: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment -->
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>${body}</dict></plist>`;

const entry = (key: string, value: string): string => `<key>${key}</key><string>${value}</string>`;
const list = (key: string, ...values: string[]): string =>
  `<key>${key}</key><array>${values.map((each) => `<string>${each}</string>`).join('')}</array>`;

const s3 = profile(
  [
    entry('Protocol', 's3'),
    entry('Vendor', 'Example Object Storage (eu)'),
    entry('Description', 'Example &amp; Sons Object Storage'),
    entry('Default Hostname', 'eu.objects.example'),
    entry('Default Port', '9000'),
    '<key>Hostname Configurable</key><false/>',
    entry('Region', 'eu-2'),
    list('Regions', 'eu-1', 'eu-2'),
    list('Properties', 's3.bucket.virtualhost.disable=true', 's3.storage.class.options=STANDARD'),
    entry('Username Placeholder', 'Access Key'),
    entry('Password Placeholder', 'Secret Key'),
    entry('Help', 'https://docs.objects.example'),
    '<key>Disk</key><string>TU0AKgAAGYYAA6AB</string>',
  ].join(''),
);

const oauth = profile(
  [
    entry('Protocol', 'owncloud'),
    entry('Vendor', 'example-drive'),
    entry('Description', 'Example Drive'),
    entry('Default Path', '/dav'),
    entry('OAuth Authorization Url', 'https://login.example.com/authorize'),
    entry('OAuth Token Url', 'https://api.example.com/token'),
    entry('OAuth Client ID', 'theirs'),
    entry('OAuth Client Secret', ''),
    entry('OAuth Redirect Url', 'x-cyberduck-action:oauth'),
    '<key>OAuth PKCE</key><false/>',
    list('Scopes', 'openid', 'offline_access'),
  ].join(''),
);

describe('Cyberduck profiles', () => {
  it('become S3 templates with host, port, region and addressing', () => {
    const { template, notMapped } = readCyberduckProfile(s3);
    expect(template).toMatchObject({
      kind: 's3',
      id: 'cyberduck-example-object-storage-eu',
      name: 'Example & Sons Object Storage',
      endpoint: { kind: 'pattern', url: 'https://eu.objects.example:9000' },
      contacts: ['eu.objects.example:9000'],
      region: 'eu-2',
      regions: [{ value: 'eu-1' }, { value: 'eu-2' }],
      addressing: 'path',
      links: [{ label: 'Open its documentation', url: 'https://docs.objects.example' }],
    });
    expect(notMapped).toEqual([
      { id: 'icon' },
      { id: 'setting', setting: 's3.storage.class.options' },
    ]);
    const { fields } = adapterOf(template, 'imported').descriptor;
    expect(fields.find(({ name }) => name === 'region')).toMatchObject({ initial: 'eu-2' });
  });

  it('ask for the host where the profile names none, and read properties of either form', () => {
    const text = profile(
      entry('Protocol', 's3') +
        entry('Vendor', 'garage') +
        entry('Default Hostname', '') +
        entry('Hostname Placeholder', '&lt;account&gt;.example.com') +
        '<key>Properties</key><dict><key>s3.bucket.virtualhost.disable</key><true/></dict>',
    );
    expect(readCyberduckProfile(text).template).toMatchObject({
      endpoint: { kind: 'asked', placeholder: 'https://<account>.example.com' },
      addressing: 'path',
      contacts: [],
    });
  });

  it('become OAuth templates without the client, and say what does not map', () => {
    const { template, notMapped } = readCyberduckProfile(oauth);
    expect(template).toMatchObject({
      kind: 'oauth2',
      contacts: ['login.example.com', 'api.example.com'],
      server: {
        authorization: 'https://login.example.com/authorize',
        token: 'https://api.example.com/token',
      },
      authorization: { pkce: 'off' },
    });
    expect(JSON.stringify(template)).not.toContain('theirs');
    expect(notMapped).toEqual([
      { id: 'client' },
      { id: 'redirect-uri' },
      { id: 'pkce' },
      { id: 'id-tokens' },
      { id: 'default-path' },
    ]);
  });

  it.each([
    ['another protocol', profile(entry('Protocol', 'sftp')), 'Protocol'],
    [
      'an http host',
      profile(
        entry('Protocol', 's3') +
          entry('Vendor', 'x') +
          entry('Scheme', 'http') +
          entry('Default Hostname', 's3.example'),
      ),
      'endpoint',
    ],
    ['no property list', '<?xml version="1.0"?><html/>', 'plist'],
    ['broken XML', profile('<key>Protocol'), 'plist'],
    ['a key without a value', profile('<key>Protocol</key>'), 'plist'],
  ])('are refused: %s', (_name, text, where) => {
    expect(isCyberduckProfile(text)).toBe(true);
    expect(() => readCyberduckProfile(text)).toThrow(
      expect.objectContaining({ code: 'template.invalid', params: { where } }),
    );
  });

  it('may bring an icon of 150 KB, which is not kept', () => {
    const icon = Array.from({ length: 2_000 }, () => `\n\t${'A'.repeat(75)}`).join('');
    const text = s3.replace('<string>TU0AKgAAGYYAA6AB</string>', `<data>${icon}</data>`);
    expect(text.length).toBeGreaterThan(150_000);
    const { template, notMapped } = readCyberduckProfile(text);
    expect(template).toEqual(readCyberduckProfile(s3).template);
    expect(notMapped).toContainEqual({ id: 'icon' });
  });

  it.each([
    ['document types', '<!doctype '],
    ['open tags', '<a '],
    ['brackets', '<'],
    ['comments', '<!--'],
    ['attributes', '<a b="c" '],
    ['spaces', '<plist     '],
  ])('do not keep Stowkey busy: as many %s as a file may hold', (_name, piece) => {
    const text = `<?xml version="1.0"?>${piece.repeat(maxTemplateFileLength / piece.length)}`;
    const startedMs = performance.now();
    expect(readPlist(text)).toBeNull();
    // Linear reading takes a tenth of it; looking on from each piece to the end takes many seconds.
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });

  it('cannot define entities, so small files stay small and local files stay unread', () => {
    const bomb = s3.replace(
      /<!DOCTYPE[^>]*>/,
      '<!DOCTYPE plist [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    );
    expect(readPlist(bomb)).toBeNull();
    expect(readPlist(profile(entry('a', '&b;&#65;&amp;lt;')))).toEqual({ a: '&b;A&lt;' });
  });
});
