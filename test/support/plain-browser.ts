import { request } from 'node:http';

export type Page = {
  readonly status: number;
  readonly location: string | null;
  readonly body: string;
};

/**
 * Visits loopback pages as a browser's top-level navigation would, for tests that need no real
 * browser. (`fetch` marks its requests as scripted, and the loopback server refuses those.)
 */
export const navigate = (
  address: string,
  form: readonly (readonly [string, string])[] | null = null,
): Promise<Page> =>
  new Promise((resolve, reject) => {
    const body =
      form === null
        ? null
        : new URLSearchParams(form.map(([name, value]) => [name, value])).toString();
    const sent = request(
      address,
      {
        method: body === null ? 'GET' : 'POST',
        agent: false,
        headers: {
          'sec-fetch-mode': 'navigate',
          'sec-fetch-dest': 'document',
          ...(body === null
            ? {}
            : {
                'content-type': 'application/x-www-form-urlencoded',
                'content-length': Buffer.byteLength(body),
                origin: new URL(address).origin,
              }),
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            location: response.headers.location ?? null,
            body: Buffer.concat(parts).toString('utf8'),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body ?? undefined);
  });

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&');

/** Opens a consent page of the stand-ins, presses a button, and gives where it leads. */
export const pressConsent = async (
  address: string,
  decision: 'approve' | 'deny',
  passphrase = 'correct horse',
): Promise<Page> => {
  const page = await navigate(address);
  const form = /<form[^>]*>/.exec(page.body)?.[0] ?? '';
  const action = attribute(form, 'action');
  if (action === undefined) return page;
  const inputs = [...page.body.matchAll(/<input[^>]*>/g)].map(([tag]) => tag);
  const requestId = inputs.find((tag) => attribute(tag, 'name') === 'request_id') ?? '';
  const scopes = inputs.filter((tag) => attribute(tag, 'name') === 'approved_scope');
  return navigate(new URL(action, address).href, [
    ['request_id', attribute(requestId, 'value') ?? ''],
    ['passphrase', passphrase],
    ['decision', decision],
    ...scopes.map((tag) => ['approved_scope', attribute(tag, 'value') ?? ''] as const),
  ]);
};

/** The same, following the redirect back to the app. */
export const answerConsent = async (
  address: string,
  decision: 'approve' | 'deny',
  passphrase?: string,
): Promise<Page> => {
  const pressed = await pressConsent(address, decision, passphrase);
  return pressed.location === null ? pressed : navigate(pressed.location);
};
