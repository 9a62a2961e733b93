import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AwsClient } from 'aws4fetch';
import { startAgent } from '../../../electron/agent.ts';
import type { LogLevel } from '../../../electron/diagnostics/logger.ts';
import { agentPaths } from '../../../electron/platform/agent-paths.ts';
import { systemClock } from '../../../electron/platform/clock.ts';
import { systemRandom } from '../../../electron/platform/random.ts';
import { providerIdSchema } from '../../../shared/ids.ts';
import { createLedger, type S3KeyRecord } from '../../stand-ins/ledger.ts';
import type { RequestLogEntry } from '../../stand-ins/loopback-http.ts';
import { startS3Service } from '../../stand-ins/s3-service.ts';
import { startStsService } from '../../stand-ins/sts-service.ts';
import { projectFolder } from '../app/package-app.ts';
import { loggerInto } from '../fakes/logger.ts';
import { createAuthority } from '../network/certificates.ts';
import { startTlsFront } from '../network/tls-front.ts';
import { until } from '../processes/processes.ts';
import { startServices } from './service-world.ts';

const region = 'eu-central-1';
const roleArn = 'arn:aws:iam::123456789012:role/backup';
const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
/** What STS lets keys of a role live at least. */
const shortestRoleSeconds = 900;

/**
 * Less than ten minutes, so that botocore asks anew at each request, and more than the minute before
 * their end from which on keys are renewed before they are handed out.
 */
const usualSeconds = 4 * 60;

/**
 * An account whose keys renew themselves, tools on their own, and an S3 service over TLS that takes
 * keys until they end and no longer: the program's services and its agent, with real sockets and files.
 */
export const startToolsWorld = async ({
  keysLiveSeconds = usualSeconds,
  minimumLevel = 'debug' as LogLevel,
} = {}) => {
  const closers: (() => Promise<void>)[] = [];
  const requests: RequestLogEntry[] = [];
  let onRequest: (entry: RequestLogEntry) => void = () => {};
  const log = (entry: RequestLogEntry): void => {
    requests.push(entry);
    onRequest(entry);
  };
  let aheadMs = 0;
  const clock = { ...systemClock, nowEpochMs: () => systemClock.nowEpochMs() + aheadMs };
  const ledger = createLedger('1@satellite.test:7777', clock.nowEpochMs);
  const s3 = await startS3Service({ ledger, log, region });
  closers.push(s3.close);
  const sts = await startStsService({ ledger, log, region });
  closers.push(sts.close);
  s3.seedBuckets({ photos: {} });
  sts.addUser({ name: 'alice', accessKeyId, secretAccessKey });
  sts.addRole({ arn: roleArn, users: ['alice'] });
  sts.setClockOffsetMs((keysLiveSeconds - shortestRoleSeconds) * 1000);
  const authority = await createAuthority();
  const front = await startTlsFront(s3.endpoint, await authority.issue('127.0.0.1'));
  closers.push(front.close);

  const app = await startServices({ clock });
  closers.push(app.close);
  // The person's folder is the profile's as well, by a link where the launcher looks for it.
  const home = app.folder;
  await mkdir(join(home, '.config'));
  await symlink(home, join(home, '.config', 'Stowkey'));
  const launcher = join(home, 'opt', 'resources', 'bin', 'stowkey');
  await mkdir(dirname(launcher), { recursive: true });
  await copyFile(join(projectFolder, 'resources/bin/stowkey'), launcher);
  const node = `${process.execPath} --import ${import.meta.resolve('tsx')}`;
  const commandLine = join(projectFolder, 'test/support/processes/command-line.ts');
  const program = join(home, 'opt', 'stowkey');
  await writeFile(program, `#!/bin/sh\nexec ${node} ${commandLine} ${home} "$@"\n`, {
    mode: 0o755,
  });
  const authorityFile = join(home, 'authority.pem');
  await writeFile(authorityFile, authority.cert);
  await mkdir(join(home, 'up'));
  const files = { small: Buffer.from('from the tool\n'), big: randomBytes(9 * 1024 * 1024) };

  const { operationId } = await app.services().handlers.connections.connect({
    providerId: providerIdSchema.parse('sts-assume-role'),
    label: 'photos',
    input: {
      service: 'custom',
      region,
      endpoint: front.origin,
      stsEndpoint: sts.endpoint,
      accessKeyId,
      secretAccessKey,
      roleArn,
      sessionName: 'stowkey',
      durationMinutes: shortestRoleSeconds / 60,
    },
    draft: null,
  });
  const { connectionId } = await app.done(operationId);
  if (connectionId === null) throw new Error('no connection');

  const { socket, loansFolder } = agentPaths(app.folder, 'linux');
  /** What the agent waits for by the minute; it comes when a test says so. */
  const minutely = new Set<() => void>();
  const after: typeof clock.after = (delayMs, callback) => {
    if (delayMs < 60_000) return clock.after(delayMs, callback);
    minutely.add(callback);
    return () => minutely.delete(callback);
  };
  const listen = () =>
    startAgent(app.services(), {
      socket,
      loansFolder,
      platform: 'linux',
      about: { version: '0', window: false },
      logger: loggerInto(app.log, { homeDirectory: home, minimumLevel }),
      clock: { ...clock, after },
      random: systemRandom,
    });
  let agent = await listen();
  closers.push(() => agent.stop());
  // Three clicks: the account, the profile's name, the preview.
  const { awsProfiles } = app.services().handlers;
  const profile = { connectionId, profile: 'photos' };
  const { basis } = await awsProfiles.preview(profile);
  await awsProfiles.write({ ...profile, basis });
  const ask = join(home, '.stowkey', 'bin', 'stowkey-credentials');

  const bucket = () => s3.buckets.get('photos')?.objects ?? new Map();
  return {
    app,
    connectionId,
    home,
    endpoint: front.origin,
    region,
    /** Keys without an end, which S3 takes as well. */
    lastingKeys: { accessKeyId, secretAccessKey },
    /** Every line that was logged. */
    log: app.log,
    requests,
    files,
    socket,
    loansFolder,
    /** The command of the profile, and the launcher. */
    ask: [ask, 'photos'] as const,
    launcher,
    /** The temporary keys that STS has given out, newest last. */
    minted: () => [...ledger.s3Keys.values()].filter((keys) => keys.sessionToken !== undefined),
    bucket,
    /** Lets the time pass until the keys that were given out have ended, for the program and for S3. */
    endKeys: () => {
      aheadMs += (keysLiveSeconds + 1) * 1000;
    },
    /** The code with which S3 refuses keys; null when it takes them. */
    refusalOf: async (keys: S3KeyRecord | undefined): Promise<string | null> => {
      if (keys === undefined) throw new Error('no keys');
      const { accessKeyId, secretAccessKey, sessionToken = '' } = keys;
      const client = new AwsClient({
        accessKeyId,
        secretAccessKey,
        sessionToken,
        region,
        service: 's3',
        retries: 0,
      });
      const reply = await client.fetch(`${s3.endpoint}/photos`);
      return /<Code>(.+)<\/Code>/.exec(await reply.text())?.[1] ?? null;
    },
    /** Called with each request that S3 or STS has answered, before the answer leaves. */
    onRequest: (next: typeof onRequest) => {
      onRequest = next;
    },
    /** Where a tool runs and what it finds there: nothing of the person's own, and no other keys. */
    around: (env: NodeJS.ProcessEnv) => ({
      cwd: home,
      env: {
        PATH: '/usr/bin:/bin',
        HOME: home,
        ENDPOINT: front.origin,
        REGION: region,
        SSL_CERT_FILE: authorityFile,
        NODE_EXTRA_CA_CERTS: authorityFile,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_MAX_ATTEMPTS: '1',
        NO_PROXY: '127.0.0.1',
        ...env,
      },
    }),
    /** Hands the account to a container; gives what is set in there. */
    giveContainer: async (proof: 'token' | 'token-file') => {
      const { consumers } = app.services();
      const { tokenFile } = await consumers.give({
        name: 'container web',
        handle: 'web',
        connectionIds: [connectionId],
        rule: 'always',
        usesEndpoint: true,
      });
      if (tokenFile === null) throw new Error('no file with the token');
      const token = await readFile(tokenFile, 'utf8');
      const port = await until('the endpoint', () => consumers.endpointPort() ?? undefined);
      return {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/v1/container/photos`,
        ...(proof === 'token'
          ? { AWS_CONTAINER_AUTHORIZATION_TOKEN: token }
          : { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile }),
        AWS_ENDPOINT_URL_S3: front.origin,
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
        AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required',
      };
    },
    stopAgent: () => agent.stop(),
    /** Whether the agent wants to look again in a minute. */
    looksAgain: () => minutely.size > 0,
    /** Lets that minute pass. */
    passMinute: () => {
      const due = [...minutely];
      minutely.clear();
      for (const callback of due) callback();
    },
    startAgent: async () => {
      agent = await listen();
    },
    /** Empties the bucket and the folder that tools download to. */
    clear: async () => {
      bucket().clear();
      await rm(join(home, 'down'), { recursive: true, force: true });
      await mkdir(join(home, 'down'));
      for (const [name, bytes] of Object.entries(files)) {
        await writeFile(join(home, 'up', name), bytes);
      }
    },
    downloaded: (name: string): Promise<Buffer> => readFile(join(home, 'down', name)),
    close: async () => {
      for (const each of closers.reverse()) await each();
    },
  };
};
export type ToolsWorld = Awaited<ReturnType<typeof startToolsWorld>>;
