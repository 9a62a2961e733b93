import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CopyFormatOf } from '../../../shared/copy-formats.ts';
import { fetchDebianTools } from '../desktop/debian-tools.ts';

/**
 * A program that stores things in buckets, as people run it. It takes its keys from where it always
 * does; `ENDPOINT` and `REGION` in the environment are for those that no profile can tell them, and
 * `SSL_CERT_FILE` names who signed the service's certificate.
 */
export type StorageTool = {
  /** Uploads `up/small` and, in parts, `up/big`, lists what is there and gets both into `down/`. */
  readonly transfer: readonly string[];
  /** Uploads standard input in parts, as it comes, as `long`; null for one that cannot. */
  readonly stream: readonly string[] | null;
  /**
   * Uses keys while its own clock says that they are good; the others ask anew at each request, once
   * there is less than ten minutes left. The JavaScript SDK asks from five minutes before the end on,
   * but waits for the answer in the last one only.
   */
  readonly goesByItsClock?: true;
  /** It runs a profile's `credential_process`. */
  readonly readsProfiles: boolean;
  /** How it proves to a container's endpoint that it may ask; null for one that asks none. */
  readonly endpoint: 'token' | 'token-file' | null;
  /** It takes keys from the environment that `exec` makes. */
  readonly byEnvironment: boolean;
  /** What else it can be given, and the variable that names the file; none for lines of a shell. */
  readonly pasted: readonly {
    readonly format: CopyFormatOf<'s3'>;
    readonly variable: string | null;
  }[];
};

const shell = (script: string, program: string): readonly string[] => [
  '/bin/sh',
  '-ec',
  script,
  program,
];

const aws = (program: string, options = ''): StorageTool => {
  const s3 = `"$0" --ca-bundle "$SSL_CERT_FILE" ${options} s3`;
  return {
    transfer: shell(
      `${s3} cp --no-progress --recursive up s3://photos; ${s3} cp --no-progress --recursive s3://photos down`,
      program,
    ),
    stream: shell(`exec ${s3} cp - s3://photos/long`, program),
    readsProfiles: true,
    endpoint: 'token-file',
    byEnvironment: true,
    pasted: [],
  };
};

const boto3 = (python: string, options = ''): StorageTool => {
  const client = `import boto3, os, sys\ns3 = boto3.client('s3', verify=os.environ['SSL_CERT_FILE']${options})\n`;
  const script = (text: string): readonly string[] => [python, '-c', client + text];
  return {
    transfer: script(`
with open('up/small', 'rb') as body: s3.put_object(Bucket='photos', Key='small', Body=body)
s3.upload_file('up/big', 'photos', 'big')
for each in s3.list_objects_v2(Bucket='photos')['Contents']:
    s3.download_file('photos', each['Key'], 'down/' + each['Key'])
`),
    stream: script("s3.upload_fileobj(sys.stdin.buffer, 'photos', 'long')"),
    readsProfiles: true,
    endpoint: 'token',
    byEnvironment: true,
    pasted: [],
  };
};

const jsSdk = (name: 'transfer' | 'stream'): readonly string[] => [
  process.execPath,
  resolve(import.meta.dirname, 'js-sdk.mjs'),
  name,
];

const javaScript: StorageTool = {
  transfer: jsSdk('transfer'),
  stream: jsSdk('stream'),
  goesByItsClock: true,
  readsProfiles: true,
  endpoint: 'token-file',
  byEnvironment: true,
  pasted: [{ format: 'aws-profile', variable: 'AWS_CONFIG_FILE' }],
};

/** Its remote `photos`, if a file has one, else what the environment or a profile gives. */
const rclone = (): StorageTool => {
  const run = `remote=":s3,provider=Other,env_auth=true,region=$REGION,endpoint='$ENDPOINT':"
[ -z "$RCLONE_CONFIG" ] || remote=photos:
rclone() { "$0" --s3-chunk-size 5Mi --s3-upload-cutoff 5Mi "$@"; }
`;
  const program = '/usr/bin/rclone';
  return {
    transfer: shell(
      `${run}rclone copy up "$remote"photos; rclone copy "$remote"photos down`,
      program,
    ),
    stream: shell(`${run}rclone rcat "$remote"photos/long`, program),
    goesByItsClock: true,
    readsProfiles: true,
    endpoint: 'token',
    byEnvironment: true,
    pasted: [
      { format: 'rclone', variable: 'RCLONE_CONFIG' },
      { format: 'rclone-profile', variable: 'RCLONE_CONFIG' },
    ],
  };
};

const s3cmd: StorageTool = {
  transfer: shell(
    `if [ -z "$S3CMD_CONFIG" ]; then
  export S3CMD_CONFIG=s3cfg
  printf '[default]\\nhost_base = %s\\nhost_bucket = %s\\nbucket_location = %s\\n' "\${ENDPOINT#*//}" "\${ENDPOINT#*//}" "$REGION" >s3cfg
fi
"$0" put --multipart-chunk-size-mb=5 up/small up/big s3://photos/; "$0" ls s3://photos/
"$0" get s3://photos/small s3://photos/big down/`,
    '/usr/bin/s3cmd',
  ),
  stream: null,
  readsProfiles: false,
  endpoint: null,
  byEnvironment: true,
  pasted: [{ format: 's3cmd', variable: 'S3CMD_CONFIG' }],
};

const restic: StorageTool = {
  transfer: shell(
    `export RESTIC_PASSWORD=throw-away RESTIC_REPOSITORY="s3:$ENDPOINT/photos"
"$0" init; "$0" backup up; "$0" snapshots; "$0" restore latest --target . --include /up
mv up/* down/`,
    '/usr/bin/restic',
  ),
  stream: null,
  readsProfiles: false,
  endpoint: 'token',
  byEnvironment: true,
  pasted: [{ format: 'restic', variable: null }],
};

/** The MinIO client, which knows no keys but those of its aliases. */
const mc = (program: string): StorageTool => ({
  transfer: shell(
    `export MC_UPLOAD_MULTIPART_SIZE=5MiB
"$0" cp --recursive up/ photos/photos; "$0" ls photos/photos; "$0" cp --recursive photos/photos/ down/`,
    program,
  ),
  stream: null,
  readsProfiles: false,
  endpoint: null,
  byEnvironment: false,
  pasted: [{ format: 'mc-host', variable: null }],
});

const newer = await fetchDebianTools();
const systemAws = '/usr/bin/aws';
const toldTheEndpoint = aws(systemAws, '--endpoint-url "$ENDPOINT"');

/**
 * Those that are here. What the AWS command line and boto3 make of pasted text is for
 * `integration/handoff/aws-tools`; Debian 12's versions of them are older than endpoints in profiles.
 */
export const storageTools: ReadonlyMap<string, StorageTool> = new Map<string, StorageTool>([
  ...(newer === null
    ? []
    : ([
        ['aws', aws(newer.aws)],
        ['boto3', boto3(newer.python)],
        ['mc', mc(newer.mc)],
      ] as const)),
  ...(existsSync(systemAws)
    ? ([
        [
          'the system’s aws',
          {
            ...toldTheEndpoint,
            endpoint: 'token',
            pasted: [{ format: 'aws-credentials', variable: 'AWS_SHARED_CREDENTIALS_FILE' }],
          },
        ],
      ] as const)
    : []),
  ['the system’s boto3', boto3('/usr/bin/python3', ", endpoint_url=os.environ['ENDPOINT']")],
  ['the JavaScript SDK', javaScript],
  ['rclone', rclone()],
  ['s3cmd', s3cmd],
  ['restic', restic],
]);
