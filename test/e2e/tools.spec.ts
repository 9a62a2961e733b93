import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Desktop } from '../support/desktop/desktop.ts';
import { filesBelow, findIn } from '../support/processes/canaries.ts';
import { type Finished, run, until } from '../support/processes/processes.ts';
import { toolEnvironment } from '../support/tools/tool-environment.ts';
import { agentsOf, connect, drive, expect, newest, test } from './fixtures.ts';

const script = `
import boto3, os
s3 = boto3.client('s3', endpoint_url=os.environ['ENDPOINT'])
s3.put_object(Bucket='photos', Key='small', Body=b'from the tool')
print(s3.get_object(Bucket='photos', Key='small')['Body'].read().decode())
`;

/** A tool of this system, with the profile, as a person starts it. */
const boto3 = ({ env, world }: Desktop): Promise<Finished> =>
  run('/usr/bin/python3', ['-c', script], {
    env: { ...toolEnvironment(env), ENDPOINT: world.s3.endpoint, AWS_PROFILE: 'Work' },
    timeoutMs: 60_000,
  });
const works = async (desktop: Desktop): Promise<void> => {
  expect(await boto3(desktop)).toMatchObject({ code: 0, stdout: 'from the tool\n', stderr: '' });
};
const end = async (desktop: Desktop, signal: NodeJS.Signals): Promise<void> => {
  for (const pid of agentsOf(desktop)) process.kill(pid, signal);
  await until('the end of the agent', () => agentsOf(desktop).length === 0 || undefined);
};

test('a tool takes keys by a profile, whether the program runs, was closed, killed or locked out', async ({
  startDesktop,
}) => {
  const desktop = await startDesktop();
  desktop.world.s3.seedBuckets({ photos: {} });
  const driven = await drive(desktop);
  await connect(desktop, driven);
  try {
    await test.step('three clicks, and the window answers', async () => {
      await driven.ui.button('Use with AWS tools…').click();
      await driven.ui.button('Add profile').click();
      await driven.ui.heading('Profile Work is ready').waitFor();
      await works(desktop);
      expect(agentsOf(desktop)).toEqual([]);
    });
    await test.step('A10 the first call starts the agent', async () => {
      await driven.close();
      await works(desktop);
      expect(agentsOf(desktop)).toHaveLength(1);
    });
    await test.step('A2 a killed agent leaves its socket, and the next call starts another', async () => {
      await end(desktop, 'SIGKILL');
      await works(desktop);
    });
    await test.step('A6 a locked keychain is told in one line, without a wait', async () => {
      await end(desktop, 'SIGTERM');
      await desktop.keyring.lock();
      const refused = await boto3(desktop);
      expect(refused).toMatchObject({ timedOut: false, stdout: '' });
      // The whole of what the profile's command said, which had to start the agent.
      const line =
        /CredentialRetrievalError: .*custom-process: stowkey: [^\n]*keychain is locked[^\n]*\n\n?$/;
      expect(refused.stderr).toMatch(line);
      await desktop.keyring.unlock();
      await works(desktop);
    });
    await test.step('A12 no file holds a secret, and the token lies in its own alone', async () => {
      const { secretAccessKey } = newest(desktop);
      const header = await readFile(join(desktop.userData, 'agent/consumers/Work'), 'utf8');
      const wanted = new Map([
        ['secret key', secretAccessKey],
        ['token', header.split(' ').at(-1) ?? ''],
      ]);
      const files = await filesBelow(desktop.keyring.home, (path) => !/^browser\//.test(path));
      expect(findIn(files, wanted)).toEqual(['token in profile/agent/consumers/Work']);
      // The same search does find what is no secret.
      expect(findIn(files, new Map([['profile', 'credential_process']]))).toContain(
        'profile in .aws/config',
      );
    });
  } finally {
    await end(desktop, 'SIGTERM');
  }
});
