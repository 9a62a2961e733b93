import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { formatCredentials } from '../../../electron/handoff/formats/credentials.ts';
import { environmentOf } from '../../../electron/handoff/formats/environment/variables.ts';
import { maskCredentials, maskSecret } from '../../../electron/handoff/formats/preview.ts';
import { formatToken } from '../../../electron/handoff/formats/tokens.ts';
import { formatGrant } from '../../../electron/handoff/formats/tools/uplink.ts';
import { exposeValues } from '../../../electron/handoff/formats/values.ts';
import { toProfileName } from '../../../electron/handoff/quoting.ts';
import {
  type CopyFormatOf,
  copyFormatIds,
  copyFormats,
  isFormatOf,
} from '../../../shared/copy-formats.ts';

const id = 'juo7keyjuo7keyjuo7keyjuo7key';
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY==';
const token = 'IQoJb3JpZ2lu//wEaCXVzLWVhc3QtMSJ+abc==';
const target = {
  label: 'My StorX (work)',
  endpoint: 'https://gateway.example:8443',
  region: 'eu-1',
  addressing: 'path',
  expiresAtEpochSeconds: null as number | null,
} as const;
const keys = { accessKeyId: new Secret(id), secretAccessKey: new Secret(secret) };
const temporary = { ...keys, sessionToken: new Secret(token) };
const s3Formats = copyFormatIds.filter((format) => isFormatOf('s3', format));
const textOf = (format: CopyFormatOf<'s3'>, from = keys, to = target): string =>
  formatCredentials(format, from, to).expose();
/** Forms with no place for a session token. */
const lastingOnly: readonly string[] = ['mc-alias', 's3fs'];

describe('F5 what is copied', () => {
  it.each(s3Formats)('%s bears a secret exactly where the list of formats says so', (format) => {
    const given = lastingOnly.includes(format) ? keys : temporary;
    const text = textOf(format, given);
    const found = [id, secret, token].some((each) => text.includes(each));
    expect(found).toBe(copyFormats[format].isSecret);
  });

  it.each(s3Formats)('%s is shown with dots for secrets, and else as it is copied', (format) => {
    const given = lastingOnly.includes(format) ? keys : temporary;
    const shown = maskCredentials(format, given, { ...target, accessKeyHint: 'juo7' });
    for (const part of [id.slice(4), secret, token]) expect(shown).not.toContain(part);
    const dots = '•'.repeat(16);
    const masked = textOf(format, given)
      .replaceAll(id, `juo7${dots}`)
      .replaceAll(secret, dots)
      .replaceAll(token, dots);
    expect(shown).toBe(masked);
  });

  it('is refused in the preview as it is in the copy', () => {
    const odd = { ...keys, secretAccessKey: new Secret('a%b') };
    const shown = () => maskCredentials('env-cmd', odd, { ...target, accessKeyHint: 'juo7' });
    expect(shown).toThrow('format.unfit');
  });

  it('shows tokens and grants with dots', () => {
    const dots = '•'.repeat(16);
    expect(maskSecret((each) => formatToken('authorization-header', each))).toBe(
      `Authorization: Bearer ${dots}`,
    );
    expect(maskSecret((each) => formatGrant('uplink-import', each, 'Photos!'))).toBe(
      ` uplink access import Photos ${dots}\n`,
    );
  });

  it.each(lastingOnly)('as %s is no temporary key', (format) => {
    expect(() => textOf(format as CopyFormatOf<'s3'>, temporary)).toThrow(
      expect.objectContaining({ code: 'format.unfit', params: { reason: 'temporary' } }),
    );
  });

  it.each(['a\nb', 'a\r', '\u0000', 'a\u0085b', '\ud800'])('never holds %j', (value) => {
    for (const format of s3Formats) {
      for (const given of [
        () => textOf(format, { ...keys, secretAccessKey: new Secret(value) }),
        () => textOf(format, keys, { ...target, region: value as 'eu-1' }),
        () => textOf(format, keys, { ...target, label: value as 'My StorX (work)' }),
      ]) {
        expect(given, format).toThrow('format.unfit');
      }
    }
  });

  it.each([
    'https://a.example/path',
    'https://a.example"',
    "https://a.example'; touch x",
    'https://$(id).example',
    'ftp://a.example',
  ])('leads to no endpoint like %s', (endpoint) => {
    for (const format of s3Formats)
      expect(() =>
        textOf(format, keys, { ...target, endpoint: endpoint as 'https://gateway.example:8443' }),
      ).toThrow('format.unfit');
  });

  it.each(['=1+1()', '+1-(2)', "-cmd|' /C calc'!A0", '@SUM(1)'])(
    'is no formula in a table: %s',
    (value) => {
      const odd = { ...keys, secretAccessKey: new Secret(value) };
      expect(() => textOf('csv', odd)).toThrow('format.unfit');
    },
  );

  it('as a grant is Base58', () => {
    expect(() => formatGrant('uplink-import', new Secret('1abc; rm'), 'x')).toThrow('format.unfit');
  });
});

describe('copy formats', () => {
  it('give single values as they are', () => {
    expect(textOf('access-key-id')).toBe(id);
    expect(textOf('secret-access-key')).toBe(secret);
    expect(textOf('endpoint')).toBe('https://gateway.example:8443');
    expect(textOf('host')).toBe('gateway.example:8443');
    expect(textOf('region')).toBe('eu-1');
  });

  it('restic’s command has the name as one word, s5cmd the endpoint by the name that it reads', () => {
    expect(textOf('restic-exec')).toMatch(/^stowkey exec 'My StorX \(work\)' -- restic /);
    expect(textOf('s5cmd')).toContain(" export S3_ENDPOINT_URL='https://gateway.example:8443'\n");
  });

  it('JSON is what credential_process expects and nothing else', () => {
    expect(JSON.parse(textOf('json'))).toEqual({
      Version: 1,
      AccessKeyId: id,
      SecretAccessKey: secret,
    });
    const ends = { ...target, expiresAtEpochSeconds: 4_070_919_845 };
    expect(JSON.parse(textOf('json', temporary, ends))).toEqual({
      Version: 1,
      AccessKeyId: id,
      SecretAccessKey: secret,
      SessionToken: token,
      Expiration: '2099-01-01T03:04:05Z',
    });
  });

  it('the AWS profile is one block with the keys inside', () => {
    expect(textOf('aws-profile')).toBe(
      [
        '# Add to ~/.aws/config',
        '[profile My-StorX-work]',
        `aws_access_key_id=${id}`,
        `aws_secret_access_key=${secret}`,
        'region = eu-1',
        'services = stowkey-My-StorX-work',
        'request_checksum_calculation = when_required',
        'response_checksum_validation = when_required',
        '',
        '[services stowkey-My-StorX-work]',
        's3 =',
        '  endpoint_url = https://gateway.example:8443',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['https://s3.eu-west-1.amazonaws.com', true],
    ['https://s3.cn-north-1.amazonaws.com.cn', true],
    ['https://s3.dualstack.us-east-1.amazonaws.com', true],
    ['https://amazonaws.com.example', false],
    ['https://s3.amazonaws.com.evil.example', false],
    ['http://127.0.0.1:9000', false],
  ])('%s checks uploads as AWS does: %s', (endpoint, isAws) => {
    const there = { ...target, endpoint: endpoint as typeof target.endpoint };
    for (const format of ['env-sh', 'aws-profile', 'javascript', 'go', 'rust'] as const) {
      expect(/when_?required/i.test(textOf(format, keys, there)), format).toBe(!isAws);
    }
  });

  it('the environment says when the keys end, and unsets what would contradict them', () => {
    const ends = { ...target, expiresAtEpochSeconds: 4_070_919_845 };
    const variables = Object.fromEntries(environmentOf(exposeValues(keys, ends)));
    expect(variables).toMatchObject({
      AWS_CREDENTIAL_EXPIRATION: '2099-01-01T03:04:05Z',
      AWS_SESSION_TOKEN: null,
      AWS_SECURITY_TOKEN: null,
      AWS_PROFILE: null,
    });
  });

  it.each(['env-sh', 'env-fish', 'mc-alias'] as const)(
    'each line of %s starts with a space, to stay out of the history',
    (format) => {
      for (const line of textOf(format).trimEnd().split('\n')) expect(line).toMatch(/^ \S/);
    },
  );
});

describe('profile names', () => {
  it.each([
    ['storx', 'storx'],
    ['My StorX (work)', 'My-StorX-work'],
    ['Année — Übung', 'Annee-Ubung'],
    ['a]\n[default', 'a-default'],
    ['default', 'stowkey-default'],
    ['DEFAULT', 'stowkey-DEFAULT'],
    [' .-default-. ', 'stowkey-default'],
    ['__proto__', 'stowkey-__proto__'],
    ['constructor', 'stowkey-constructor'],
    ['хранилище', 'stowkey'],
    ['', 'stowkey'],
    ['x'.repeat(200), 'x'.repeat(64)],
  ])('%j becomes %s', (label, name) => {
    expect(toProfileName(label)).toBe(name);
  });

  it('hold nothing that could end a section, whatever the label', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (label) => {
        expect(toProfileName(label)).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/);
      }),
    );
  });
});
