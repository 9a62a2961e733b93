import { request } from 'node:http';

/**
 * Fetches from one origin whatever the URL says, and names the URL's own host to it: what is signed
 * for `s3.eu-central-1.amazonaws.com` can be checked as that. (`fetch` sets the host by itself.)
 */
export const fetchFrom =
  (originOf: (url: URL) => string) =>
  (url: URL, init: RequestInit): Promise<Response> =>
    new Promise((resolve, reject) => {
      const target = new URL(`${url.pathname}${url.search}`, originOf(url));
      const sent = request(
        target,
        {
          method: init.method ?? 'GET',
          agent: false,
          headers: { ...Object.fromEntries(new Headers(init.headers)), host: url.host },
          ...(init.signal == null ? {} : { signal: init.signal }),
        },
        (reply) => {
          const parts: Buffer[] = [];
          reply.on('data', (part: Buffer) => parts.push(part));
          reply.on('error', reject);
          reply.on('end', () => {
            const headers = new Headers();
            for (const [name, value] of Object.entries(reply.headers)) {
              headers.set(name, String(value));
            }
            const status = reply.statusCode ?? 0;
            const body = status === 204 || status === 304 ? null : Buffer.concat(parts);
            resolve(new Response(body, { status, headers }));
          });
        },
      );
      sent.on('error', reject);
      sent.end(init.body ?? undefined);
    });
