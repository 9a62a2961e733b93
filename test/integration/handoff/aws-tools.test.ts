import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { planProfile } from '../../../electron/handoff/aws-config/plan.ts';
import { formatCredentials } from '../../../electron/handoff/formats/credentials.ts';
import type { CopyFormatOf } from '../../../shared/copy-formats.ts';
import { connectionIdSchema } from '../../../shared/ids.ts';
import { type StandInWorld, startWorld } from '../../stand-ins/stand-in-world.ts';
import { fetchDebianTools } from '../../support/desktop/debian-tools.ts';
import { createAuthority } from '../../support/network/certificates.ts';
import { startTlsFront } from '../../support/network/tls-front.ts';
import { run } from '../../support/processes/processes.ts';
import { grantFor, keysFor, type S3Keys } from '../../unit/stand-ins/client-side.ts';

const tools = await fetchDebianTools();
const versions =
  tools === null
    ? 'not here'
    : await Promise.all([
        run(tools.aws, ['--version']),
        run(tools.python, ['-c', 'import boto3; print("boto3", boto3.__version__)']),
      ]).then((all) => all.map(({ stdout }) => stdout.split(' Python')[0]?.trim()).join(', '));
const { aws, python } = tools ?? { aws: '', python: '' };

/** What the person's shell holds already, and what would lead astray. */
const stale = {
  AWS_SESSION_TOKEN: 'stale',
  AWS_SECURITY_TOKEN: 'stale',
  AWS_CREDENTIAL_EXPIRATION: '2001-01-01T00:00:00Z',
  AWS_PROFILE: 'gone',
  AWS_DEFAULT_PROFILE: 'gone',
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
};

let home: string;
let authority: Awaited<ReturnType<typeof createAuthority>>;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'stowkey-aws-'));
  await mkdir(join(home, '.aws'));
  authority = await createAuthority();
  await writeFile(join(home, 'authority.pem'), authority.cert);
});
afterAll(() => rm(home, { recursive: true }));

const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: home,
  AWS_CA_BUNDLE: join(home, 'authority.pem'),
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_MAX_ATTEMPTS: '1',
  NO_PROXY: '127.0.0.1',
});

/** What is copied, or a profile in the config file that holds no key. */
type Way = 'env-sh' | 'aws-profile' | 'profile';

/** Runs a command as a person does who pasted what was copied: into a shell, or into the file. */
const withPasted = async (format: Way, text: string, command: readonly string[]) => {
  if (format === 'env-sh') {
    const script = `${text}\nexec "$@"`;
    const env = { ...environment(), ...stale };
    return run('/bin/bash', ['-c', script, 'bash', ...command], { env, cwd: home });
  }
  const [, profile = ''] = /^\[profile (.*)\]$/m.exec(text) ?? [];
  await writeFile(join(home, '.aws', 'config'), text);
  const [program = '', ...parameters] = command;
  return run(program, parameters, { env: { ...environment(), AWS_PROFILE: profile }, cwd: home });
};

describe.skipIf(tools === null)(`uploading with what was copied or written (${versions})`, () => {
  let world: StandInWorld;
  let front: Awaited<ReturnType<typeof startTlsFront>>;
  let keys: S3Keys;
  const small = Buffer.from('from the tool\n');
  const big = randomBytes(9 * 1024 * 1024);

  beforeAll(async () => {
    world = await startWorld();
    world.s3.seedBuckets({ photos: {} });
    keys = await keysFor(world, await grantFor(world));
    // Only over TLS do the tools put checksums behind the body.
    front = await startTlsFront(world.s3.endpoint, await authority.issue('127.0.0.1'));
    await mkdir(join(home, 'up'));
    await writeFile(join(home, 'up', 'small'), small);
    await writeFile(join(home, 'up', 'big'), big);
  });
  afterAll(async () => {
    await world.close();
    await front.close();
  });

  const place = () =>
    ({
      endpoint: front.origin,
      region: 'us-east-1',
      addressing: 'path',
    }) as const;
  const copied = (format: CopyFormatOf<'s3'>): string =>
    formatCredentials(
      format,
      {
        accessKeyId: new Secret(keys.accessKeyId),
        secretAccessKey: new Secret(keys.secretAccessKey),
      },
      {
        label: 'My StorX (work)',
        ...place(),
        expiresAtEpochSeconds: null,
      },
    ).expose();

  /** What the program writes; a script stands in for what asks the agent. */
  const written = async (): Promise<string> => {
    const script = join(home, 'stowkey-credentials');
    const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey } = keys;
    const document = JSON.stringify({ Version: 1, AccessKeyId, SecretAccessKey });
    const answer = `#!/bin/sh\ntest "$*" = photos && echo '${document}'\n`;
    await writeFile(script, answer, { mode: 0o700 });
    const { text } = planProfile(
      '[default]\nregion = elsewhere',
      {
        profile: 'photos',
        account: connectionIdSchema.parse(randomUUID()),
        command: `${script} photos`,
        s3: { ...place(), accessKeyHint: '' },
      },
      { credentials: '', isFree: () => true, isAccount: () => true },
    );
    expect(text).not.toContain(SecretAccessKey);
    return text;
  };
  const textFor = async (way: Way): Promise<string> =>
    way === 'profile' ? written() : copied(way);

  const boto3 = `
import boto3
s3 = boto3.client('s3')
with open('up/small', 'rb') as body: s3.put_object(Bucket='photos', Key='small', Body=body)
s3.upload_file('up/big', 'photos', 'big')
for key in ('small', 'big'): s3.download_file('photos', key, 'down/' + key)
`;
  const transfers = {
    aws: [
      '/bin/sh',
      '-ec',
      '"$0" s3 cp --recursive up s3://photos; "$0" s3 cp --recursive s3://photos down',
      aws,
    ],
    boto3: [python, '-c', boto3],
  } as const;
  const cases = (['aws', 'boto3'] as const).flatMap((tool) =>
    (['env-sh', 'aws-profile', 'profile'] as const).map((format) => [tool, format] as const),
  );

  it.each(cases)('%s puts, uploads in parts and gets with %s', async (tool, format) => {
    await rm(join(home, 'down'), { recursive: true, force: true });
    await mkdir(join(home, 'down'));
    world.s3.buckets.get('photos')?.objects.clear();
    expect(await withPasted(format, await textFor(format), transfers[tool])).toMatchObject({
      code: 0,
    });
    expect(world.s3.buckets.get('photos')?.objects.get('big')?.etag).toMatch(/-2"$/);
    expect((await readFile(join(home, 'down', 'small'))).equals(small)).toBe(true);
    expect((await readFile(join(home, 'down', 'big'))).equals(big)).toBe(true);
  });

  it.each(cases)(
    '%s is refused by this gateway with %s less the checksum settings',
    async (tool, format) => {
      const text = (await textFor(format)).replace(
        /^.*(?:checksum_calculation|checksum_validation).*\n/gim,
        '',
      );
      const done = await withPasted(format, text, transfers[tool]);
      expect(done.code).not.toBe(0);
      expect(done.stderr + done.stdout).toContain('MissingContentLength');
    },
  );
});

const odd = {
  'a blank at both ends': ' a b ',
  'a hash first': '#a b',
  'a semicolon first': ';a b',
  'a comment inside': 'a #b ;c',
  'letters beyond ASCII': 'schlüssel',
  everything: ` #;a/b+c='"$(touch x)\`id\`\\n!#;%d{{}}|&*?~ `,
  'what shells and files know': `a/b+c='"$(touch x)\`id\`\\n!#;%d{{}}|&*?~[x]`,
};

describe.skipIf(tools === null)(`what the tools read back (${versions})`, () => {
  const target = {
    label: 'odd',
    endpoint: 'https://gateway.example',
    region: 'eu-1',
    addressing: 'path',
    expiresAtEpochSeconds: Date.parse('2099-01-02T03:04:05Z') / 1000,
  } as const;
  const copied = (format: CopyFormatOf<'s3'>, secret: string, over = {}): string =>
    formatCredentials(
      format,
      {
        accessKeyId: new Secret('juo7key'),
        secretAccessKey: new Secret(secret),
        sessionToken: new Secret("tok'en"),
      },
      { ...target, ...over },
    ).expose();

  const exportKeys = [aws, 'configure', 'export-credentials', '--format', 'process'];
  const askBoto3 = [
    python,
    '-c',
    `
import boto3, json
session = boto3.Session()
keys = session.get_credentials()
client = session.client('s3')
url = client.generate_presigned_url('get_object', Params={'Bucket': 'some-bucket', 'Key': 'k'})
print(json.dumps({
  'AccessKeyId': keys.access_key, 'SecretAccessKey': keys.secret_key, 'SessionToken': keys.token,
  'Expiration': keys._expiry_time.isoformat() if hasattr(keys, '_expiry_time') else None,
  'region': client.meta.region_name, 'url': url.split('?')[0],
}))`,
  ];
  const keysWith = (secret: string) => ({
    AccessKeyId: 'juo7key',
    SecretAccessKey: secret,
    SessionToken: "tok'en",
  });
  const answer = async (...asked: Parameters<typeof withPasted>): Promise<unknown> => {
    const { stdout, stderr } = await withPasted(...asked);
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  };

  it.each(Object.entries(odd))('boto3, of variables: a secret with %s', async (_name, secret) => {
    expect(await answer('env-sh', copied('env-sh', secret), askBoto3)).toEqual({
      ...keysWith(secret),
      Expiration: '2099-01-02T03:04:05+00:00',
      region: 'eu-1',
      url: 'https://gateway.example/some-bucket/k',
    });
  });

  it.each(Object.entries(odd))('boto3, of the profile: a secret with %s', async (_name, secret) => {
    if (/^ | $| [#;]/.test(secret)) {
      expect(() => copied('aws-profile', secret)).toThrow('s3.unfit-for-profile');
      return;
    }
    expect(await answer('aws-profile', copied('aws-profile', secret), askBoto3)).toMatchObject({
      ...keysWith(secret),
      region: 'eu-1',
      url: 'https://gateway.example/some-bucket/k',
    });
  });

  it('boto3, of the profile: buckets in the host where the service wants them there', async () => {
    const text = copied('aws-profile', 'sec', { addressing: 'virtual' });
    expect(await answer('aws-profile', text, askBoto3)).toMatchObject({
      url: 'https://some-bucket.gateway.example/k',
    });
  });

  it('boto3, of the code that names the profile', async () => {
    const ask = `${copied('boto3', '')}
print('"' + s3.generate_presigned_url('get_object', Params={'Bucket': 'b', 'Key': 'k'}) + '"')`;
    const url = await answer('aws-profile', copied('aws-profile', 'sec'), [python, '-c', ask]);
    expect(url).toContain('https://gateway.example/b/k?');
    expect(url).toContain('juo7key');
  });

  it('aws, of variables: everything that is odd, and when it ends', async () => {
    expect(await answer('env-sh', copied('env-sh', odd.everything), exportKeys)).toMatchObject({
      ...keysWith(odd.everything),
      Expiration: '2099-01-02T03:04:05+00:00',
    });
  });

  it.each(['#a b', ';a b'])('aws, of the profile: %j', async (secret) => {
    const text = copied('aws-profile', secret);
    expect(await answer('aws-profile', text, exportKeys)).toMatchObject(keysWith(secret));
  });

  it('aws, of JSON as credential_process: everything that is odd, and when it ends', async () => {
    await writeFile(join(home, 'keys.json'), copied('json', odd.everything));
    const config = `[profile p]\nregion = eu-1\ncredential_process = cat ${join(home, 'keys.json')}\n`;
    expect(await answer('aws-profile', config, exportKeys)).toMatchObject({
      ...keysWith(odd.everything),
      Expiration: '2099-01-02T03:04:05+00:00',
    });
  });
});
