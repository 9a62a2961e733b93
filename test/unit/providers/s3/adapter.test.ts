import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createS3Adapter } from '../../../../electron/providers/s3/adapter.ts';
import { type S3Vendor, s3Vendors } from '../../../../electron/providers/s3/vendors.ts';
import type { FormInput } from '../../../../shared/provider-descriptor.ts';
import { providerDescriptorSchema } from '../../../../shared/provider-descriptor.ts';
import { createScriptedContext, type Script } from '../../../support/fakes/provider-context.ts';

const vendor = (id: string): S3Vendor => {
  const found = s3Vendors.find((each) => each.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

const awsKeys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const account = '0123456789abcdef0123456789abcdef';

/** What a form of the vendor holds before anything is typed, and plain keys. */
const filled = (id: string, over: FormInput = {}): FormInput => {
  const input: FormInput = {};
  for (const field of createS3Adapter(vendor(id)).descriptor.fields) {
    if ('initial' in field && field.initial !== undefined) input[field.name] = field.initial;
  }
  return { ...input, accessKeyId: 'an-access-key', secretAccessKey: 'a-secret-key', ...over };
};

const emptyList = { body: '<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>' };

const connect = async (id: string, input: FormInput, http: Script['http'] = () => emptyList) => {
  const fake = createScriptedContext({ http });
  const credential = await createS3Adapter(vendor(id)).prepare(input)(fake.context);
  return { ...fake, credential, facts: createS3Adapter(vendor(id)).describe(credential) };
};

const problemsOf = (id: string, input: FormInput): unknown => {
  try {
    createS3Adapter(vendor(id)).prepare(input);
    return {};
  } catch (error) {
    return (error as { fields: unknown }).fields;
  }
};

describe('forms of S3 vendors', () => {
  it.each(s3Vendors.map((each) => [each.id]))('%s has a form in shape', (id) => {
    const { fields, links } = providerDescriptorSchema.parse(
      createS3Adapter(vendor(id)).descriptor,
    );
    expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
    expect(links).toHaveLength(1);
  });

  it.each([
    [
      's3-backblaze-b2',
      { region: 'eu-central-003' },
      'https://s3.eu-central-003.backblazeb2.com',
      'eu-central-003',
      'path',
    ],
    [
      's3-wasabi',
      { region: 'ap-southeast-2' },
      'https://s3.ap-southeast-2.wasabisys.com',
      'ap-southeast-2',
      'path',
    ],
    [
      's3-wasabi',
      { region: 'other', otherRegion: 'eu-west-3' },
      'https://s3.eu-west-3.wasabisys.com',
      'eu-west-3',
      'path',
    ],
    [
      's3-cloudflare-r2',
      { accountId: account },
      `https://${account}.r2.cloudflarestorage.com`,
      'auto',
      'path',
    ],
    [
      's3-cloudflare-r2',
      { accountId: account, jurisdiction: 'eu' },
      `https://${account}.eu.r2.cloudflarestorage.com`,
      'auto',
      'path',
    ],
    [
      's3-cloudflare-r2',
      { accountId: `https://${account}.r2.cloudflarestorage.com/photos` },
      `https://${account}.r2.cloudflarestorage.com`,
      'auto',
      'path',
    ],
    [
      's3-digitalocean',
      { region: 'fra1' },
      'https://fra1.digitaloceanspaces.com',
      'fra1',
      'virtual',
    ],
    ['s3-google-cloud', {}, 'https://storage.googleapis.com', 'auto', 'path'],
    ['s3-hetzner', { region: 'hel1' }, 'https://hel1.your-objectstorage.com', 'hel1', 'path'],
    ['s3-scaleway', { region: 'pl-waw' }, 'https://s3.pl-waw.scw.cloud', 'pl-waw', 'path'],
    ['s3-linode', { region: 'gb-lon-1' }, 'https://gb-lon-1.linodeobjects.com', 'gb-lon-1', 'path'],
    [
      's3-idrive-e2',
      { region: 'eu-west-1' },
      'https://s3.eu-west-1.idrivee2.com',
      'eu-west-1',
      'path',
    ],
    ['s3-storj', {}, 'https://gateway.storjshare.io', 'us-1', 'path'],
    [
      's3-minio',
      { endpoint: 'https://minio.example:9000/' },
      'https://minio.example:9000',
      'us-east-1',
      'path',
    ],
    [
      's3-other',
      { endpoint: 'https://s3.example', addressing: 'virtual' },
      'https://s3.example',
      'us-east-1',
      'virtual',
    ],
    [
      's3-other',
      { endpoint: 'https://10.0.0.7:9000', addressing: 'virtual' },
      'https://10.0.0.7:9000',
      'us-east-1',
      'path',
    ],
  ])('%s %o works at %s', async (id, over, endpoint, region, addressing) => {
    const { facts, requests } = await connect(id, filled(id, over));
    expect(facts.s3).toMatchObject({ endpoint, region, addressing });
    expect(requests.map(({ url }) => url.href)).toEqual([`${endpoint}/`]);
  });

  it.each([
    [
      'eu-central-1',
      'https://sts.eu-central-1.amazonaws.com',
      'https://s3.eu-central-1.amazonaws.com',
    ],
    [
      'cn-north-1',
      'https://sts.cn-north-1.amazonaws.com.cn',
      'https://s3.cn-north-1.amazonaws.com.cn',
    ],
  ])('s3-aws %s asks STS of the region', async (region, sts, endpoint) => {
    const { facts, requests } = await connect(
      's3-aws',
      filled('s3-aws', { region, ...awsKeys }),
      () => ({
        body: '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::123456789012:assumed-role/Admin/me</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>',
      }),
    );
    expect(requests.map(({ url }) => url.href)).toEqual([`${sts}/`]);
    expect(facts).toMatchObject({ account: 'Admin/me (123456789012)', s3: { endpoint, region } });
  });

  it.each([
    ['http://minio.example:9000', 'not-https'],
    ['http://192.168.1.10:9000', 'not-https'],
    ['http://10.0.0.7', 'not-https'],
    ['http://localhost:9000', 'not-loopback'],
    ['http://127.0.0.1:9000', undefined],
    ['http://[::1]:9000', undefined],
    ['https://192.168.1.10:9000', undefined],
    ['https://[fd12:3456::1]', undefined],
    ['http://169.254.169.254', 'not-https'],
    ['https://169.254.169.254', 'bad-format'],
    ['https://100.100.100.200', 'bad-format'],
    ['https://metadata.google.internal', 'bad-format'],
    ['https://[fe80::1]', 'bad-format'],
    ['https://[fd00:ec2::254]', 'bad-format'],
    ['https://0.0.0.0', 'bad-format'],
    ['https://minio.example/bucket', 'bad-format'],
    ['https://minio.example?x=1', 'bad-format'],
    ['https://me:secret@minio.example', 'bad-format'],
    ['minio.example:9000', 'not-a-url'],
    ['minio.example', 'not-a-url'],
    ['ftp://minio.example', 'not-a-url'],
    ['', 'required'],
  ])('N13 an endpoint %s is %s', (endpoint, problem) => {
    const expected = problem === undefined ? {} : { endpoint: problem };
    expect(problemsOf('s3-minio', filled('s3-minio', { endpoint }))).toEqual(expected);
  });

  it.each([
    ['http://192.168.1.5:9000', undefined],
    ['http://10.0.0.7', undefined],
    ['http://172.16.0.1', undefined],
    ['http://172.31.255.255', undefined],
    ['http://[fd12:3456::1]:9000', undefined],
    ['http://172.32.0.1', 'not-https'],
    ['http://192.169.1.5', 'not-https'],
    ['http://11.0.0.7', 'not-https'],
    ['http://100.64.0.1', 'not-https'],
    ['http://203.0.113.9', 'not-https'],
    ['http://[2001:db8::1]', 'not-https'],
    ['http://nas.local:9000', 'not-https'],
    ['http://192.168.1.5.evil.example', 'not-https'],
    ['http://169.254.169.254', 'not-https'],
    ['http://[fd00:ec2::254]', 'not-https'],
    ['http://[::ffff:10.0.0.7]', 'not-https'],
    ['http://192.168.1.5:9000/bucket', 'bad-format'],
    ['http://me:secret@192.168.1.5', 'bad-format'],
    ['http://localhost:9000', 'not-loopback'],
  ])('N13 an endpoint %s is %s once http at home is allowed', (endpoint, problem) => {
    const expected = problem === undefined ? {} : { endpoint: problem };
    const input = filled('s3-minio', { endpoint, privateHttp: true });
    expect(problemsOf('s3-minio', input)).toEqual(expected);
  });

  it('N13 keys of a server at home are proven over http, when that is allowed, and again later', async () => {
    const endpoint = 'http://192.168.1.5:9000';
    const { credential, facts, requests, context } = await connect(
      's3-minio',
      filled('s3-minio', { endpoint, privateHttp: true }),
    );
    await createS3Adapter(vendor('s3-minio')).verify?.(context, credential);
    expect(requests.map(({ url, privateHttp }) => [url.href, privateHttp])).toEqual([
      [`${endpoint}/`, true],
      [`${endpoint}/`, true],
    ]);
    expect(facts.s3?.endpoint).toBe(endpoint);
  });

  it('N13 a service with addresses of its own is never asked over http', () => {
    const { fields } = createS3Adapter(vendor('s3-wasabi')).descriptor;
    expect(fields.some(({ name }) => name === 'privateHttp')).toBe(false);
    const input = filled('s3-wasabi', { endpoint: 'http://192.168.1.5', privateHttp: true });
    expect(problemsOf('s3-wasabi', input)).toEqual({ endpoint: 'not-https' });
  });

  it.each([
    [
      's3-aws',
      { accessKeyId: '', secretAccessKey: '' },
      { accessKeyId: 'required', secretAccessKey: 'required' },
    ],
    ['s3-aws', { ...awsKeys, accessKeyId: 'ASIAIOSFODNN7EXAMPLE' }, { sessionToken: 'required' }],
    ['s3-aws', { ...awsKeys, accessKeyId: 'AKIAIOSFODN' }, { accessKeyId: 'bad-format' }],
    ['s3-aws', { ...awsKeys, accessKeyId: awsKeys.secretAccessKey }, { accessKeyId: 'other-key' }],
    [
      's3-aws',
      { ...awsKeys, secretAccessKey: awsKeys.accessKeyId },
      { secretAccessKey: 'other-key' },
    ],
    ['s3-aws', { ...awsKeys, secretAccessKey: 'two\twords' }, { secretAccessKey: 'bad-format' }],
    ['s3-aws', { ...awsKeys, expiresAt: 'soon' }, { expiresAt: 'bad-format' }],
    ['s3-aws', { ...awsKeys, bucket: 'https://bucket' }, { bucket: 'bad-format' }],
    ['s3-cloudflare-r2', { accountId: 'me@example.com' }, { accountId: 'bad-format' }],
    [
      's3-cloudflare-r2',
      { accountId: account, accessKeyId: 'a'.repeat(64), secretAccessKey: 'a'.repeat(32) },
      { accessKeyId: 'other-key', secretAccessKey: 'other-key' },
    ],
    ['s3-wasabi', { accessKeyId: awsKeys.secretAccessKey, secretAccessKey: 'A'.repeat(20) }, {}],
    ['s3-wasabi', { region: 'other', otherRegion: 'a b' }, { otherRegion: 'bad-format' }],
    ['s3-wasabi', { region: 'nowhere' }, { region: 'not-a-choice' }],
  ])('N12 %s marks what is surely wrong before anything is sent: %o', (id, over, problems) => {
    expect(problemsOf(id, filled(id, over))).toEqual(problems);
  });

  it('N12 hints by shape come only after the server refused, and never the values', async () => {
    const error = await connect(
      's3-wasabi',
      filled('s3-wasabi', { accessKeyId: 'K'.repeat(20), secretAccessKey: 'cut-off' }),
      () => ({
        status: 403,
        headers: new Headers(),
        body: '<Error><Code>SignatureDoesNotMatch</Code></Error>',
      }),
    ).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 's3.signature-mismatch',
      fields: { secretAccessKey: 'bad-format' },
    });
    expect(inspect(error, { depth: 10 })).not.toMatch(/cut-off|KKKK/);
  });
});

describe('a pasted block in a vendor’s form', () => {
  const prefill = (id: string, text: string): FormInput | undefined =>
    createS3Adapter(vendor(id)).prefill?.(text);
  const block = (endpoint: string, region = ''): string =>
    `AWS_ACCESS_KEY_ID=someaccesskey\nAWS_SECRET_ACCESS_KEY=somesecretkey\nAWS_ENDPOINT_URL_S3=${endpoint}\nAWS_REGION=${region}\n`;

  it.each([
    ['s3-wasabi', block('https://s3.eu-west-1.wasabisys.com'), { region: 'eu-west-1' }],
    [
      's3-wasabi',
      block('https://s3.eu-west-9.wasabisys.com'),
      { region: 'other', otherRegion: 'eu-west-9' },
    ],
    [
      's3-cloudflare-r2',
      block(`https://${account}.fedramp.r2.cloudflarestorage.com`),
      { accountId: account, jurisdiction: 'fedramp' },
    ],
    [
      's3-minio',
      block('http://127.0.0.1:9000', 'lab-1'),
      { endpoint: 'http://127.0.0.1:9000', region: 'lab-1' },
    ],
    ['s3-aws', block('https://vpce-1.s3.example'), { endpoint: 'https://vpce-1.s3.example' }],
  ])('%s finds its own fields', (id, text, values) => {
    const filledIn = prefill(id, text);
    expect(filledIn).toMatchObject({
      ...values,
      accessKeyId: 'someaccesskey',
      secretAccessKey: 'somesecretkey',
    });
    const names = createS3Adapter(vendor(id)).descriptor.fields.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(filledIn ?? {})));
  });

  it('says which profile was taken', () => {
    const file =
      '[a]\naws_access_key_id = AKIA1\n[b]\naws_access_key_id = AKIA2\naws_secret_access_key = s\n';
    expect(prefill('s3-aws', file)).toMatchObject({ profile: 'b', accessKeyId: 'AKIA2' });
  });

  it('is refused when it holds no keys', () => {
    expect(() => prefill('s3-aws', 'nothing here')).toThrow('prefill.not-understood');
  });
});
