import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { handleFor } from '../../../electron/handoff/tool-access.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import { fetchDebianTools } from '../../support/desktop/debian-tools.ts';
import { createClock } from '../../support/fakes/clock.ts';
import { run } from '../../support/processes/processes.ts';
import { type AgentWorld, startAgentWorld } from '../../support/worlds/agent-world.ts';

const tools = await fetchDebianTools();

let world: AgentWorld;
let photos: ConnectionId;
beforeEach(async () => {
  world = await startAgentWorld(
    createClock({ startEpochMs: Math.floor(Date.now() / 1000) * 1000 }),
  );
  photos = await world.connectKeys('Photos');
});
afterEach(() => world.close());

const handlers = () => world.app.services().handlers;
const give = (
  more: Partial<Parameters<ReturnType<typeof handlers>['consumers']['give']>[0]> = {},
) =>
  handlers().consumers.give({
    name: 'backup.sh',
    connectionIds: [photos],
    rule: 'always',
    usesEndpoint: false,
    assistant: null,
    ...more,
  });
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const textOf = (given: Awaited<ReturnType<typeof give>>, kind: string): string =>
  given.pastes.find((each) => each.kind === kind)?.text ?? '';
const handles = () => world.app.snapshot().consumers.map(({ handle }) => handle);

describe('what is pasted to make a tool use an account', () => {
  it('A3 has curl get the document over the socket, until it is revoked', async () => {
    const given = await give();
    const line = textOf(given, 'command');
    const { code, stdout, stderr } = await run('/bin/sh', ['-c', line]);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ Version: 1, SecretAccessKey: secret });
    const script = textOf(given, 'credential-process').replace('credential_process = ', '');
    expect(JSON.parse((await run('/bin/sh', ['-c', script])).stdout)).toEqual(JSON.parse(stdout));
    await handlers().consumers.revoke({ handle: given.handle });
    expect((await run('/bin/sh', ['-c', line])).code).not.toBe(0);
    expect(handles()).toEqual(['command-line']);
  });

  it('has one line an account, and each opens its own', async () => {
    const backup = await world.connectRole('Backup');
    const { pastes } = await give({ connectionIds: [photos, backup, photos] });
    expect(pastes.map(({ kind, connectionId }) => [kind, connectionId])).toEqual([
      ['command', photos],
      ['command', backup],
    ]);
    const [first, second] = await Promise.all(
      pastes.map(async ({ text }) => JSON.parse((await run('/bin/sh', ['-c', text])).stdout)),
    );
    expect(first).not.toHaveProperty('SessionToken');
    expect(second).toHaveProperty('SessionToken');
  });

  it.skipIf(tools === null)('has boto3 work over 127.0.0.1 with the token’s file', async () => {
    const given = await give({ name: 'container web', usesEndpoint: true });
    const text = textOf(given, 'container');
    const [, tokenFile = ''] = /TOKEN_FILE=(.+)$/.exec(text) ?? [];
    const token = await readFile(tokenFile, 'utf8');
    expect((await stat(tokenFile)).mode & 0o777).toBe(0o600);
    expect(JSON.stringify(given)).not.toContain(token);
    const list = [
      'import boto3, sys',
      's3 = boto3.client("s3", endpoint_url=sys.argv[1], region_name="eu-central-1")',
      'print(s3.get_object(Bucket="photos", Key="one.txt")["Body"].read().decode())',
    ].join('\n');
    const variables = text.split('\n').map((line) => line.split('=', 2) as [string, string]);
    const boto3 = () =>
      run(tools?.python ?? '', ['-c', list, world.s3.endpoint], {
        env: {
          PATH: '/usr/bin:/bin',
          HOME: world.app.folder,
          AWS_MAX_ATTEMPTS: '1',
          AWS_EC2_METADATA_DISABLED: 'true',
          NO_PROXY: '127.0.0.1',
          ...Object.fromEntries(variables),
        },
      });
    const done = await boto3();
    expect([done.stdout, done.code]).toEqual(['first\n', 0]);
    await handlers().consumers.revoke({ handle: given.handle });
    await expect(stat(tokenFile)).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await boto3()).code).not.toBe(0);
  });

  it('takes no handle of another: of no tool, no profile, and not the command line’s', async () => {
    const profile = { connectionId: photos, profile: 'backup.sh' };
    const { basis } = await handlers().awsProfiles.preview(profile);
    await handlers().awsProfiles.write({ ...profile, basis });
    // Its block is still in the file, and names the script with that word.
    await handlers().consumers.revoke({ handle: 'backup.sh' });
    const given = await Promise.all([give(), give({ name: 'Backup.SH' })]);
    expect(given.map(({ handle }) => handle)).toEqual(['backup.sh-2', 'Backup.SH-3']);
    expect((await give({ name: 'Command-Line' })).handle).toBe('Command-Line-2');
    const list = await handlers().awsProfiles.list({ connectionId: photos });
    expect(list.profiles).toEqual(['backup.sh']);
    // And a profile takes none of a tool's.
    const error = { code: 'aws-config.name-taken' };
    await expect(
      handlers().awsProfiles.preview({ connectionId: photos, profile: 'backup.sh-2' }),
    ).rejects.toMatchObject(error);
  });

  it.each([
    ['../../etc/passwd', 'etc-passwd'],
    ['Bücher & Töne', 'Bucher-Tone'],
    ['_x', 'x'],
    ['日本', 'stowkey'],
    ['a'.repeat(80), 'a'.repeat(58)],
  ])('makes a file’s name of %s', (name, handle) => {
    expect(handleFor(name, [])).toBe(handle);
  });

  it('is given for accounts with S3 keys that are there, and for no others', async () => {
    const gone = '11111111-1111-4111-8111-111111111111' as ConnectionId;
    await expect(give({ connectionIds: [gone] })).rejects.toMatchObject({
      code: 'connection.unknown',
    });
    expect(handles()).toEqual(['command-line']);
  });
});

describe('the endpoint on 127.0.0.1', () => {
  it('says that its port is taken, until it has it or nobody needs it', async () => {
    const { handle } = await give({ usesEndpoint: true });
    const port = world.app.services().consumers.endpointPort() ?? 0;
    await world.stopAgent();
    const thief = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => thief.once('listening', resolve));
    await world.restart();
    const trouble = () => world.app.snapshot().agent.endpointError;
    expect(trouble()).toMatchObject({ code: 'agent.port-taken', params: { port } });
    const before = handles();
    await expect(give({ usesEndpoint: true })).rejects.toMatchObject({ code: 'agent.port-taken' });
    expect(handles()).toEqual(before);

    await new Promise((resolve) => thief.close(resolve));
    await handlers().consumers.openEndpoint();
    expect(trouble()).toBeNull();
    // With the last tool that was told of it the port is free to be another.
    await handlers().consumers.revoke({ handle });
    expect(world.app.services().consumers.endpointPort()).toBeNull();
  });
});

describe('the command line', () => {
  it('stays revoked over a restart, until the person lets it ask again, by its rule', async () => {
    const handle = 'command-line';
    await handlers().consumers.setRule({ handle, rule: 'ask' });
    await handlers().consumers.revoke({ handle });
    await world.restart();
    expect(handles()).toEqual([]);
    expect(world.app.snapshot().agent.commandLineRevoked).toBe(true);
    await expect(stat(join(world.places.headersFolder, handle))).rejects.toThrow('ENOENT');

    await handlers().consumers.letCommandLineAsk();
    expect(world.app.snapshot()).toMatchObject({
      agent: { commandLineRevoked: false },
      consumers: [{ handle, rule: 'ask', connectionIds: null }],
    });
    await world.restart();
    expect(handles()).toEqual([handle]);
  });
});
