import { request } from 'node:http';

export type Arrived = {
  readonly status: number;
  readonly location: string | null;
  readonly body: string;
  readonly cookies: readonly string[];
};

export type FormFields = readonly (readonly [string, string])[];

/**
 * Asks for a page as a browser's top-level navigation would, and follows nothing. (`fetch` marks its
 * requests as scripted, and the loopback server refuses those.)
 */
export const navigateOnce = (
  address: string,
  form: FormFields | null,
  from: { readonly origin: string; readonly cookie: string },
): Promise<Arrived> =>
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
          accept: 'text/html',
          'sec-fetch-mode': 'navigate',
          'sec-fetch-dest': 'document',
          ...(from.cookie === '' ? {} : { cookie: from.cookie }),
          ...(body === null
            ? {}
            : {
                'content-type': 'application/x-www-form-urlencoded',
                'content-length': Buffer.byteLength(body),
                origin: from.origin,
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
            cookies: response.headers['set-cookie'] ?? [],
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body ?? undefined);
  });

/** An attribute of a tag as a page writes it, decoded. */
export const attributeOf = (tag: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&');
