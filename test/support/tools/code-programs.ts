import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../app/package-app.ts';
import { fetchDebianTools, fetchTestingTools } from '../desktop/debian-tools.ts';
import { run } from '../processes/processes.ts';

/** Makes a program of copied code that does what `StorageTool`'s `transfer` does; gives the command. */
type Program = (code: string, folder: string) => Promise<readonly string[]>;

const inPython =
  (python: string): Program =>
  async (code) => [
    python,
    '-c',
    `${code}
with open('up/small', 'rb') as body: s3.put_object(Bucket='photos', Key='small', Body=body)
s3.upload_file('up/big', 'photos', 'big')
for each in s3.list_objects_v2(Bucket='photos')['Contents']:
    s3.download_file('photos', each['Key'], 'down/' + each['Key'])
`,
  ];

const inJavaScript: Program = async (code, folder) => {
  await symlink(join(projectFolder, 'node_modules'), join(folder, 'node_modules'));
  const client = join(folder, 'client.mjs');
  await writeFile(client, `${code}\nexport { s3 };\n`);
  const program = join(projectFolder, 'test/support/tools/js-sdk.mjs');
  return [process.execPath, program, 'transfer', client];
};

const goProgram = (code: string): string => `package main

import (
	"bytes"
	"context"
	"io"
	"log"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func transfer(ctx context.Context) error {
${code}
	bucket := aws.String("photos")
	put := func(name string) error {
		body, err := os.Open("up/" + name)
		if err != nil {
			return err
		}
		defer body.Close()
		_, err = client.PutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: &name, Body: body})
		return err
	}
	if err := put("small"); err != nil {
		return err
	}
	whole, err := os.ReadFile("up/big")
	if err != nil {
		return err
	}
	big := aws.String("big")
	begun, err := client.CreateMultipartUpload(ctx, &s3.CreateMultipartUploadInput{Bucket: bucket, Key: big})
	if err != nil {
		return err
	}
	var parts []types.CompletedPart
	const size = 5 << 20
	for at := 0; at < len(whole); at += size {
		number := aws.Int32(int32(len(parts) + 1))
		sent, err := client.UploadPart(ctx, &s3.UploadPartInput{
			Bucket: bucket, Key: big, UploadId: begun.UploadId, PartNumber: number,
			Body: bytes.NewReader(whole[at:min(at+size, len(whole))]),
		})
		if err != nil {
			return err
		}
		parts = append(parts, types.CompletedPart{ETag: sent.ETag, PartNumber: number})
	}
	_, err = client.CompleteMultipartUpload(ctx, &s3.CompleteMultipartUploadInput{
		Bucket: bucket, Key: big, UploadId: begun.UploadId,
		MultipartUpload: &types.CompletedMultipartUpload{Parts: parts},
	})
	if err != nil {
		return err
	}
	list, err := client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: bucket})
	if err != nil {
		return err
	}
	for _, each := range list.Contents {
		got, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: each.Key})
		if err != nil {
			return err
		}
		bytes, err := io.ReadAll(got.Body)
		if err != nil {
			return err
		}
		if err := os.WriteFile("down/"+*each.Key, bytes, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	if err := transfer(context.Background()); err != nil {
		log.Fatal(err)
	}
}
`;

const inGo =
  ({ go, goEnvironment }: NonNullable<Awaited<ReturnType<typeof fetchTestingTools>>>): Program =>
  async (code, folder) => {
    const sources = join(folder, 'go');
    await mkdir(sources);
    await writeFile(join(sources, 'main.go'), goProgram(code));
    const built = await run(go, ['build', '-o', 'transfer', '.'], {
      cwd: sources,
      env: { PATH: '/usr/bin:/bin', HOME: folder, ...goEnvironment },
      timeoutMs: 10 * 60_000,
    });
    if (built.code !== 0) throw new Error(built.stderr);
    return [join(sources, 'transfer')];
  };

const stable = await fetchDebianTools();
const testing = await fetchTestingTools();

/** Those that are here, by the format whose code they take. */
export const codePrograms: readonly (readonly [
  tool: string,
  format: 'boto3' | 'javascript' | 'go',
  Program,
])[] = [
  ...(stable === null ? [] : ([['boto3', 'boto3', inPython(stable.python)]] as const)),
  ['the system’s boto3', 'boto3', inPython('/usr/bin/python3')],
  ['the JavaScript SDK', 'javascript', inJavaScript],
  ...(testing === null ? [] : ([['the Go SDK', 'go', inGo(testing)]] as const)),
];
