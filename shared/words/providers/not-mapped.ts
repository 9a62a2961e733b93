import type { NotMapped } from '../../provider-descriptor.ts';
import { messages } from '../messages.ts';

const sentences: Readonly<Record<Exclude<NotMapped['id'], 'setting'>, string>> = messages(
  'providers/not-mapped',
  {
    'host-choice': 'Cyberduck lets you change the host; here it is the one of the profile.',
    'aws2-signatures':
      'It asks for AWS signatures of version 2, which are not used; requests are signed with version 4.',
    client: 'The client in the profile belongs to another program; register one of your own.',
    'redirect-uri':
      'Its redirect URI leads to another program; register the one that the form shows.',
    pkce: 'It turns PKCE off, so this sign-in does without it.',
    'id-tokens':
      'ID tokens are not used, because the profile names no issuer. To use them, choose OpenID Connect.',
    's3-keys':
      'Stowkey signs in and keeps the tokens; it does not turn them into S3 keys with this profile.',
    'other-sign-in': 'It asks for another kind of sign-in; Stowkey signs in in the browser.',
    'default-path': 'The folder that it opens first is not used.',
    'sts-endpoint': 'Its STS endpoint is not used.',
    'login-context': 'Its login context is not used.',
    'client-certificates': 'Client certificates are not used.',
    roles: 'Roles are not used.',
    icon: 'Its icon is not kept.',
  },
);

/** Says what of a Cyberduck profile was left out, as a sentence. */
export const describeNotMapped = ({ id, setting = '' }: NotMapped): string =>
  id === 'setting' ? `The setting ${setting} is not used.` : sentences[id];
