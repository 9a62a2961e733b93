// The AWS SDK for JavaScript as a program of its own: `transfer` goes through everything with the files
// of this folder, `stream` uploads standard input in parts as it comes. The client is made by the module
// that is named after that, or by the SDK's own ways.
import { readFile, writeFile } from 'node:fs/promises';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

const partBytes = 5 * 1024 * 1024;
const Bucket = 'photos';
const [what, client] = process.argv.slice(2);
// No profile can say this to the SDK.
const { s3 } = client ? await import(client) : { s3: new S3Client({ forcePathStyle: true }) };

async function* partsOf(source) {
  let held = Buffer.alloc(0);
  for await (const piece of source) {
    held = Buffer.concat([held, piece]);
    for (; held.length >= partBytes; held = held.subarray(partBytes)) {
      yield held.subarray(0, partBytes);
    }
  }
  if (held.length > 0) yield held;
}

const upload = async (Key, source) => {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const Parts = [];
  for await (const Body of partsOf(source)) {
    const PartNumber = Parts.length + 1;
    const { ETag } = await s3.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }),
    );
    Parts.push({ PartNumber, ETag });
  }
  const MultipartUpload = { Parts };
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
};

const transfer = async () => {
  const Body = await readFile('up/small');
  await s3.send(new PutObjectCommand({ Bucket, Key: 'small', Body }));
  await upload('big', [await readFile('up/big')]);
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key } of Contents) {
    const { Body: got } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    await writeFile(`down/${Key}`, await got.transformToByteArray());
  }
};

await (what === 'stream' ? upload('long', process.stdin) : transfer());
