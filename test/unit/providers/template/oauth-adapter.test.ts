import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../../electron/diagnostics/secret.ts';
import type { HttpRequest, HttpResponse } from '../../../../electron/platform/interfaces.ts';
import type { Credential } from '../../../../electron/providers/adapter.ts';
import { maxListItems } from '../../../../electron/providers/stored-settings.ts';
import { builtInTemplates } from '../../../../electron/providers/template/catalogue.ts';
import { createTemplateAdapter } from '../../../../electron/providers/template/oauth-adapter.ts';
import type { OAuthTemplate } from '../../../../electron/providers/template/schema.ts';
import { connectionRecordSchema } from '../../../../electron/storage/metadata/schema.ts';
import type { FormInput } from '../../../../shared/provider-descriptor.ts';
import {
  createScriptedContext,
  jsonReply,
  type Script,
} from '../../../support/fakes/provider-context.ts';

const now = 1_800_000_000;
const day = 86_400;

const templateOf = (id: string): OAuthTemplate => {
  const template = builtInTemplates.find((each) => each.id === id);
  if (template?.kind !== 'oauth2') throw new TypeError(`no template ${id}`);
  return template;
};
const adapterFor = (id: string) => createTemplateAdapter(templateOf(id));

/** The form as the window sends it: what is shown at first, and what the person changed. */
const formOf = (id: string, over: FormInput = {}): FormInput => {
  const form: FormInput = {};
  for (const field of adapterFor(id).descriptor.fields) {
    if (field.kind !== 'secret' && field.initial !== undefined) form[field.name] = field.initial;
  }
  return { ...form, clientId: 'the-client', ...over };
};

const tokenReply = {
  access_token: 'access-1',
  token_type: 'bearer',
  expires_in: 3600,
  refresh_token: 'refresh-1',
};

const pcloudReply = {
  result: 0,
  access_token: 'access-1',
  token_type: 'bearer',
  email: 'ada@example.com',
};

const bodyOf = (request: HttpRequest | undefined): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(request?.body ?? ''));

const posts = (requests: readonly HttpRequest[]): readonly string[] =>
  requests.map(({ method, url }) => `${method} ${url.href}`);

const connect = async (id: string, script: Script, over: FormInput = {}) => {
  const fake = createScriptedContext({
    redirect: { value: 'the-code' },
    nowEpochMs: now * 1000,
    ...script,
  });
  return { fake, credential: await adapterFor(id).prepare(formOf(id, over))(fake.context) };
};

/** Answers by the beginning of the address; everything else is out of reach. */
const answers =
  (replies: Readonly<Record<string, Partial<HttpResponse> | Error>>) =>
  ({ url }: HttpRequest): Partial<HttpResponse> | Error => {
    const found = Object.entries(replies).find(([start]) => url.href.startsWith(start));
    return found?.[1] ?? new AppError('server.unreachable');
  };

const stored = (fields: Readonly<Record<string, string>>, settings: Credential['settings']) => ({
  settings,
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, text]) => [name, new Secret(text)]),
  ),
});

const exposed = ({ fields }: Credential): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, secret]) => [name, secret.expose()]));

const dropboxApi = 'https://api.dropboxapi.com/';
const dropboxWorld = {
  [`${dropboxApi}oauth2/token`]: jsonReply({
    ...tokenReply,
    scope: 'account_info.read files.metadata.read',
  }),
  [`${dropboxApi}2/users/get_current_account`]: jsonReply({
    email: 'ada@example.com',
    account_id: 'dbid:1',
  }),
};

type Expected = {
  readonly over?: FormInput;
  readonly kept?: Readonly<Record<string, string>>;
  readonly authorization: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly token: string;
  readonly sends: Readonly<Record<string, string>>;
};

const base = {
  response_type: 'code',
  client_id: 'the-client',
  state: 'the-state',
  code_challenge_method: 'S256',
};
const code = { grant_type: 'authorization_code', code: 'the-code' };
const secret = 'the-secret$1';

/** What `facts/providers.md` says of each provider, as the browser and the token endpoint see it. */
const facts: Readonly<Record<string, Expected>> = {
  dropbox: {
    authorization: 'https://www.dropbox.com/oauth2/authorize',
    parameters: {
      token_access_type: 'offline',
      redirect_uri: 'http://localhost:28531/callback',
      scope: 'account_info.read files.metadata.read files.content.read',
    },
    token: 'https://api.dropboxapi.com/oauth2/token',
    sends: { client_id: 'the-client', redirect_uri: 'http://localhost:28531/callback' },
  },
  onedrive: {
    authorization: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
    parameters: {
      redirect_uri: 'http://localhost:50123',
      scope: 'User.Read offline_access Files.Read',
      prompt: 'select_account',
    },
    token: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
    sends: { client_id: 'the-client', redirect_uri: 'http://localhost:50123' },
  },
  box: {
    over: { clientSecret: secret },
    authorization: 'https://account.box.com/api/oauth2/authorize',
    parameters: { redirect_uri: 'http://127.0.0.1:50123/callback' },
    token: 'https://api.box.com/oauth2/token',
    sends: {
      client_id: 'the-client',
      client_secret: secret,
      redirect_uri: 'http://127.0.0.1:50123/callback',
    },
  },
  pcloud: {
    over: { clientSecret: secret },
    kept: { hostname: 'eapi.pcloud.com', locationid: '2' },
    authorization: 'https://my.pcloud.com/oauth2/authorize',
    parameters: { redirect_uri: 'http://127.0.0.1:28531/callback' },
    token: 'https://eapi.pcloud.com/oauth2_token',
    sends: { client_id: 'the-client', client_secret: secret },
  },
  omniport: {
    over: { clientSecret: secret, baseUrl: 'https://omniport.example.org/' },
    authorization: 'https://omniport.example.org/oauth/authorise/',
    parameters: { redirect_uri: 'http://127.0.0.1:28531/callback' },
    token: 'https://omniport.example.org/open_auth/token/',
    sends: {
      client_id: 'the-client',
      client_secret: secret,
      redirect_uri: 'http://127.0.0.1:28531/callback',
    },
  },
  'jx-solutions': {
    over: {
      clientSecret: secret,
      authorizationUrl: 'https://api.jx.example/authorize',
      tokenUrl: 'https://api.jx.example/token',
      redirectUri: 'http://localhost:8000/auth',
    },
    authorization: 'https://api.jx.example/authorize',
    parameters: { redirect_uri: 'http://localhost:8000/auth' },
    token: 'https://api.jx.example/token',
    sends: {
      client_id: 'the-client',
      client_secret: secret,
      redirect_uri: 'http://localhost:8000/auth',
    },
  },
};

describe('a template in use', () => {
  it.each(Object.entries(facts))('%s: speaks as its document says', async (id, expected) => {
    const { fake, credential } = await connect(
      id,
      {
        redirect: { value: 'the-code', stateVerified: true, kept: expected.kept ?? {} },
        http: ({ url }) =>
          url.href === expected.token ? jsonReply({ result: 0, ...tokenReply }) : { status: 503 },
      },
      expected.over,
    );
    const [url] = fake.opened;
    const { code_challenge: challenge, ...parameters } = Object.fromEntries(
      url?.searchParams ?? [],
    );
    expect(`${url?.origin}${url?.pathname}`).toBe(expected.authorization);
    expect(challenge).toMatch(/^[\w-]{43}$/);
    expect(parameters).toEqual({ ...base, ...expected.parameters });
    const [request] = fake.requests;
    expect(posts([request as HttpRequest])).toEqual([`POST ${expected.token}`]);
    expect(bodyOf(request)).toMatchObject({ ...code, ...expected.sends });
    expect(Object.keys(bodyOf(request)).includes('client_secret')).toBe(
      'client_secret' in expected.sends,
    );
    expect(exposed(credential)).toMatchObject({ accessToken: 'access-1' });
  });

  it('asks Google for offline access and consent, and for an ID token', async () => {
    const fake = createScriptedContext({});
    const form = formOf('google-drive', { clientSecret: secret });
    await expect(adapterFor('google-drive').prepare(form)(fake.context)).rejects.toThrow(
      'oauth.timeout',
    );
    const {
      code_challenge: _,
      nonce,
      ...parameters
    } = Object.fromEntries(fake.opened[0]?.searchParams ?? []);
    expect(`${fake.opened[0]?.origin}${fake.opened[0]?.pathname}`).toBe(
      'https://accounts.google.com/o/oauth2/v2/auth',
    );
    expect(nonce).toBeDefined();
    expect(parameters).toEqual({
      ...base,
      access_type: 'offline',
      prompt: 'consent',
      redirect_uri: 'http://127.0.0.1:50123/callback',
      scope: 'openid email https://www.googleapis.com/auth/drive.file',
    });
  });

  it('goes to the cloud and tenant that were chosen', async () => {
    const { fake } = await connect(
      'onedrive',
      { http: () => jsonReply(tokenReply) },
      { variableCloud: 'cn', variableTenant: 'contoso.onmicrosoft.com' },
    );
    expect(fake.opened[0]?.host).toBe('login.chinacloudapi.cn');
    expect(posts(fake.requests)).toEqual([
      'POST https://login.chinacloudapi.cn/contoso.onmicrosoft.com/oauth2/v2.0/token',
      'GET https://microsoftgraph.chinacloudapi.cn/v1.0/me',
    ]);
  });

  it('refuses a tenant that would climb out of its place', () => {
    expect(() =>
      adapterFor('onedrive').prepare(formOf('onedrive', { variableTenant: '../x' })),
    ).toThrow(expect.objectContaining({ fields: { variableTenant: 'bad-format' } }));
  });

  it('names the account, and keeps the tokens when nobody answers that', async () => {
    const asked = await connect('dropbox', { http: answers(dropboxWorld) });
    expect(exposed(asked.credential)).toEqual({
      accessToken: 'access-1',
      refreshToken: 'refresh-1',
      expiresAtEpochSeconds: String(now + 3600),
      grantedAtEpochSeconds: String(now),
      renewedAtEpochSeconds: String(now),
      scopes: 'account_info.read files.metadata.read',
      account: 'ada@example.com',
    });
    expect(asked.fake.steps).toEqual(['open-listener', 'exchange-code', 'identify']);

    const token = `${dropboxApi}oauth2/token`;
    const silent = await connect('dropbox', { http: answers({ [token]: jsonReply(tokenReply) }) });
    expect(exposed(silent.credential)).toMatchObject({ accessToken: 'access-1' });
    expect(silent.credential.fields.account).toBeUndefined();
  });

  it('remembers that a server takes HTTP Basic as it is, and asks once from then on', async () => {
    const takes =
      (form: string): NonNullable<Script['http']> =>
      ({ headers }) => {
        const given = Buffer.from(headers?.authorization?.slice(6) ?? '', 'base64').toString();
        return given === `the-client:${form}`
          ? jsonReply(tokenReply)
          : jsonReply({ error: 'invalid_client' }, 401);
      };
    const strict = takes('a/b');
    const over = {
      ...facts['jx-solutions']?.over,
      authentication: 'client_secret_basic',
      clientSecret: 'a/b',
    };
    const { fake, credential } = await connect('jx-solutions', { http: strict }, over);
    expect(fake.requests).toHaveLength(2);
    const later = createScriptedContext({ http: strict, nowEpochMs: now * 1000 });
    const renewed = await adapterFor('jx-solutions').refresh?.(later.context, credential);
    expect(later.requests).toHaveLength(1);
    expect(renewed?.settings).toEqual(credential.settings);
    expect(connectionRecordSchema.shape.settings.safeParse(credential.settings).success).toBe(true);
    const mended = createScriptedContext({ http: takes('a%2Fb'), nowEpochMs: now * 1000 });
    const again = await adapterFor('jx-solutions').refresh?.(mended.context, credential);
    expect(again?.settings).toMatchObject({ basicForm: 'encoded' });
  });

  it('names an account by a number of any length, and by nothing that cannot be seen', async () => {
    const json = { headers: new Headers({ 'content-type': 'application/json' }) };
    const me = { ...json, body: '{"email":"\u200b\u202e","account_id":90071992547409931}' };
    const world = { ...dropboxWorld, [`${dropboxApi}2/users/get_current_account`]: me };
    const { credential } = await connect('dropbox', { http: answers(world) });
    expect(exposed(credential).account).toBe('90071992547409931');
  });

  it('sends no code to a host that a redirect made up', async () => {
    const script: Script = {
      redirect: { value: 'the-code', kept: { hostname: 'evil.example' } },
      http: () => jsonReply(tokenReply),
    };
    const fake = createScriptedContext(script);
    const form = formOf('pcloud', { clientSecret: secret });
    await expect(adapterFor('pcloud').prepare(form)(fake.context)).rejects.toMatchObject({
      code: 'oauth.bad-redirect',
    });
    expect(fake.requests).toEqual([]);
  });

  it('goes back to the region that the redirect named', async () => {
    const { credential } = await connect(
      'pcloud',
      {
        redirect: { value: 'the-code', kept: { hostname: 'eapi.pcloud.com', locationid: '2' } },
        http: () => jsonReply(pcloudReply),
      },
      { clientSecret: secret },
    );
    expect(exposed(credential)).toMatchObject({ hostname: 'eapi.pcloud.com', locationid: '2' });
    const fake = createScriptedContext({
      http: () => jsonReply({ result: 0, email: 'ada@example.com' }),
    });
    await adapterFor('pcloud').verify?.(fake.context, credential);
    expect(posts(fake.requests)).toEqual(['GET https://eapi.pcloud.com/userinfo']);
    expect(adapterFor('pcloud').refresh).toBeUndefined();
  });

  it('L9 stores nothing of a sign-in without its state that the person does not know', async () => {
    const script: Script = {
      redirect: { value: 'the-code', stateVerified: false },
      http: () => jsonReply(pcloudReply),
      confirm: () => false,
    };
    await expect(connect('pcloud', script, { clientSecret: secret })).rejects.toMatchObject({
      code: 'oauth.refused-by-person',
    });
  });

  it('offers to go without PKCE when the token endpoint calls the request invalid', async () => {
    const http: Script['http'] = (request) =>
      'code_verifier' in bodyOf(request)
        ? jsonReply({ error: 'invalid_request' }, 400)
        : jsonReply(tokenReply);
    const over = { ...facts['jx-solutions']?.over };
    const { fake, credential } = await connect('jx-solutions', { http }, over);
    expect(fake.confirmed).toEqual([{ kind: 'without-pkce', host: fake.opened[0]?.host }]);
    expect(credential.settings).toMatchObject({ withoutPkce: true });
    const challenged = fake.opened.map((url) => url.searchParams.has('code_challenge'));
    expect(challenged).toEqual([true, false]);
    const refused = connect('jx-solutions', { http, confirm: () => false }, over);
    await expect(refused).rejects.toMatchObject({ code: 'server.rejected' });
    const form = { ...over, withoutPkce: true };
    const without = await connect('jx-solutions', { http }, form);
    expect(without.fake.confirmed).toEqual([]);
    expect(without.fake.requests).toHaveLength(1);
  });

  it.each([
    ['box', { clientSecret: secret }, 'invalid_request'],
    ['jx-solutions', facts['jx-solutions']?.over, 'invalid_grant'],
    ['jx-solutions', { ...facts['jx-solutions']?.over, withoutPkce: true }, 'invalid_request'],
  ])('does not offer it for %s with %j after %s', async (id, over, error) => {
    const script: Script = { http: () => jsonReply({ error }, 400), confirm: () => true };
    const fake = createScriptedContext({ redirect: { value: 'the-code' }, ...script });
    await expect(adapterFor(id).prepare(formOf(id, over))(fake.context)).rejects.toThrow();
    expect(fake.confirmed).toEqual([]);
  });

  it('leaves PKCE out where the template lets the person say so, and nowhere else', async () => {
    const withField = builtInTemplates.filter(
      (template) =>
        template.kind === 'oauth2' &&
        createTemplateAdapter(template).descriptor.fields.some(
          ({ name }) => name === 'withoutPkce',
        ),
    );
    expect(withField.map(({ id }) => id).sort()).toEqual(['jx-solutions', 'oauth2', 'omniport']);
    const http = () => jsonReply(tokenReply);
    const box = await connect('box', { http }, { clientSecret: secret, withoutPkce: true });
    expect(box.credential.settings).toMatchObject({ withoutPkce: false });
    const again = createScriptedContext({ redirect: { value: 'the-code' }, http });
    const settings = { ...box.credential.settings, withoutPkce: true };
    await adapterFor('box').reauthorize?.(again.context, { ...box.credential, settings });
    expect(again.opened[0]?.searchParams.has('code_challenge')).toBe(true);
    const off = templateOf('box');
    const fake = createScriptedContext({ redirect: { value: 'the-code' }, http });
    await createTemplateAdapter({
      ...off,
      authorization: { ...off.authorization, pkce: 'off' },
    }).prepare(formOf('box', { clientSecret: secret }))(fake.context);
    expect(fake.opened[0]?.searchParams.has('code_challenge')).toBe(false);
  });

  it('L9 names the account of a sign-in whose state was dropped, and marks it', async () => {
    const fieldsAfter = async (stateVerified: boolean) => {
      const script = {
        redirect: { value: 'the-code', stateVerified },
        http: () => jsonReply(pcloudReply),
      };
      const { credential } = await connect('pcloud', script, { clientSecret: secret });
      const { tokens } = adapterFor('pcloud').describe(credential);
      expect(tokens?.stateVerified).toBe(stateVerified);
      return exposed(credential);
    };
    expect(await fieldsAfter(false)).toMatchObject({
      account: 'ada@example.com',
      stateVerified: 'no',
    });
    expect(await fieldsAfter(true)).not.toHaveProperty('stateVerified');
  });

  it.each<[string, Partial<HttpResponse>, string]>([
    ['does not answer', { status: 503 }, 'server.trouble'],
    ['names nobody', jsonReply({ result: 0 }), 'oauth.wrong-state'],
  ])('L9 takes no sign-in without its state when the provider %s', async (_name, reply, code) => {
    const connecting = (stateVerified: boolean) =>
      connect(
        'pcloud',
        {
          redirect: { value: 'the-code', stateVerified },
          http: ({ url }) => (url.pathname === '/userinfo' ? reply : jsonReply(pcloudReply)),
        },
        { clientSecret: secret },
      );
    await expect(connecting(false)).rejects.toMatchObject({ code });
    await expect(connecting(true)).resolves.toBeDefined();
  });

  it('lets the person paste the code that Dropbox shows', async () => {
    const { fake } = await connect(
      'dropbox',
      { http: answers(dropboxWorld) },
      { redirectPolicy: 'paste', redirectUris: [] },
    );
    expect(fake.opened[0]?.searchParams.has('redirect_uri')).toBe(false);
    expect(bodyOf(fake.requests[0])).not.toHaveProperty('redirect_uri');
  });

  it('takes a pasted refresh token whatever the file says of a redirect, which it does not need', () => {
    const typed = { redirectPolicy: 'typed', redirectUri: 'myapp://callback' };
    const site = { baseUrl: 'https://omni.example', clientSecret: secret };
    const read = (over: FormInput) => () =>
      adapterFor('omniport').prepare(formOf('omniport', { ...typed, ...site, ...over }));
    expect(read({})).toThrow(
      expect.objectContaining({ fields: { redirectUri: 'not-https' } }) as Error,
    );
    expect(read({ refreshToken: 'pasted' })).not.toThrow();
  });

  it('connects with a pasted refresh token and no browser', async () => {
    const { fake, credential } = await connect(
      'jx-solutions',
      { http: () => jsonReply(tokenReply) },
      {
        clientSecret: secret,
        tokenUrl: 'https://api.jx.example/token',
        refreshToken: 'pasted',
        redirectUri: '',
      },
    );
    expect(fake.opened).toEqual([]);
    expect(bodyOf(fake.requests[0])).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'pasted',
    });
    expect(exposed(credential)).toMatchObject({ refreshToken: 'refresh-1' });
    const again = createScriptedContext({ redirect: { value: 'x' } });
    await expect(
      adapterFor('jx-solutions').reauthorize?.(again.context, credential),
    ).rejects.toMatchObject({
      code: 'input.invalid',
      fields: { authorizationUrl: 'required' },
    });
  });

  it('uses a device code where that is asked for, for the scopes that allow it', async () => {
    const { fake } = await connect(
      'onedrive',
      {
        http: ({ url }) =>
          url.pathname.endsWith('/devicecode')
            ? jsonReply({
                device_code: 'd',
                user_code: 'ABCD',
                verification_uri: 'https://microsoft.com/devicelogin',
                expires_in: 900,
                interval: 1,
              })
            : jsonReply(tokenReply),
      },
      { useDeviceCode: true },
    );
    expect(fake.opened).toEqual([]);
    expect(bodyOf(fake.requests[1])).toMatchObject({ device_code: 'd' });

    const wide = formOf('google-drive', {
      clientSecret: secret,
      useDeviceCode: true,
      scopes: ['https://www.googleapis.com/auth/drive'],
    });
    expect(() => adapterFor('google-drive').prepare(wide)).toThrow(
      expect.objectContaining({ fields: { scopes: 'not-a-choice' } }),
    );
  });

  it('names every field at fault at once and starts nothing', () => {
    const form = { ...formOf('oauth2'), clientId: '', tokenUrl: 'http://login.example.com/token' };
    expect(() => adapterFor('oauth2').prepare(form)).toThrow(
      expect.objectContaining({
        code: 'input.invalid',
        fields: {
          authorizationUrl: 'required',
          tokenUrl: 'not-https',
          clientId: 'required',
          clientSecret: 'required',
        },
      }),
    );
  });

  // Work that doubled with each comma would never end.
  it('refuses at a glance what is no list of scopes', () => {
    const form = { ...facts['jx-solutions']?.over, moreScopes: `${','.repeat(2000)}"` };
    expect(() => adapterFor('jx-solutions').prepare(formOf('jx-solutions', form))).toThrow(
      expect.objectContaining({ code: 'input.invalid', fields: { moreScopes: 'bad-format' } }),
    );
  });

  it('takes as many scopes as are remembered, and refuses one more', () => {
    const prepareWith = (count: number) => () =>
      adapterFor('jx-solutions').prepare(
        formOf('jx-solutions', {
          ...facts['jx-solutions']?.over,
          moreScopes: Array.from({ length: count }, (_, index) => `s${index}`).join(' '),
        }),
      );
    expect(prepareWith(maxListItems)).not.toThrow();
    expect(prepareWith(maxListItems + 1)).toThrow(
      expect.objectContaining({ code: 'input.invalid', fields: { moreScopes: 'too-long' } }),
    );
    const remembers = (count: number): boolean =>
      connectionRecordSchema.shape.settings.safeParse({ scopes: Array(count).fill('s') }).success;
    expect([remembers(maxListItems), remembers(maxListItems + 1)]).toEqual([true, false]);
  });

  it.each([
    ['http://[::1]:8080/callback', 'not-loopback'],
    ['http://127.0.0.2:8080/callback', 'not-loopback'],
    ['http://redirect.example:8080/callback', 'not-loopback'],
    ['http://127.0.0.1/callback', 'bad-format'],
    ['http://localhost:0/callback', 'bad-format'],
    ['http://127.0.0.1:8080/callback?x=1', 'bad-format'],
    ['http://127.0.0.1:8080/callback#x', 'bad-format'],
    ['http://a@127.0.0.1:8080/callback', 'bad-format'],
    ['https://a@redirect.example/callback', 'bad-format'],
    ['com.example.app:/callback', 'not-https'],
    ['callback', 'not-a-url'],
  ])('refuses the redirect URI %s before anything happens', (redirectUri, problem) => {
    const form = formOf('jx-solutions', {
      ...facts['jx-solutions']?.over,
      redirectUri,
    });
    expect(() => adapterFor('jx-solutions').prepare(form)).toThrow(
      expect.objectContaining({ code: 'input.invalid', fields: { redirectUri: problem } }),
    );
  });

  it.each(['https://redirect.example/callback?x=1', 'http://localhost:8000/auth'])(
    'takes the redirect URI %s',
    (redirectUri) => {
      const form = formOf('jx-solutions', { ...facts['jx-solutions']?.over, redirectUri });
      expect(() => adapterFor('jx-solutions').prepare(form)).not.toThrow();
    },
  );
});

describe('renewing', () => {
  const connected = async (
    id: string,
    over: FormInput = {},
    grantedAt = now,
  ): Promise<Credential> => {
    const { credential } = await connect(
      id,
      { nowEpochMs: grantedAt * 1000, http: () => jsonReply(tokenReply) },
      over,
    );
    return credential;
  };

  it('uses the refresh token, keeps the new one, and never opens a browser', async () => {
    const fake = createScriptedContext({
      nowEpochMs: now * 1000,
      http: () =>
        jsonReply({ access_token: 'access-2', token_type: 'bearer', refresh_token: 'refresh-2' }),
    });
    const renewed = await adapterFor('box').refresh?.(
      fake.context,
      await connected('box', { clientSecret: secret }),
    );
    expect(fake.opened).toEqual([]);
    expect(fake.asked).toEqual([]);
    expect(bodyOf(fake.requests[0])).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
      client_secret: secret,
    });
    expect(renewed && exposed(renewed)).toMatchObject({
      accessToken: 'access-2',
      refreshToken: 'refresh-2',
      clientSecret: secret,
    });
    // The reply named no end, so the former one does not count any more.
    expect(renewed?.fields.expiresAtEpochSeconds).toBeUndefined();
  });

  it('keeps a refresh token that does not rotate', async () => {
    const fake = createScriptedContext({
      http: () => jsonReply({ access_token: 'access-2', token_type: 'bearer' }),
    });
    const renewed = await adapterFor('dropbox').refresh?.(fake.context, await connected('dropbox'));
    expect(renewed?.fields.refreshToken?.expose()).toBe('refresh-1');
  });

  it('asks for a client secret that was not kept', async () => {
    const credential = await connected('box', { clientSecret: secret, keepClientSecret: false });
    expect(credential.fields.clientSecret).toBeUndefined();
    const fake = createScriptedContext({
      http: () => jsonReply(tokenReply),
      secrets: { 'client-secret': 'typed-again' },
    });
    await adapterFor('box').refresh?.(fake.context, credential);
    expect(fake.asked).toEqual(['client-secret']);
    expect(bodyOf(fake.requests[0])).toMatchObject({ client_secret: 'typed-again' });
  });

  it.each([
    ['a server in trouble', { status: 503 }, 'server.trouble'],
    ['a rate limit', { status: 429 }, 'server.rate-limited'],
    ['a page in place of an answer', { status: 200, body: '<html>' }, 'server.wrong-host'],
  ])('takes %s for no word about the tokens', async (_name, reply, expected) => {
    const fake = createScriptedContext({ http: () => reply });
    const credential = await connected('dropbox');
    await expect(adapterFor('dropbox').refresh?.(fake.context, credential)).rejects.toMatchObject({
      code: expected,
    });
  });

  const refused = jsonReply({ error: 'invalid_grant' }, 400);
  const googleAfter = (grantedAt: number, renewedAt: number): Credential => {
    const form = formOf('google-drive', { clientSecret: secret });
    const settings = {
      authentication: 'client_secret_post',
      clientId: 'the-client',
      keyAlgorithm: 'RS256',
      keyId: '',
      keepClientSecret: true,
      registerClient: false,
      useDeviceCode: false,
      redirectPolicy: 'ephemeral-ip',
      redirectUris: [],
      scopes: form.scopes as string[],
      issuer: '',
      baseUrl: '',
      authorizationUrl: '',
      tokenUrl: '',
      revocationUrl: '',
      deviceUrl: '',
      userinfoUrl: '',
    };
    return stored(
      {
        accessToken: 'access-1',
        refreshToken: 'refresh-1',
        clientSecret: secret,
        grantedAtEpochSeconds: String(grantedAt),
        renewedAtEpochSeconds: String(renewedAt),
      },
      settings,
    );
  };

  it.each([
    ['six days after the sign-in', now - 6 * day, now - 6 * day + 3600, 'google-testing'],
    [
      'long after, when it was last good within seven days',
      now - 30 * day,
      now - 25 * day,
      'google-testing',
    ],
    ['when it outlived the limit before', now - 30 * day, now - 2 * day, undefined],
  ])('says why Google refuses %s', async (_name, grantedAt, renewedAt, reason) => {
    const fake = createScriptedContext({ nowEpochMs: now * 1000, http: () => refused });
    const failing = adapterFor('google-drive').refresh?.(
      fake.context,
      googleAfter(grantedAt, renewedAt),
    );
    const error = await failing?.catch((each: unknown) => each);
    expect(error).toMatchObject({ code: 'oauth.sign-in-again' });
    expect((error as AppError).params.reason).toBe(reason);
  });
});

describe('verifying', () => {
  const credentialAt = async (at: number): Promise<Credential> =>
    (await connect('dropbox', { nowEpochMs: at * 1000, http: answers(dropboxWorld) })).credential;

  it('asks whose tokens they are, and changes nothing', async () => {
    const fake = createScriptedContext({ nowEpochMs: now * 1000, http: answers(dropboxWorld) });
    const report = await adapterFor('dropbox').verify?.(fake.context, await credentialAt(now));
    expect(report).toEqual({
      verifiedAtEpochSeconds: now,
      // This server does not know the call for it, which costs nothing else.
      signInCheck: { atEpochSeconds: now, account: 'ada@example.com', storage: null },
    });
    expect(posts(fake.requests)).toEqual([
      `POST ${dropboxApi}2/users/get_current_account`,
      `POST ${dropboxApi}2/users/get_space_usage`,
    ]);
    expect(fake.requests[0]?.headers?.authorization).toBe('Bearer access-1');
    expect(fake.requests[0]?.body).toBeUndefined();
  });

  it('renews an access token that ran out, and asks nothing before that is stored', async () => {
    const fake = createScriptedContext({ nowEpochMs: now * 1000, http: answers(dropboxWorld) });
    const report = await adapterFor('dropbox').verify?.(
      fake.context,
      await credentialAt(now - 7200),
    );
    expect(posts(fake.requests)).toEqual([`POST ${dropboxApi}oauth2/token`]);
    expect(report?.renewed?.fields.renewedAtEpochSeconds?.expose()).toBe(String(now));
  });

  it('renews once when the provider no longer takes the access token', async () => {
    const world = { [`${dropboxApi}2/`]: { status: 401 }, ...dropboxWorld };
    const strict = createScriptedContext({ nowEpochMs: now * 1000, http: answers(world) });
    const report = await adapterFor('dropbox').verify?.(strict.context, await credentialAt(now));
    expect(report?.renewed).toBeDefined();
    expect(strict.requests).toHaveLength(2);
  });

  it.each([
    ['a busy server', { status: 503 }, 'server.trouble'],
    ['a missing permission', { status: 403 }, 'oauth.invalid-scope'],
  ])('does not take %s for a rejection', async (_name, reply, expected) => {
    const fake = createScriptedContext({ nowEpochMs: now * 1000, http: () => reply });
    await expect(
      adapterFor('dropbox').verify?.(fake.context, await credentialAt(now)),
    ).rejects.toMatchObject({ code: expected });
    expect(fake.requests).toHaveLength(1);
  });

  it('reads pCloud’s refusals out of status 200', async () => {
    const { credential } = await connect(
      'pcloud',
      { http: () => jsonReply(pcloudReply) },
      { clientSecret: secret },
    );
    const verifyWith = (result: number) => {
      const fake = createScriptedContext({ http: () => jsonReply({ result, error: 'words' }) });
      return adapterFor('pcloud').verify?.(fake.context, credential);
    };
    await expect(verifyWith(2094)).rejects.toMatchObject({ code: 'oauth.sign-in-again' });
    await expect(verifyWith(5000)).rejects.toMatchObject({ code: 'server.rejected' });
  });
});

describe('ending', () => {
  it('revokes at Box with the client’s credentials', async () => {
    const { credential } = await connect(
      'box',
      { http: () => jsonReply(tokenReply) },
      { clientSecret: secret },
    );
    const fake = createScriptedContext({ http: () => ({ status: 200 }) });
    await adapterFor('box').revoke?.(fake.context, credential);
    expect(posts(fake.requests)).toEqual(['POST https://api.box.com/oauth2/revoke']);
    expect(bodyOf(fake.requests[0])).toEqual({
      client_id: 'the-client',
      client_secret: secret,
      token: 'refresh-1',
    });
  });

  it('revokes at Dropbox with an access token that works, renewing it first if need be', async () => {
    const { credential } = await connect('dropbox', {
      nowEpochMs: (now - 5 * 3600) * 1000,
      http: answers(dropboxWorld),
    });
    const fake = createScriptedContext({
      nowEpochMs: now * 1000,
      http: answers({
        ...dropboxWorld,
        [`${dropboxApi}oauth2/token`]: jsonReply({
          access_token: 'access-2',
          token_type: 'bearer',
        }),
        [`${dropboxApi}2/auth/token/revoke`]: { status: 200, body: 'null' },
      }),
    });
    await adapterFor('dropbox').revoke?.(fake.context, credential);
    const last = fake.requests.at(-1);
    expect(last?.url.pathname).toBe('/2/auth/token/revoke');
    expect(last?.headers?.authorization).toBe('Bearer access-2');
  });

  it('tells of a failure, and takes what is gone already for success', async () => {
    const { credential } = await connect(
      'box',
      { http: () => jsonReply(tokenReply) },
      { clientSecret: secret },
    );
    const end = (reply: Partial<HttpResponse>) =>
      adapterFor('box').revoke?.(createScriptedContext({ http: () => reply }).context, credential);
    await expect(end({ status: 503 })).rejects.toMatchObject({ code: 'oauth.not-revoked' });
    await expect(end(jsonReply({ error: 'invalid_token' }, 400))).resolves.toBeUndefined();
  });

  it.each(['onedrive', 'pcloud', 'omniport', 'jx-solutions'])(
    '%s: has no revocation, and says before and after where the person ends it',
    (id) => {
      const adapter = adapterFor(id);
      const { afterDisconnect } = templateOf(id);
      expect(adapter.revoke).toBeUndefined();
      expect(afterDisconnect).toMatch(/\.$/);
      expect(adapter.descriptor.afterDisconnect).toBe(afterDisconnect);
      expect(adapter.descriptor.notes).toContain(afterDisconnect);
    },
  );
});

describe('what is shown', () => {
  it('does not say that a connection ends which renews itself', async () => {
    const { credential } = await connect('dropbox', { http: answers(dropboxWorld) });
    expect(adapterFor('dropbox').describe(credential)).toEqual({
      account: 'ada@example.com',
      expiresAtEpochSeconds: null,
      neverExpires: false,
      grant: null,
      s3: null,
      tokens: {
        scopes: ['account_info.read', 'files.metadata.read'],
        accessTokenExpiresAtEpochSeconds: now + 3600,
        renewable: true,
        stateVerified: true,
      },
    });
  });

  it.each([
    [true, true],
    [false, false],
  ])('renews itself with its client secret kept: %s', async (keepClientSecret, renewable) => {
    const { credential } = await connect(
      'box',
      { http: () => jsonReply(tokenReply) },
      { clientSecret: secret, keepClientSecret },
    );
    expect(adapterFor('box').describe(credential)).toMatchObject({
      expiresAtEpochSeconds: renewable ? null : now + 3600,
      tokens: { renewable },
    });
  });

  it('says when one without a refresh token ends', async () => {
    const { refresh_token: _, ...reply } = tokenReply;
    const { credential } = await connect('dropbox', { http: () => jsonReply(reply) });
    expect(adapterFor('dropbox').describe(credential)).toMatchObject({
      expiresAtEpochSeconds: now + 3600,
      tokens: { renewable: false },
    });
  });

  it('holds no secret in settings and facts', async () => {
    const { credential } = await connect(
      'box',
      { http: () => jsonReply(tokenReply) },
      { clientSecret: secret },
    );
    const text = JSON.stringify([credential, adapterFor('box').describe(credential)]);
    for (const each of ['access-1', 'refresh-1', secret, 'the-code'])
      expect(text).not.toContain(each);
  });
});

describe('an imported template', () => {
  it('never sends stored tokens to hosts that were not shown when they were made', async () => {
    const first = { ...templateOf('dropbox') };
    const adapter = createTemplateAdapter(first, 'imported');
    const fake = createScriptedContext({ redirect: { value: 'x' }, http: answers(dropboxWorld) });
    const credential = await adapter.prepare(formOf('dropbox'))(fake.context);
    const later = createTemplateAdapter(
      {
        ...first,
        contacts: [...first.contacts, 'evil.example'],
        server: {
          kind: 'endpoints',
          authorization: 'https://www.dropbox.com/oauth2/authorize',
          token: 'https://evil.example/token',
        },
      },
      'imported',
    );
    const watched = createScriptedContext({ http: () => jsonReply(tokenReply) });
    await expect(later.refresh?.(watched.context, credential)).rejects.toMatchObject({
      code: 'server.wrong-host',
    });
    expect(watched.requests).toEqual([]);
  });
});
