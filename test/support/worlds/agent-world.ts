import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { startAgent } from '../../../electron/agent.ts';
import type { ManagedPlace } from '../../../electron/organisation/place.ts';
import { agentPaths } from '../../../electron/platform/agent-paths.ts';
import { systemRandom } from '../../../electron/platform/random.ts';
import { agentHost, credentialsPathOf } from '../../../shared/agent-protocol.ts';
import { type ConnectionId, providerIdSchema } from '../../../shared/ids.ts';
import { createLedger } from '../../stand-ins/ledger.ts';
import type { RequestLogEntry } from '../../stand-ins/loopback-http.ts';
import { startS3Service } from '../../stand-ins/s3-service.ts';
import { startStsService } from '../../stand-ins/sts-service.ts';
import type { FakeClock } from '../fakes/clock.ts';
import { loggerInto } from '../fakes/logger.ts';
import { startServices } from './service-world.ts';

export type AgentReply = {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
};

const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const roleArn = 'arn:aws:iam::123456789012:role/team/backup';

type Asked = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
};

const send = (
  where: { readonly socketPath: string } | { readonly host: string; readonly port: number },
  path: string,
  { method = 'GET', headers = {}, body }: Asked,
): Promise<AgentReply> =>
  new Promise((resolve, reject) => {
    const sent = request({ ...where, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    sent.once('error', reject);
    sent.end(body);
  });

/** Asks over the socket. `headers` are added to what a client of ours sends. */
const askSocket = (socketPath: string, path: string, asked: Asked = {}): Promise<AgentReply> =>
  send({ socketPath }, path, { ...asked, headers: { host: agentHost, ...asked.headers } });

/** Asks over 127.0.0.1. */
export const askTcp = (port: number, path: string, asked: Asked): Promise<AgentReply> =>
  send({ host: '127.0.0.1', port }, path, asked);

/** All services with their agent on a real socket, an S3 service and one that gives temporary keys. */
export const startAgentWorld = async (
  clock: FakeClock,
  {
    hasDisplay = true,
    ...more
  }: { readonly hasDisplay?: boolean; readonly managed?: ManagedPlace } = {},
) => {
  const requests: RequestLogEntry[] = [];
  const log = (entry: RequestLogEntry) => void requests.push(entry);
  const ledger = createLedger('1@satellite.test:7777', clock.nowEpochMs);
  const s3 = await startS3Service({ ledger, log, region: 'eu-central-1' });
  const sts = await startStsService({ ledger, log, region: 'eu-central-1' });
  s3.seedBuckets({ photos: { 'one.txt': 'first' } });
  sts.addUser({ name: 'alice', accessKeyId, secretAccessKey });
  sts.addRole({ arn: roleArn, users: ['alice'] });
  ledger.addKeys({ accessKeyId: 'AKIAEXAMPLEOFMINIO00', secretAccessKey });

  const app = await startServices({ clock, hasDisplay, ...more });
  const places = agentPaths(app.folder, 'linux');
  const lines: string[] = [];
  const start = () =>
    startAgent(app.services(), {
      ...places,
      platform: 'linux',
      about: { version: '0', window: hasDisplay },
      logger: loggerInto(lines),
      clock,
      random: systemRandom,
    });
  let agent = await start();

  const connect = async (
    providerId: string,
    label: string,
    input: Readonly<Record<string, string | number | boolean>>,
  ): Promise<ConnectionId> => {
    const { operationId } = await app.services().handlers.connections.connect({
      providerId: providerIdSchema.parse(providerId),
      label,
      input,
      draft: null,
    });
    const { connectionId } = await app.done(operationId);
    if (connectionId === null) throw new Error('no connection');
    return connectionId;
  };

  const headerOf = async (handle: string): Promise<string> => {
    const text = await readFile(`${places.headersFolder}/${handle}`, 'utf8');
    return text.replace(/^Authorization: /, '');
  };

  return {
    app,
    stopAgent: () => agent.stop(),
    /** The program ends and is started again. */
    restart: async () => {
      await agent.stop();
      await app.restart();
      agent = await start();
    },
    places,
    s3,
    sts,
    ledger,
    /** What the stand-ins were asked. */
    requests,
    lines,
    headerOf,
    ask: askSocket.bind(null, places.socket),
    /** Asks for a document as the consumer of that handle. */
    credentials: async (account: string, handle = 'command-line'): Promise<AgentReply> =>
      askSocket(places.socket, credentialsPathOf(account), {
        headers: { authorization: await headerOf(handle) },
      }),
    call: async (name: string, argument?: unknown, handle = 'command-line') => {
      const reply = await askSocket(places.socket, `/v1/calls/${name}`, {
        method: 'POST',
        headers: { authorization: await headerOf(handle) },
        body: argument === undefined ? '' : JSON.stringify(argument),
      });
      return JSON.parse(reply.body);
    },
    /** Temporary keys of 30 minutes that are renewed from long-term ones. */
    connectRole: (label: string): Promise<ConnectionId> =>
      connect('sts-assume-role', label, {
        service: 'custom',
        region: 'eu-central-1',
        endpoint: s3.endpoint,
        stsEndpoint: sts.endpoint,
        accessKeyId,
        secretAccessKey,
        roleArn,
        sessionName: 'stowkey',
        durationMinutes: 30,
      }),
    /** Keys without an end. */
    connectKeys: (label: string): Promise<ConnectionId> =>
      connect('s3-minio', label, {
        endpoint: s3.endpoint,
        region: 'eu-central-1',
        addressing: 'path',
        accessKeyId: 'AKIAEXAMPLEOFMINIO00',
        secretAccessKey,
      }),
    close: async () => {
      await agent.stop();
      await app.close();
      await Promise.all([s3.close(), sts.close()]);
    },
  };
};
export type AgentWorld = Awaited<ReturnType<typeof startAgentWorld>>;
