import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { s3Vendors } from '../../../electron/providers/s3/vendors.ts';
import { type ConnectionId, type OperationId, providerIdSchema } from '../../../shared/ids.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { createLedger, type Ledger } from '../../stand-ins/ledger.ts';
import type { RequestLogEntry } from '../../stand-ins/loopback-http.ts';
import { type S3Service, startS3Service } from '../../stand-ins/s3-service.ts';
import { type StsService, startStsService } from '../../stand-ins/sts-service.ts';
import { fetchFrom } from '../../support/oauth/fetch-from.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

/**
 * The S3 services as they ship, with the endpoints that their patterns give: requests are signed for
 * the real host and answered by stand-ins, which check that signature.
 */

let ledger: Ledger;
let s3: S3Service;
let sts: StsService;
let app: ServiceWorld;
let requests: RequestLogEntry[];
/** Whom the program meant. */
let hosts: Set<string>;

beforeEach(async () => {
  requests = [];
  hosts = new Set();
  const log = (entry: RequestLogEntry): void => void requests.push(entry);
  ledger = createLedger('1@satellite.test:7777', Date.now);
  s3 = await startS3Service({ ledger, log });
  sts = await startStsService({ ledger, log });
  app = await startServices({
    fetch: fetchFrom((url) => {
      hosts.add(url.host);
      if (url.hostname === '127.0.0.1') return url.origin;
      return url.hostname.startsWith('sts.') ? sts.endpoint : s3.origin;
    }),
  });
});
afterEach(async () => {
  await app.close();
  await Promise.all([s3.close(), sts.close()]);
});

const connections = () => app.services().handlers.connections;

const start = async (id: string, input: FormInput, draft: string | null): Promise<OperationId> =>
  (
    await connections().connect({
      providerId: providerIdSchema.parse(id),
      label: 'Mine',
      input,
      draft,
    })
  ).operationId;

const connect = async (
  id: string,
  input: FormInput,
  draft: string | null = null,
): Promise<ConnectionId> => {
  const { connectionId } = await app.done(await start(id, input, draft));
  if (connectionId === null) throw new Error('no connection');
  return connectionId;
};

type Case = {
  readonly form: FormInput;
  readonly keys: readonly [id: string, secret: string];
  readonly endpoint: string;
  readonly region: string;
  /** Another than the endpoint's for AWS, whose keys are proven by STS. */
  readonly asked?: string;
};

const usualSecret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const usual = ['EXAMPLEKEYOFSTANDINS', usualSecret] as const;
const self = 'http://127.0.0.1';

/** The keys look as the service's own do; endpoint and region are what its documents say. */
const cases: Readonly<Record<string, Case>> = {
  's3-aws': {
    form: { region: 'eu-central-1' },
    keys: ['AKIAIOSFODNN7EXAMPLE', usualSecret],
    endpoint: 'https://s3.eu-central-1.amazonaws.com',
    region: 'eu-central-1',
    asked: 'sts.eu-central-1.amazonaws.com',
  },
  's3-cloudflare-r2': {
    form: { accountId: '0123456789abcdef0123456789abcdef', jurisdiction: 'eu' },
    keys: ['a'.repeat(32), 'b'.repeat(64)],
    endpoint: 'https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com',
    region: 'auto',
  },
  's3-backblaze-b2': {
    form: { region: 'eu-central-003' },
    keys: ['0031234567890abcdef000001', `K003${'x'.repeat(27)}`],
    endpoint: 'https://s3.eu-central-003.backblazeb2.com',
    region: 'eu-central-003',
  },
  's3-wasabi': {
    form: { region: 'eu-west-1' },
    keys: usual,
    endpoint: 'https://s3.eu-west-1.wasabisys.com',
    region: 'eu-west-1',
  },
  's3-digitalocean': {
    form: { region: 'fra1' },
    keys: ['DO00EXAMPLEKEYOFSTAN', 'x'.repeat(43)],
    endpoint: 'https://fra1.digitaloceanspaces.com',
    region: 'fra1',
  },
  's3-google-cloud': {
    form: {},
    keys: ['GOOG1EXAMPLEKEYOFSTANDINS', usualSecret],
    endpoint: 'https://storage.googleapis.com',
    region: 'auto',
  },
  's3-hetzner': {
    form: { region: 'nbg1' },
    keys: usual,
    endpoint: 'https://nbg1.your-objectstorage.com',
    region: 'nbg1',
  },
  's3-scaleway': {
    form: { region: 'nl-ams' },
    keys: ['SCWEXAMPLEKEYOFSTAND', '01234567-89ab-cdef-0123-456789abcdef'],
    endpoint: 'https://s3.nl-ams.scw.cloud',
    region: 'nl-ams',
  },
  's3-linode': {
    form: { region: 'eu-central-1' },
    keys: usual,
    endpoint: 'https://eu-central-1.linodeobjects.com',
    region: 'eu-central-1',
  },
  's3-idrive-e2': {
    form: { region: 'eu-west-4' },
    keys: usual,
    endpoint: 'https://s3.eu-west-4.idrivee2.com',
    region: 'eu-west-4',
  },
  's3-storj': {
    form: {},
    keys: [`j${'a'.repeat(27)}`, `j${'b'.repeat(52)}`],
    endpoint: 'https://gateway.storjshare.io',
    region: 'us-1',
  },
  's3-minio': { form: {}, keys: usual, endpoint: self, region: 'us-east-1' },
  's3-other': { form: {}, keys: usual, endpoint: self, region: 'us-east-1' },
};

/** What the form holds before anyone has typed. */
const initialOf = async (id: string): Promise<FormInput> => {
  const list = await app.services().handlers.providers.list();
  const fields = list.find((each) => each.id === id)?.fields ?? [];
  return Object.fromEntries(
    fields.flatMap((field) =>
      field.kind !== 'secret' && field.initial !== undefined ? [[field.name, field.initial]] : [],
    ),
  );
};

describe.each(s3Vendors.map(({ id }) => id))('%s', (id) => {
  it('is connected at the endpoint of its pattern, verified, shown, copied and disconnected', async () => {
    const given = cases[id];
    if (given === undefined) throw new Error(`no case for ${id}`);
    const [accessKeyId, secretAccessKey] = given.keys;
    sts.addUser({ name: 'ada', accessKeyId, secretAccessKey });
    const typed = given.endpoint === self;
    const endpoint = typed ? s3.origin : given.endpoint;
    const connectionId = await connect(id, {
      ...(await initialOf(id)),
      ...given.form,
      ...(typed ? { endpoint } : {}),
      accessKeyId,
      secretAccessKey,
    });
    const asked = given.asked ?? new URL(endpoint).host;
    expect([...hosts]).toEqual([asked]);
    expect(app.connection(connectionId)).toMatchObject({
      state: 'active',
      capabilities: { refresh: false, verify: true },
      facts: { s3: { endpoint, region: given.region } },
    });

    await app.restart();
    await app.done((await connections().verify({ connectionId })).operationId);
    expect([...hosts]).toEqual([asked]);
    await app.services().handlers.credentials.copy({ connectionId, format: 'env-sh' });
    for (const part of [accessKeyId, secretAccessKey, given.region]) {
      expect(app.clipboard.text).toContain(part);
    }

    await app.done((await connections().disconnect({ connectionId })).operationId);
    expect(app.snapshot().connections).toEqual([]);
    expect([...app.keytar.items.keys()].filter((item) => item.startsWith(connectionId))).toEqual(
      [],
    );
    expect(requests.every(({ status }) => status === 200)).toBe(true);
  });
});

it('a service whose host carries the region is found where it says it is', async () => {
  const there = await startS3Service({
    ledger,
    log: (entry) => void requests.push(entry),
    region: 'eu-central-2',
  });
  await app.close();
  app = await startServices({
    fetch: fetchFrom((url) => {
      hosts.add(url.host);
      return there.origin;
    }),
  });
  const [id, secret] = usual;
  ledger.addKeys({ accessKeyId: id, secretAccessKey: secret });
  const connectionId = await connect('s3-wasabi', {
    ...(await initialOf('s3-wasabi')),
    region: 'eu-west-1',
    accessKeyId: id,
    secretAccessKey: secret,
  });
  expect([...hosts]).toEqual(['s3.eu-west-1.wasabisys.com', 's3.eu-central-2.wasabisys.com']);
  expect(app.connection(connectionId)).toMatchObject({
    facts: {
      s3: { endpoint: 'https://s3.eu-central-2.wasabisys.com', region: 'eu-central-2' },
    },
    s3Check: { regionAdopted: 'eu-central-2' },
  });
  await there.close();
});

const [accessKeyId, secretAccessKey] = ['AKIAIOSFODNN7EXAMPLE', usualSecret];
const token = 'the+session/token=';

describe('a pasted or dropped block', () => {
  it.each([
    [
      'of environment variables',
      (origin: string) =>
        `export AWS_ACCESS_KEY_ID="${accessKeyId}"\nexport AWS_SECRET_ACCESS_KEY="${secretAccessKey}"\nexport AWS_SESSION_TOKEN="${token}"\nexport AWS_ENDPOINT_URL_S3=${origin}\n`,
      true,
    ],
    [
      'of an AWS credentials file',
      () =>
        `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\naws_session_token = ${token}\n`,
      false,
    ],
    [
      'of JSON, as STS prints it',
      () =>
        JSON.stringify({
          Credentials: {
            AccessKeyId: accessKeyId,
            SecretAccessKey: secretAccessKey,
            SessionToken: token,
            Expiration: new Date(Date.now() + 3_600_000).toISOString(),
          },
        }),
      false,
    ],
    [
      'of the AWS console’s CSV',
      () => `\uFEFFAccess key ID,Secret access key\r\n${accessKeyId},${secretAccessKey}\r\n`,
      false,
    ],
    [
      'of an rclone section',
      (origin: string) =>
        `[lab]\ntype = s3\nprovider = Minio\naccess_key_id = ${accessKeyId}\nsecret_access_key = ${secretAccessKey}\nsession_token = ${token}\nendpoint = ${origin}\n`,
      true,
    ],
  ])('%s is connected without its secrets in the window', async (what, write, namesEndpoint) => {
    const temporary = !what.includes('CSV');
    ledger.addKeys({
      accessKeyId,
      secretAccessKey,
      ...(temporary ? { sessionToken: token } : {}),
    });
    const { prefill } = app.services().handlers.providers;
    const providerId = providerIdSchema.parse('s3-other');
    const filled = await prefill({ providerId, text: write(s3.origin) });
    expect(JSON.stringify(filled)).not.toContain(secretAccessKey);
    expect(JSON.stringify(filled)).not.toContain(token);
    expect(filled.secretFields.includes('sessionToken')).toBe(temporary);
    expect(filled.values.endpoint !== undefined).toBe(namesEndpoint);
    const input = { ...(await initialOf('s3-other')), endpoint: s3.origin, ...filled.values };
    const connectionId = await connect('s3-other', input, filled.draft);
    await app.services().handlers.credentials.copy({ connectionId, format: 'json' });
    expect(app.clipboard.text).toContain(secretAccessKey);
    expect(app.clipboard.text.includes(token)).toBe(temporary);
  });
});
