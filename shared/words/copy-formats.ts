import type { FormatEdit } from '../copy-formats.ts';

/** Says what a person still has to do with what was copied. */
export const editWords: Readonly<Record<FormatEdit, string>> = {
  'endpoint-flag': 'Holds no endpoint: add --endpoint-url to each aws command.',
  'newer-aws': 'AWS CLI before 2.13 and boto3 before 1.28 need the endpoint with each command.',
  bucket: 'Put the name of your bucket in place of BUCKET.',
  's3fs-file':
    'Save it as ~/.passwd-s3fs with mode 600. Mount with -o use_path_request_style,url= and the endpoint.',
  profile: 'Needs an AWS profile of this name, as “Use with AWS tools…” writes it.',
  command: 'Needs the stowkey command.',
  'rust-feature': 'Turn on the feature “credentials-process” of aws-config.',
  'cyberduck-file': 'Save it with the ending .cyberduckprofile and open it.',
  'cyberduck-secret':
    'Save it with the ending .duck and open it. Cyberduck asks for the secret key.',
};

export const copyAsWords = {
  secret: 'Holds a secret',
  holdsSecret: 'Holds a secret. It leaves the clipboard after a short while.',
  holdsNone: 'Holds no secret.',
  preview: 'What is copied, with dots for secrets',
  nothingFound: 'No format of this account matches.',
} as const;
