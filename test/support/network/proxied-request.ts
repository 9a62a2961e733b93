/**
 * Makes one request as the program does, through the proxy of this process's environment, and
 * prints how it ended. A process of its own, because Node reads trusted certificates at its start.
 */
import { systemClock } from '../../../electron/platform/clock.ts';
import { createHttpClient } from '../../../electron/platform/http.ts';
import { createProxiedFetch } from '../../../electron/platform/proxied-fetch.ts';
import { createRouteFinder } from '../../../electron/platform/proxy-routes.ts';

const http = createHttpClient({
  clock: systemClock,
  fetch: createProxiedFetch(createRouteFinder(async () => 'DIRECT')),
});
const { status, body } = await http({
  method: 'POST',
  url: new URL(process.argv[2] ?? ''),
  headers: { authorization: 'Bearer canary-bearer' },
  body: 'canary-body',
});
process.stdout.write(JSON.stringify({ status, body }));
