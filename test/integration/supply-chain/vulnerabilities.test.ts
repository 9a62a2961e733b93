import { createServer, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { openVulnerabilities } from '../../../scripts/vulnerabilities.ts';
import { projectFolder } from '../../support/app/package-app.ts';
import { type Finished, run } from '../../support/processes/processes.ts';

const advisory = {
  id: 1,
  url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
  title: 'A made-up weakness',
  severity: 'low',
  vulnerable_versions: '<=99.0.0',
};
const servers: { readonly close: () => unknown }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  const isZipped = request.headers['content-encoding'] === 'gzip';
  return JSON.parse((isZipped ? gunzipSync(body) : body).toString());
};

/**
 * A registry that knows advisories by package, for those that it is asked about (npm's "bulk advisory"
 * endpoint), and of each package one version.
 */
const startRegistry = async (
  advisories: Readonly<Record<string, readonly (typeof advisory)[]>> | null,
): Promise<{ readonly url: string; readonly asked: string[] }> => {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    if (request.method === 'POST' && path === '/-/npm/v1/security/advisories/bulk' && advisories) {
      const names = Object.keys((await bodyOf(request)) as object);
      asked.push(...names);
      const known = Object.entries(advisories).filter(([name]) => names.includes(name));
      response.end(JSON.stringify(Object.fromEntries(known)));
    } else if (request.method === 'GET' && advisories && path.slice(1) in advisories) {
      const name = path.slice(1);
      const version = { name, version: '1.0.0', dist: {} };
      response.end(JSON.stringify({ name, 'dist-tags': {}, versions: { '1.0.0': version } }));
    } else response.writeHead(405).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}/`, asked };
};

const check = (registry: string): Promise<Finished> =>
  run('npm', ['run', '--silent', 'check:vulnerabilities'], {
    cwd: projectFolder,
    env: { ...process.env, npm_config_registry: registry, npm_config_cache: undefined },
    timeoutMs: 60_000,
  });

describe('P9 known vulnerabilities', () => {
  test('P9 of a package in the lock file fail the check, and so does a registry that does not say', async () => {
    const clean = await startRegistry({});
    expect(await check(clean.url)).toMatchObject({ code: 0, stdout: 'No known vulnerability.\n' });
    // What is bundled is listed as a tool, and is asked about all the same.
    expect(clean.asked).toEqual(expect.arrayContaining(['@github/keytar', 'undici', 'electron']));

    const undici = await startRegistry({ undici: [advisory] });
    const found = await check(undici.url);
    expect(found.code).toBe(1);
    expect(found.stderr).toContain('undici <=99.0.0: A made-up weakness');

    const silent = await check((await startRegistry(null)).url);
    expect(silent.code).toBe(1);
    expect(silent.stderr).toContain('nothing is known');
  }, 120_000);

  test('P9 are let pass with a reason until their last day alone', () => {
    const { url, title, vulnerable_versions: range } = advisory;
    const via = [{ name: 'undici', title, url, range }, 'another'];
    const report = JSON.stringify({
      vulnerabilities: { undici: { via }, user: { via: ['undici'] } },
    });
    const open = (row: readonly string[]): number =>
      openVulnerabilities(report, [row], '2026-12-01').length;
    expect(open(['GHSA-aaaa-bbbb-cccc', 'undici', 'no proxy', '2026-12-01'])).toBe(0);
    expect(open(['GHSA-aaaa-bbbb-cccc', 'undici', 'no proxy', '2026-11-30'])).toBe(1);
    expect(open(['GHSA-aaaa-bbbb-cccc', 'undici', '', '2026-12-01'])).toBe(1);
    // One of another package: the advisory is open, and the row is for nothing.
    expect(open(['GHSA-aaaa-bbbb-cccc', 'undici-types', 'no proxy', '2026-12-01'])).toBe(2);
    expect(() => openVulnerabilities('{"error":{}}', [], '2026-12-01')).toThrow();
  });
});
