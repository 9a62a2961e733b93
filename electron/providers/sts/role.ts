import type { FormField } from '../../../shared/provider-descriptor.ts';
import type { FormReader } from '../form-reader.ts';
import type { StsPlace } from './place.ts';

const roleArnPattern = /^arn:[\w-]+:iam::\d*:role\/[\w+=,.@/-]{1,512}$/;
const sessionNamePattern = /^[\w+=,.@-]{2,64}$/;

/** Longest session of a role; the role itself may allow less. Source: AssumeRole, AWS STS API. */
export const maxRoleMinutes = 720;

export const roleFields: readonly FormField[] = [
  {
    kind: 'text',
    name: 'roleArn',
    label: 'Role',
    help: 'Such as arn:aws:iam::123456789012:role/backup. MinIO may go without one.',
    required: false,
    placeholder: 'arn:aws:iam::123456789012:role/backup',
  },
  {
    kind: 'text',
    name: 'sessionName',
    label: 'Session name',
    help: 'Shown in the service’s logs.',
    required: true,
    initial: 'stowkey',
    advanced: true,
  },
];

/** AWS has no keys without a role; other servers know who asks. */
export const readRole = (
  form: FormReader,
  place: StsPlace,
): { readonly roleArn: string; readonly sessionName: string } => ({
  roleArn:
    place.service === 'aws'
      ? form.text('roleArn', { max: 2048, pattern: roleArnPattern })
      : form.optionalText('roleArn', { max: 2048, pattern: roleArnPattern }),
  sessionName: form.text('sessionName', { pattern: sessionNamePattern }),
});
