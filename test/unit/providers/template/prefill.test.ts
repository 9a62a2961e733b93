import { describe, expect, it } from 'vitest';
import { builtInTemplates } from '../../../../electron/providers/template/catalogue.ts';
import { createTemplateAdapter } from '../../../../electron/providers/template/oauth-adapter.ts';

const prefill = (id: string, text: string) => {
  const template = builtInTemplates.find((each) => each.id === id);
  if (template?.kind !== 'oauth2') throw new TypeError(`no template ${id}`);
  return createTemplateAdapter(template).prefill?.(text);
};

const jxEnv = `# JX Solutions
export CLIENT_ID="jx-client"
CLIENT_SECRET='a #secret$with "quotes"'   # from the mail
REDIRECT_URI=http://localhost:8000/auth
REFRESH_TOKEN=rt-1#2   # optional
TOKEN_URL = https://api.jx.example/oauth/token
AUTHORIZATION_URL: https://api.jx.example/oauth/authorize
UNRELATED=1
`;

describe('prefilling a form', () => {
  it('reads the .env of JX Solutions, whatever its quotes and comments', () => {
    expect(prefill('jx-solutions', jxEnv)).toEqual({
      clientId: 'jx-client',
      clientSecret: 'a #secret$with "quotes"',
      redirectUri: 'http://localhost:8000/auth',
      refreshToken: 'rt-1#2',
      tokenUrl: 'https://api.jx.example/oauth/token',
      authorizationUrl: 'https://api.jx.example/oauth/authorize',
    });
  });

  it('reads lines that end as Windows ends them, and AUTH_URL', () => {
    const text = 'SET AUTH_URL=https://a.example/x\r\nCLIENT_ID=one\r\n';
    expect(prefill('jx-solutions', text)).toEqual({
      authorizationUrl: 'https://a.example/x',
      clientId: 'one',
    });
  });

  it('reads Google’s file of a desktop app', () => {
    const file = {
      installed: {
        client_id: '123.apps.googleusercontent.com',
        project_id: 'p',
        auth_uri: 'https://accounts.google.com/o/oauth2/auth',
        token_uri: 'https://oauth2.googleapis.com/token',
        client_secret: 'GOCSPX-x',
        redirect_uris: ['http://localhost'],
      },
    };
    // The endpoints are the template's own: a dropped file cannot send the secret elsewhere.
    expect(prefill('google-drive', JSON.stringify(file))).toEqual({
      clientId: '123.apps.googleusercontent.com',
      clientSecret: 'GOCSPX-x',
    });
  });

  it('reads Google’s file of a web app with the redirect URIs that were registered', () => {
    const web = {
      client_id: '123',
      client_secret: 'x',
      redirect_uris: ['https://example.com/cb', 'http://127.0.0.1:21531/callback'],
    };
    expect(prefill('google-drive', JSON.stringify({ web }))).toMatchObject({
      redirectPolicy: 'fixed-ports',
      redirectUris: ['http://127.0.0.1:21531/callback'],
    });
  });

  it('finds the base address of an Omniport site in its token URL', () => {
    const text = 'TOKEN_URL=https://omniport.example.org/open_auth/token/\nCLIENT_ID=x';
    expect(prefill('omniport', text)).toEqual({
      baseUrl: 'https://omniport.example.org',
      clientId: 'x',
    });
  });

  it('reads plain JSON, and names with a prefix when there is no bare one', () => {
    const json = JSON.stringify({
      clientId: 'one',
      'token-endpoint': 'https://a.example/token',
      authorization_endpoint: 'https://a.example/authorize',
      scope: 'read write',
    });
    expect(prefill('oauth2', json)).toEqual({
      clientId: 'one',
      tokenUrl: 'https://a.example/token',
      authorizationUrl: 'https://a.example/authorize',
      moreScopes: 'read write',
    });
    expect(prefill('oauth2', 'OLD_CLIENT_ID=two\nCLIENT_ID=one')).toEqual({ clientId: 'one' });
    expect(prefill('oauth2', 'GITLAB_CLIENT_ID=two')).toEqual({ clientId: 'two' });
  });

  it('leaves out what the form does not ask for', () => {
    // Dropbox's form has no secret, and a connection is not made from one.
    expect(prefill('dropbox', 'CLIENT_ID=a\nCLIENT_SECRET=b\nREFRESH_TOKEN=c')).toEqual({
      clientId: 'a',
    });
  });

  // Work that grew with the square of such a text would take minutes.
  it('takes a glance at a long text', () => {
    const blanks = ' '.repeat(400_000);
    expect(prefill('oauth2', `CLIENT_ID=a${blanks}b`)).toEqual({ clientId: `a${blanks}b` });
    expect(prefill('oauth2', `CLIENT_ID=${blanks}a\u2028b`)).toEqual({ clientId: 'a' });
  });

  it.each([
    ['nothing', ''],
    ['prose', 'Dear all, please find the client attached.'],
    ['other variables', 'PATH=/usr/bin\nHOME=/root'],
    ['broken JSON', '{"client_id": "x'],
    ['a list', '[1, 2]'],
    ['names without values', 'CLIENT_ID=\nCLIENT_SECRET=""'],
  ])('does not understand %s', (_name, text) => {
    expect(() => prefill('jx-solutions', text)).toThrow(
      expect.objectContaining({ code: 'prefill.not-understood' }),
    );
  });
});
