import { request } from 'node:http';

type Arrived = {
  readonly status: number;
  readonly address: string;
  readonly body: string;
};

type Form = { readonly action: string; readonly fields: readonly (readonly [string, string])[] };

type Answer = Arrived & {
  readonly location: string | null;
  readonly cookies: readonly string[];
};

/**
 * Is a browser for loopback pages that need no person: keeps cookies, follows redirects, sends the
 * first form of a page unless it asks for something, and marks everything as a top-level navigation.
 */
export const createCookieBrowser = () => {
  const cookies = new Map<string, string>();

  const load = async (address: string, form: Form | null, from: string): Promise<Answer> => {
    const answer = await send(address, form, from, [...cookies.values()].join('; '));
    for (const cookie of answer.cookies) {
      const [pair = ''] = cookie.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (value === '') cookies.delete(name);
      else cookies.set(name, pair);
    }
    return answer;
  };

  return {
    /** Goes on until a page leads nowhere, which is the answer page of the app when all went well. */
    walkThrough: async (
      start: string,
      fill: Readonly<Record<string, string>> = {},
    ): Promise<Arrived> => {
      let answer = await load(start, null, '');
      for (let pages = 0; pages < 20; pages += 1) {
        const here = answer.address;
        const form = formOf(answer, fill);
        if (answer.location !== null) {
          answer = await load(new URL(answer.location, here).href, null, '');
        } else if (form !== null) {
          answer = await load(new URL(form.action, here).href, form, new URL(here).origin);
        } else {
          return answer;
        }
      }
      throw new Error('going round in circles');
    },
  };
};

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&');

const formOf = ({ body }: Answer, fill: Readonly<Record<string, string>>): Form | null => {
  const tag = /<form[^>]*>/.exec(body)?.[0];
  if (tag === undefined) return null;
  const inputs = [...body.matchAll(/<input[^>]*>/g)].map(([input]) => input);
  const asks = (input: string): boolean =>
    attribute(input, 'type') === 'text' && fill[attribute(input, 'name') ?? ''] === undefined;
  if (inputs.some(asks)) return null;
  return {
    action: attribute(tag, 'action') ?? '',
    fields: inputs.flatMap((input) => {
      const name = attribute(input, 'name');
      if (name === undefined) return [];
      return [[name, fill[name] ?? attribute(input, 'value') ?? ''] as const];
    }),
  };
};

const send = (
  address: string,
  form: Form | null,
  origin: string,
  cookie: string,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const body =
      form === null
        ? null
        : new URLSearchParams(form.fields.map(([name, value]) => [name, value])).toString();
    const sent = request(
      address,
      {
        method: body === null ? 'GET' : 'POST',
        agent: false,
        headers: {
          accept: 'text/html',
          'sec-fetch-mode': 'navigate',
          'sec-fetch-dest': 'document',
          ...(cookie === '' ? {} : { cookie }),
          ...(body === null
            ? {}
            : {
                'content-type': 'application/x-www-form-urlencoded',
                'content-length': Buffer.byteLength(body),
                origin,
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
            address,
            body: Buffer.concat(parts).toString('utf8'),
            location: response.headers.location ?? null,
            cookies: response.headers['set-cookie'] ?? [],
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body ?? undefined);
  });
