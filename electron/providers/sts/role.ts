import { formPart } from '../define-form.ts';

/** Longest session of a role; the role itself may allow less. Source: AssumeRole, AWS STS API. */
export const maxRoleMinutes = 720;

export const roleFields = formPart({
  roleArn: {
    kind: 'text',
    required: false,
    // AWS has no keys without a role; other servers know who asks.
    neededWhen: ({ service }) => service !== 'custom',
    placeholder: 'arn:aws:iam::123456789012:role/backup',
    max: 2048,
    pattern: /^arn:[\w-]+:iam::\d*:role\/[\w+=,.@/-]{1,512}$/,
  },
  sessionName: {
    kind: 'text',
    initial: 'stowkey',
    advanced: true,
    pattern: /^[\w+=,.@-]{2,64}$/,
  },
});
