import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { endProcess, failureOf } from '../processes/processes.ts';
import { navigate, type Page } from './plain-browser.ts';

export type DjangoOmniport = {
  readonly origin: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Every code that was given out is past its minute. */
  readonly expireCodes: () => Promise<void>;
  /** Every refresh token is revoked, as an administrator can do it. */
  readonly revokeRefreshTokens: () => Promise<void>;
  readonly isAccessTokenLive: (token: string) => Promise<boolean>;
  readonly close: () => Promise<void>;
};

/** The distribution's own Python, which its packages are for; the one on the path may be another. */
const python = '/usr/bin/python3';
const project = fileURLToPath(new URL('../../integration/django/omniport.py', import.meta.url));

/**
 * Starts Django OAuth Toolkit, from the system's packages, at the paths of Omniport: a server that
 * nobody here wrote.
 */
export const startDjangoOmniport = async (
  redirectUris: readonly string[],
): Promise<DjangoOmniport> => {
  const folder = await mkdtemp(join(tmpdir(), 'stowkey-django-'));
  // Isolated (-I): neither the caller's environment nor its folder can add modules.
  const child = spawn(python, ['-I', '-B', project, folder, redirectUris.join(' ')], {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const failure = failureOf(child, 'Django');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const close = async (): Promise<void> => {
    await endProcess(child);
    await rm(folder, { recursive: true, force: true });
  };
  const next = async (): Promise<unknown> => {
    const line = await Promise.race([lines.next(), failure]);
    return line.done === true ? failure : JSON.parse(line.value);
  };
  /** One at a time: replies come in the order of the commands. */
  let last: Promise<unknown> = Promise.resolve();
  const tell = (command: Readonly<Record<string, string>>): Promise<unknown> => {
    last = last.then(() => {
      child.stdin.write(`${JSON.stringify(command)}\n`);
      return next();
    });
    return last;
  };
  try {
    const { port, clientId, clientSecret } = (await next()) as {
      readonly port: number;
      readonly clientId: string;
      readonly clientSecret: string;
    };
    const origin = `http://127.0.0.1:${port}`;
    return {
      origin,
      authorizationUrl: `${origin}/oauth/authorise/`,
      tokenUrl: `${origin}/open_auth/token/`,
      clientId,
      clientSecret,
      expireCodes: async () => {
        await tell({ do: 'expire-codes' });
      },
      revokeRefreshTokens: async () => {
        await tell({ do: 'revoke-refresh-tokens' });
      },
      isAccessTokenLive: async (token) => (await tell({ do: 'is-live', token })) === true,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&');

/** Opens the toolkit's own consent page, presses a button, and gives where it leads. */
export const pressDjangoConsent = async (
  address: string,
  decision: 'approve' | 'deny',
): Promise<Page> => {
  const page = await navigate(address);
  if (page.status !== 200) return page;
  const hidden = [...page.body.matchAll(/<input type="hidden"[^>]*>/g)].map(
    ([tag]) => [attribute(tag, 'name') ?? '', attribute(tag, 'value') ?? ''] as const,
  );
  return navigate(address, [
    ...hidden,
    ...(decision === 'approve' ? [['allow', 'Authorize'] as const] : []),
  ]);
};

/** The same, following the redirect back to the app. */
export const answerDjangoConsent = async (
  address: string,
  decision: 'approve' | 'deny',
): Promise<Page> => {
  const pressed = await pressDjangoConsent(address, decision);
  return pressed.location === null ? pressed : navigate(pressed.location);
};
