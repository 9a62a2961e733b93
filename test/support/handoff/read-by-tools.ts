import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Starts what takes the place of Docker's daemon on a socket, and keeps the environment that it is told. */
export const startDockerDaemon = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stowkey-docker-'));
  const socket = join(folder, 'docker.sock');
  const environments: (readonly string[])[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    response.setHeader('api-version', '1.41');
    if (request.url?.endsWith('/_ping')) return response.end('OK');
    environments.push(JSON.parse(Buffer.concat(parts).toString('utf8')).Env);
    response.writeHead(201, { 'content-type': 'application/json' });
    return response.end('{"Id":"made","Warnings":[]}');
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    host: `unix://${socket}`,
    /** What the next container would have been started with, oldest first. */
    environment: () => environments.shift() ?? [],
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
};

/**
 * Reads one option of a secret that DuckDB has stored: the name, what its serializer writes of a text's
 * type, then the value behind its length (LEB128). Null where the secret has no such option.
 */
export const readDuckdbSecret = async (path: string, option: string): Promise<string | null> => {
  const stored = await readFile(path);
  const type = Buffer.from('ffff6400640019ffff6500006600', 'hex');
  const head = Buffer.concat([Buffer.from([option.length]), Buffer.from(option), type]);
  const found = stored.indexOf(head);
  if (found === -1) return null;
  let at = found + head.length;
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = stored[at] ?? 0;
    at += 1;
    length += (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return stored.subarray(at, at + length).toString('utf8');
};
