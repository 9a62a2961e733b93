import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLedger } from '../../stand-ins/ledger.ts';
import { type StsService, startStsService } from '../../stand-ins/sts-service.ts';
import { fetchDebianTools } from '../../support/desktop/debian-tools.ts';

const run = promisify(execFile);
const { aws } = (await fetchDebianTools()) ?? { aws: '' };
const roleArn = 'arn:aws:iam::123456789012:role/backup';

/** The stand-in is strict only as far as AWS's own client gets along with it. */
describe.skipIf(aws === '')('the STS stand-in and the aws command line', () => {
  let sts: StsService;
  beforeAll(async () => {
    const ledger = createLedger('1@satellite.test:7777', Date.now);
    sts = await startStsService({ ledger, log: () => {}, region: 'eu-central-1' });
    sts.addUser({ name: 'alice', accessKeyId: 'AKIA1', secretAccessKey: 'secret' });
    sts.addRole({ arn: roleArn, users: ['alice'] });
  });
  afterAll(() => sts.close());

  const call = async (parameters: readonly string[], secret = 'secret') =>
    run(aws, ['--endpoint-url', sts.endpoint, '--output', 'json', 'sts', ...parameters], {
      env: {
        PATH: process.env.PATH ?? '',
        HOME: tmpdir(),
        AWS_ACCESS_KEY_ID: 'AKIA1',
        AWS_SECRET_ACCESS_KEY: secret,
        AWS_DEFAULT_REGION: 'eu-central-1',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CONFIG_FILE: '/dev/null',
        NO_PROXY: '127.0.0.1',
      },
    });

  it('agree on the signature, the reply and the refusal', async () => {
    const identity = JSON.parse((await call(['get-caller-identity'])).stdout);
    expect(identity).toMatchObject({ Arn: 'arn:aws:iam::123456789012:user/alice' });
    const role = await call(['assume-role', '--role-arn', roleArn, '--role-session-name', 'me']);
    expect(JSON.parse(role.stdout)).toMatchObject({
      Credentials: { AccessKeyId: expect.stringMatching(/^ASIA/) },
      AssumedRoleUser: { Arn: 'arn:aws:sts::123456789012:assumed-role/backup/me' },
    });
    await expect(call(['get-caller-identity'], 'wrong')).rejects.toThrow('SignatureDoesNotMatch');
  });
});
