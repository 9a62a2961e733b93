import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fetchAwsTools } from '../desktop/aws-tools.ts';

/**
 * A program that stores things in buckets, as people run it. It takes its keys from where it always
 * does; `ENDPOINT` and `REGION` in the environment are for those that no profile can tell them, and
 * `SSL_CERT_FILE` names who signed the service's certificate.
 */
export type StorageTool = {
  /** Uploads `up/small` and, in parts, `up/big`, lists what is there and gets both into `down/`. */
  readonly transfer: readonly string[];
  /** Uploads standard input in parts, as it comes, as `long`. */
  readonly stream: readonly string[];
  /**
   * Uses keys while its own clock says that they are good; the others ask anew at each request, once
   * there is less than ten minutes left. The JavaScript SDK asks from five minutes before the end on,
   * but waits for the answer in the last one only.
   */
  readonly goesByItsClock?: true;
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
  };
};

const boto3 = (python: string, options = ''): StorageTool => {
  const client = `import boto3, os, sys\ns3 = boto3.client('s3', verify=os.environ['SSL_CERT_FILE']${options})\n`;
  const script = (text: string): readonly string[] => [python, '-c', client + text];
  return {
    transfer: script(`
with open('up/small', 'rb') as body: s3.put_object(Bucket='photos', Key='small', Body=body)
s3.upload_file('up/big', 'photos', 'big')
for each in s3.list_objects_v2(Bucket='photos')['Contents']: s3.download_file('photos', each['Key'], 'down/' + each['Key'])
`),
    stream: script("s3.upload_fileobj(sys.stdin.buffer, 'photos', 'long')"),
  };
};

const jsSdk = (name: 'transfer' | 'stream'): readonly string[] => [
  process.execPath,
  resolve(import.meta.dirname, 'js-sdk.mjs'),
  name,
];

const rclone = (): StorageTool => {
  const run = '"$0" --config /dev/null --s3-chunk-size 5Mi --s3-upload-cutoff 5Mi';
  const remote = (path: string): string =>
    `":s3,provider=Other,env_auth=true,region=$REGION,endpoint='$ENDPOINT':${path}"`;
  return {
    transfer: shell(
      `${run} copy up ${remote('photos')}; ${run} copy ${remote('photos')} down`,
      '/usr/bin/rclone',
    ),
    goesByItsClock: true,
    stream: shell(`exec ${run} rcat ${remote('photos/long')}`, '/usr/bin/rclone'),
  };
};

const newer = await fetchAwsTools();
const isHere = (path: string): boolean => existsSync(path);

/** Those that are here, by a name that tells which of two versions it is. */
export const storageTools: ReadonlyMap<string, StorageTool> = new Map(
  [
    newer === null ? null : (['aws', aws(newer.aws)] as const),
    newer === null ? null : (['boto3', boto3(newer.python)] as const),
    // Older than endpoints in profiles.
    isHere('/usr/bin/aws')
      ? (['the system’s aws', aws('/usr/bin/aws', '--endpoint-url "$ENDPOINT"')] as const)
      : null,
    [
      'the system’s boto3',
      boto3('/usr/bin/python3', ", endpoint_url=os.environ['ENDPOINT']"),
    ] as const,
    [
      'the JavaScript SDK',
      { transfer: jsSdk('transfer'), stream: jsSdk('stream'), goesByItsClock: true },
    ] as const,
    ['rclone', rclone()] as const,
  ].filter((entry) => entry !== null),
);
