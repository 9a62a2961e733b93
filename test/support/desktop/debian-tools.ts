import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toolsCache, unpackedPackages } from './debian-packages.ts';

/**
 * The Debian release whose AWS tools are taken: awscli 2.23.6 and boto3 1.37.9 send checksums behind
 * the body unless told otherwise, as every later version does.
 */
const stable = {
  release: 'trixie',
  packages: ['awscli', 'python3-boto3', 'minio-client', 'docker-cli', 's3fs'],
  size: 72,
  finish: (root: string) =>
    writeStarters(root, {
      aws: ['python3', 'aws'],
      python3: ['python3'],
      mc: ['minio-client'],
      docker: ['docker'],
      s3fs: ['s3fs'],
    }),
};

type DebianTools = {
  readonly aws: string;
  /** A Python that has boto3. */
  readonly python: string;
  /** The MinIO client. */
  readonly mc: string;
  readonly docker: string;
  readonly s3fs: string;
};

/** Gives tools that this system has not, or in older versions; null as `unpackedPackages` does. */
export async function fetchDebianTools(
  say: (line: string) => void = console.log,
): Promise<DebianTools | null> {
  const root = await unpackedPackages(stable, say);
  if (root === null) return null;
  const named = (name: string): string => join(root, 'bin', name);
  return {
    aws: named('aws'),
    python: named('python3'),
    mc: named('mc'),
    docker: named('docker'),
    s3fs: named('s3fs'),
  };
}

/** The release that has DuckDB, with `httpfs`, and an AWS SDK for Go that knows the checksum settings. */
const testing = {
  release: 'forky',
  packages: ['duckdb', 'golang-go'],
  // With everything below them they would be gigabytes.
  alone: ['golang-github-aws-aws-sdk-go-v2-dev', 'golang-github-aws-smithy-go-dev'],
  size: 178,
  finish: async (root: string) => {
    await writeStarters(root, { duckdb: ['duckdb'] });
    const services = join(root, goSources, 'github.com/aws/aws-sdk-go-v2/service');
    const needed = ['internal', 's3', 'signin', 'sso', 'ssooidc', 'sts'];
    for (const name of await readdir(services))
      if (!needed.includes(name)) await rm(join(services, name), { recursive: true });
  },
};
const goSources = 'usr/share/gocode/src';

/** Gives DuckDB and Go with the AWS SDK; null as `unpackedPackages` does. */
export async function fetchTestingTools(say: (line: string) => void = console.log) {
  const root = await unpackedPackages(testing, say);
  if (root === null) return null;
  const extensions = join(root, 'usr/lib/duckdb/extensions');
  const files = await readdir(extensions, { recursive: true });
  const httpfs = files.find((file) => file.endsWith('/httpfs.duckdb_extension')) ?? '';
  return {
    duckdb: join(root, 'bin', 'duckdb'),
    httpfs: join(extensions, httpfs),
    go: join(root, 'usr/lib/go/bin/go'),
    goEnvironment: {
      GOROOT: join(root, 'usr/lib/go'),
      GOPATH: join(root, 'usr/share/gocode'),
      GOCACHE: join(toolsCache, 'go-build'),
      GO111MODULE: 'off',
      GOTOOLCHAIN: 'local',
      CGO_ENABLED: '0',
    },
  };
}

/** Programs run with the loader and the libraries of their own release. */
async function writeStarters(
  root: string,
  starters: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const triplet = (await readdir(join(root, 'usr/lib'))).find((name) =>
    name.endsWith('-linux-gnu'),
  );
  const libraries = `usr/lib/${triplet}`;
  const loader = (await readdir(join(root, libraries))).find((name) => name.startsWith('ld-linux'));
  await mkdir(join(root, 'bin'), { recursive: true });
  for (const [name, words] of Object.entries(starters)) {
    const programs = words.map((word) => `"$root/usr/bin/${word}"`).join(' ');
    const file = join(root, 'bin', name);
    await writeFile(
      file,
      `#!/bin/sh
root=$(dirname "$(dirname "$(readlink -f "$0")")")
${words[0] === 'python3' ? 'PYTHONHOME="$root/usr" ' : ''}exec "$root/${libraries}/${loader}" --library-path "$root/${libraries}" ${programs} "$@"
`,
    );
    await chmod(file, 0o755);
  }
}
