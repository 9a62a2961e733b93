import { createHmac } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import type { StandInWorld } from '../../stand-ins/stand-in-world.ts';

/** A clock that tests move by hand. */
export const handClock = (start = Date.parse('2031-03-01T12:00:00Z')) => {
  let now = start;
  return {
    nowEpochMs: () => now,
    advanceSeconds: (seconds: number): void => {
      now += seconds * 1000;
    },
  };
};

const base64url = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

export const signJwt = (
  secret: string | Buffer,
  claims: Record<string, unknown>,
  { algorithm = 'sha256', header = { alg: 'HS256', typ: 'JWT' } as object } = {},
): string => {
  const input = `${base64url(header)}.${base64url(claims)}`;
  return `${input}.${createHmac(algorithm, secret).update(input).digest('base64url')}`;
};

const lastExp = new WeakMap<StandInWorld, number>();

/**
 * A good JWT of the world's client. Its claims hold nothing unique, so two of one second would be
 * the same token: the second one ends a second later.
 */
export const goodJwt = (world: StandInWorld, lifetimeSeconds = 300): string => {
  const wanted = Math.floor(world.ledger.nowEpochMs() / 1000) + lifetimeSeconds;
  const exp = lifetimeSeconds > 0 ? Math.max(wanted, (lastExp.get(world) ?? 0) + 1) : wanted;
  lastExp.set(world, exp);
  return signJwt(world.client.clientSecret, { client_id: world.client.clientId, exp });
};

type Landing = {
  readonly status: number;
  readonly location: URL | null;
  readonly html: string;
};

const landing = async (response: Response): Promise<Landing> => {
  const location = response.headers.get('location');
  return {
    status: response.status,
    location: location === null ? null : new URL(location),
    html: await response.text(),
  };
};

export const openPage = async (
  base: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Landing> => {
  const url = new URL(base);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return landing(await fetch(url, { redirect: 'manual' }));
};

const unescapeHtml = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

/** Sends the consent form as a browser would: hidden fields, ticked boxes and the button. */
export const answerConsent = async (
  { storx }: StandInWorld,
  page: Landing,
  decision: 'approve' | 'deny',
  { passphrase = 'correct horse', without = [] as readonly string[] } = {},
): Promise<Landing> => {
  const form = new URLSearchParams();
  for (const [, type, name = '', value = ''] of page.html.matchAll(
    /<input type="(hidden|checkbox)"[^>]* name="([^"]+)" value="([^"]*)"/g,
  )) {
    const text = unescapeHtml(value);
    if (type === 'hidden' || !without.includes(text)) form.append(name, text);
  }
  if (page.html.includes('id="passphrase"')) form.set('passphrase', passphrase);
  form.set('decision', decision);
  const action = /<form method="post" action="([^"]+)"/.exec(page.html)?.[1] ?? '/';
  return landing(
    await fetch(new URL(unescapeHtml(action), storx.origin), {
      method: 'POST',
      body: form.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      redirect: 'manual',
    }),
  );
};

export const redirectUri = 'http://127.0.0.1:28521/callback';

export const openIntegration = (
  world: StandInWorld,
  changes: Readonly<Record<string, string>> = {},
): Promise<Landing> =>
  openPage(world.storx.integrationUrl, {
    client_id: world.client.clientId,
    client_secret: changes.client_secret ?? goodJwt(world),
    redirect_uri: redirectUri,
    scope: 'read,write,list,delete',
    state: 'our-state',
    ...changes,
  });

/** Walks the browser flow to a grant. */
export const grantFor = async (
  world: StandInWorld,
  scope = 'read,write,list,delete',
  passphrase = 'correct horse',
): Promise<string> => {
  const page = await openIntegration(world, { scope });
  const { location } = await answerConsent(world, page, 'approve', { passphrase });
  return location?.searchParams.get('access_grant') ?? '';
};

export const postAccess = (world: StandInWorld, body: unknown, path = ''): Promise<Response> =>
  fetch(`${world.accessService.url}${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

export type S3Keys = { readonly accessKeyId: string; readonly secretAccessKey: string };

export const keysFor = async (world: StandInWorld, accessGrant: string): Promise<S3Keys> => {
  const reply = await postAccess(world, { access_grant: accessGrant, public: false });
  const value = (await reply.json()) as { access_key_id: string; secret_key: string };
  return { accessKeyId: value.access_key_id, secretAccessKey: value.secret_key };
};

/** Signs with aws4fetch, which shares no code with the stand-in. */
export const s3Client = (world: StandInWorld, keys: S3Keys, region = 'us-east-1') => {
  const client = new AwsClient({ ...keys, service: 's3', region, retries: 0 });
  return async (method: string, path: string, init: RequestInit = {}) => {
    const { headers, ...rest } = init;
    // aws4fetch dates requests by the system's clock; the world's may be another.
    const datetime = new Date(world.ledger.nowEpochMs()).toISOString().replace(/[-:]|\.\d{3}/g, '');
    const response = await client.fetch(`${world.s3.endpoint}${path}`, {
      ...rest,
      ...(headers === undefined ? {} : { headers }),
      method,
      aws: { datetime },
    });
    const text = await response.text();
    return { status: response.status, text, code: /<Code>(\w+)</.exec(text)?.[1] ?? null };
  };
};
