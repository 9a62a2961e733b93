import { describe, expect, it } from 'vitest';
import { Secret } from '../../../../electron/diagnostics/secret.ts';
import { formatCredentials } from '../../../../electron/handoff/formats/credentials.ts';
import { readIniSections } from '../../../../electron/providers/s3/paste/ini.ts';
import { readPastedKeys } from '../../../../electron/providers/s3/paste/keys.ts';
import { readAssignments } from '../../../../electron/providers/s3/paste/lines.ts';

const id = 'AKIAIOSFODNN7EXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const token = 'IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJ+/+abc==';
const keys = { accessKeyId: id, secretAccessKey: secret };

describe('S3 keys in a pasted block', () => {
  it.each([
    ['sh', `export AWS_ACCESS_KEY_ID=${id}\nexport AWS_SECRET_ACCESS_KEY=${secret}\n`],
    ['sh, quoted', `export AWS_ACCESS_KEY_ID="${id}"\nexport AWS_SECRET_ACCESS_KEY='${secret}'`],
    ['one line', `export AWS_ACCESS_KEY_ID=${id}; export AWS_SECRET_ACCESS_KEY=${secret}`],
    ['and-and', `export AWS_ACCESS_KEY_ID="${id}" && export AWS_SECRET_ACCESS_KEY="${secret}"`],
    ['dotenv', `# keys\r\nAWS_ACCESS_KEY_ID=${id}\r\nAWS_SECRET_ACCESS_KEY="${secret}" # mine\r\n`],
    ['line ends of old', `AWS_ACCESS_KEY_ID=${id}\rAWS_SECRET_ACCESS_KEY=${secret}`],
    ['line ends of Unicode', `access_key=${id}\u2028secret_key=${secret}\u2029`],
    ['fish', `set -gx AWS_ACCESS_KEY_ID ${id}\nset -gx AWS_SECRET_ACCESS_KEY '${secret}'`],
    ['PowerShell', `$Env:AWS_ACCESS_KEY_ID="${id}"\n$env:AWS_SECRET_ACCESS_KEY = '${secret}'`],
    ['cmd', `SET AWS_ACCESS_KEY_ID=${id}\nset "AWS_SECRET_ACCESS_KEY=${secret}"`],
    ['setx', `setx AWS_ACCESS_KEY_ID "${id}"\nsetx AWS_SECRET_ACCESS_KEY "${secret}" /M`],
    ['compose', `- AWS_ACCESS_KEY_ID=${id}\n- AWS_SECRET_ACCESS_KEY=${secret}`],
    ['YAML', `access_key: ${id}\nsecret_key: "${secret}"`],
    ['labels', `Access Key ID: ${id}\nSecret Access Key: ${secret}`],
    ['labels above', `Access Key ID\n${id}\nSecret Access Key\n${secret}\n`],
    ['two words', ` ${id}\n${secret} `],
    ['two words in a row', `${id} ${secret}`],
    ['CSV', `\uFEFFAccess key ID,Secret access key\r\n${id},${secret}\r\n`],
    ['CSV, quoted', `"Access key ID","Secret access key"\n"${id}","${secret}"`],
    [
      'CSV with a password',
      `User name,Password,Access key ID,Secret access key,Console login link\nme,,${id},${secret},https://1.signin.aws.amazon.com/console`,
    ],
    ['credentials file', `[default]\naws_access_key_id = ${id}\naws_secret_access_key=${secret}\n`],
    [
      'aws iam create-access-key',
      JSON.stringify({ AccessKey: { UserName: 'me', AccessKeyId: id, SecretAccessKey: secret } }),
    ],
    ['B2', JSON.stringify({ applicationKeyId: id, applicationKey: secret })],
    ['a file with a BOM', `\uFEFFAWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=${secret}`],
  ])('are found: %s', (_name, text) => {
    expect(readPastedKeys(text)).toMatchObject({ ...keys, sessionToken: null, profile: null });
  });

  it.each([
    [
      'credential_process',
      {
        Version: 1,
        AccessKeyId: id,
        SecretAccessKey: secret,
        SessionToken: token,
        Expiration: '2026-01-15T13:00:00Z',
      },
    ],
    [
      'aws sts',
      {
        Credentials: {
          AccessKeyId: id,
          SecretAccessKey: secret,
          SessionToken: token,
          Expiration: '2026-01-15T13:00:00Z',
        },
        AssumedRoleUser: { Arn: 'arn:aws:sts::123456789012:assumed-role/a/b' },
      },
    ],
    ['generic', { accessKey: id, secretKey: secret, token, expiration: '2026-01-15T13:00:00Z' }],
  ])('bring session token and expiry: %s', (_name, document) => {
    expect(readPastedKeys(JSON.stringify(document, null, 2))).toMatchObject({
      ...keys,
      sessionToken: token,
      expiration: '2026-01-15T13:00:00Z',
      profile: null,
    });
  });

  it('a credentials file of several profiles: takes the first whole one and says which', () => {
    const file = `[half]\naws_access_key_id = AKIAOTHER\n[work] ; mine\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\naws_session_token = ${token}\n[home]\naws_access_key_id = AKIAHOME\naws_secret_access_key = x\n`;
    expect(readPastedKeys(file)).toMatchObject({ ...keys, sessionToken: token, profile: 'work' });
  });

  it('a credentials file of several profiles: takes the one that is named', () => {
    const file = `AWS_PROFILE=work\n[home]\naws_access_key_id = AKIAHOME\naws_secret_access_key = x\n[work]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
    expect(readPastedKeys(file)).toMatchObject({ ...keys, profile: 'work' });
  });

  it('rclone: endpoint without scheme, region, the remote’s name among several', () => {
    const file = `[drive]\ntype = drive\nscope = drive\n\n[b2]\ntype = s3\nprovider = Other\naccess_key_id = ${id}\nsecret_access_key = ${secret}\nendpoint = s3.us-west-004.backblazeb2.com\nregion = us-west-004\n`;
    expect(readPastedKeys(file)).toMatchObject({
      ...keys,
      endpoint: 'https://s3.us-west-004.backblazeb2.com',
      region: 'us-west-004',
      profile: 'b2',
    });
  });

  it('s3cmd: host, http, session token, a location that is no region', () => {
    const file = `[default]\naccess_key = ${id}\nsecret_key = ${secret}\naccess_token = ${token}\nhost_base = 127.0.0.1:9000\nhost_bucket = 127.0.0.1:9000\nuse_https = False\nbucket_location = US\n`;
    expect(readPastedKeys(file)).toMatchObject({
      ...keys,
      sessionToken: token,
      endpoint: 'http://127.0.0.1:9000',
      region: null,
    });
  });

  it('mc: the alias and its address; a console address is no endpoint', () => {
    const config = {
      version: '10',
      aliases: {
        lab: {
          url: 'https://minio.example:9000',
          accessKey: id,
          secretKey: secret,
          api: 'S3v4',
          path: 'auto',
        },
      },
    };
    expect(readPastedKeys(JSON.stringify(config))).toMatchObject({
      ...keys,
      endpoint: 'https://minio.example:9000',
      profile: 'lab',
    });
    const download = {
      url: 'https://minio.example:9001/api/v1/service-account-credentials',
      accessKey: id,
      secretKey: secret,
    };
    expect(readPastedKeys(JSON.stringify(download))).toMatchObject({ ...keys, endpoint: null });
  });

  it.each([' a b ', "a'b;c", '"quoted"', '#a', ';a', 'a\\', 'schlüssel'])(
    'what Stowkey copies of the secret %j is read back as it is',
    (odd) => {
      for (const format of ['env-sh', 'aws-profile', 'json'] as const) {
        if (format === 'aws-profile' && odd.startsWith(' ')) continue;
        const text = formatCredentials(
          format,
          { accessKeyId: new Secret(id), secretAccessKey: new Secret(odd) },
          {
            label: 'Work',
            endpoint: 'https://s3.example.com',
            region: 'eu-west-1',
            addressing: 'path',
            expiresAtEpochSeconds: null,
          },
        );
        expect(readPastedKeys(text.expose())?.secretAccessKey, format).toBe(odd);
      }
    },
  );

  it.each([
    'env-sh',
    'env-fish',
    'env-powershell',
    'dotenv',
    'aws-profile',
    'csv',
    'rclone',
    's3cmd',
  ] as const)('what Stowkey itself copies is understood: %s', (format) => {
    const text = formatCredentials(
      format,
      {
        accessKeyId: new Secret(id),
        secretAccessKey: new Secret(secret),
        sessionToken: new Secret(token),
      },
      {
        label: 'Work',
        endpoint: 'https://s3.example.com',
        region: 'eu-west-1',
        addressing: 'path',
        expiresAtEpochSeconds: Date.parse('2099-01-02T03:04:05Z') / 1000,
      },
    );
    expect(readPastedKeys(text.expose())).toMatchObject({
      ...keys,
      sessionToken: token,
      endpoint: 'https://s3.example.com',
      region: 'eu-west-1',
    });
  });

  it.each([
    ['nothing', ''],
    ['white space', '   \n'],
    ['a word', 'hello'],
    ['two short words', 'hello world'],
    ['other JSON', '{"a":1}'],
    ['broken JSON', '{not json'],
    ['an empty list', '[]'],
    ['half of a pair', `AWS_ACCESS_KEY_ID=${id}`],
    ['half of a profile', `[default]\naws_access_key_id = ${id}`],
    ['an empty CSV', 'Access key ID,Secret access key\n,'],
    ['numbers', '{"accessKeyId":1,"secretAccessKey":2}'],
    ['too much', 'x'.repeat(70_000)],
    ['deep JSON', `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
  ])('is null for what holds no pair: %s', (_name, text) => {
    expect(readPastedKeys(text)).toBeNull();
  });

  it('gives each profile that names a services block no more of it than such a block says', () => {
    const block = `[services b]\n${'a=\n'.repeat(2_000)}`;
    const sections = readIniSections(block + '[p]\nservices=b\n'.repeat(200));
    expect(sections).toHaveLength(1);
    expect(sections[0]?.pairs.length).toBeLessThan(20_000);
  });

  // Work that grew with the square of such a text would take minutes.
  it('takes a glance at a long text that holds nothing', () => {
    const long = 400_000;
    const blanks = ' '.repeat(long);
    expect(readAssignments(`a=b${blanks}c`)).toEqual([['a', `b${blanks}c`]]);
    expect(readIniSections(`[a]\nb=${blanks}c\u2028d`)).toHaveLength(1);
    expect(readIniSections(`[a]\nb=${' #'.repeat(long)}\u2028c`)).toHaveLength(1);
    for (let time = 0; time < 20; time += 1) {
      expect(readPastedKeys(`a=b${'\n'.repeat(64_000)}c`)).toBeNull();
      const withPath = { ...keys, endpoint: `http://a?${'/'.repeat(64_000)}b` };
      expect(readPastedKeys(JSON.stringify(withPath))).toMatchObject(keys);
    }
  });
});
