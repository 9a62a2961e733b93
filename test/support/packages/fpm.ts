/**
 * A stand-in for fpm, which electron-builder downloads from where not everybody may: it takes the
 * arguments that electron-builder gives fpm 1.17 and turns them into a call of `dpkg-deb` or `rpmbuild`.
 * An argument that it does not know ends it, so that no setting is lost in silence.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'input-type': { type: 'string', short: 's' },
    'output-type': { type: 'string', short: 't' },
    force: { type: 'boolean' },
    debug: { type: 'boolean' },
    log: { type: 'string' },
    name: { type: 'string' },
    version: { type: 'string' },
    iteration: { type: 'string' },
    architecture: { type: 'string' },
    maintainer: { type: 'string' },
    vendor: { type: 'string' },
    url: { type: 'string' },
    license: { type: 'string' },
    category: { type: 'string' },
    description: { type: 'string' },
    depends: { type: 'string', short: 'd', multiple: true },
    'config-files': { type: 'string', multiple: true },
    'after-install': { type: 'string' },
    'after-remove': { type: 'string' },
    package: { type: 'string' },
    'deb-priority': { type: 'string' },
    'deb-recommends': { type: 'string', multiple: true },
    'deb-compression': { type: 'string' },
    'deb-changelog': { type: 'string' },
    'rpm-os': { type: 'string' },
    'rpm-summary': { type: 'string' },
    'rpm-compression': { type: 'string' },
  },
});

const needed = (name: keyof typeof given): string => {
  const value = given[name];
  if (typeof value !== 'string' || value === '') throw new Error(`fpm needs --${name}`);
  return value;
};

/** Lays the files out as they will lie, from arguments `source=target`; `source/` is what is in it. */
const layOut = (root: string): void => {
  for (const mapping of positionals) {
    const [, source = '', target = ''] = /^([^=]+)=(\/.*)$/.exec(mapping) ?? [];
    if (source === '') throw new Error(`not source=target: ${mapping}`);
    const place = join(root, target);
    mkdirSync(source.endsWith('/') ? place : dirname(place), { recursive: true });
    cpSync(source, place, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  }
};

/** Every path below, folders before what is in them. */
const pathsIn = (root: string): readonly string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();

const script = (name: 'after-install' | 'after-remove'): string | null =>
  given[name] === undefined ? null : readFileSync(given[name], 'utf8');

const run = (command: string, args: readonly string[]): void => {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
};

/** Policy 5.6.13: lines after the first begin with a blank, and an empty one is a dot. */
const debDescription = (text: string): string => {
  const [synopsis = '', ...rest] = text.split('\n').map((line) => line.trim());
  return [synopsis, ...rest.map((line) => ` ${line === '' ? '.' : line}`)].join('\n');
};

const makeDeb = (work: string): void => {
  const root = join(work, 'root');
  const control = join(root, 'DEBIAN');
  layOut(root);
  if (given['deb-changelog'] !== undefined) {
    const place = join(root, 'usr/share/doc', needed('name'), 'changelog.Debian.gz');
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, execFileSync('gzip', ['-9nc', given['deb-changelog']]));
  }
  const files = pathsIn(root).filter((path) => lstatSync(join(root, path)).isFile());
  const bytes = files.reduce((sum, path) => sum + lstatSync(join(root, path)).size, 0);
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['Package', needed('name')],
    ['Version', [needed('version'), given.iteration].filter(Boolean).join('-')],
    ['License', given.license],
    ['Vendor', given.vendor],
    ['Architecture', needed('architecture')],
    ['Maintainer', needed('maintainer')],
    ['Installed-Size', String(Math.ceil(bytes / 1024))],
    ['Depends', given.depends?.join(', ')],
    ['Recommends', given['deb-recommends']?.join(', ')],
    ['Section', given.category ?? 'default'],
    ['Priority', needed('deb-priority')],
    ['Homepage', needed('url')],
    ['Description', debDescription(needed('description'))],
  ];
  mkdirSync(control);
  const write = (name: string, text: string, mode = 0o644): void =>
    writeFileSync(join(control, name), text, { mode });
  const lines = fields.flatMap(([name, value]) => (value ? [`${name}: ${value}\n`] : []));
  write('control', lines.join(''));
  const sums = files.map((path) => {
    const sum = createHash('md5').update(readFileSync(join(root, path)));
    return `${sum.digest('hex')}  ${path}\n`;
  });
  write('md5sums', sums.join(''));
  // Whatever lies in /etc is the administrator's to change.
  const configured = [
    ...(given['config-files'] ?? []),
    ...files.filter((path) => path.startsWith('etc/')).map((path) => `/${path}`),
  ];
  if (configured.length > 0) write('conffiles', `${configured.join('\n')}\n`);
  for (const [name, text] of [
    ['postinst', script('after-install')],
    ['postrm', script('after-remove')],
  ] as const)
    if (text !== null) write(name, text, 0o755);
  chmodSync(root, 0o755);
  const compression = given['deb-compression']?.replace(/^zst$/, 'zstd') ?? 'gzip';
  const packer = ['--root-owner-group', `-Z${compression.replace(/^gz$/, 'gzip')}`];
  run('dpkg-deb', [...packer, '--build', root, needed('package')]);
};

/** In a spec file `%` begins a macro. */
const plain = (text: string): string => text.replaceAll('%', '%%');

const makeRpm = (work: string): void => {
  const root = join(work, 'root');
  layOut(root);
  // Folders of the system belong to other packages.
  const own = /^opt\/[^/]+(?:\/|$)/;
  const listed = pathsIn(root).flatMap((path) => {
    const isFolder = lstatSync(join(root, path)).isDirectory();
    if (isFolder && !own.test(path)) return [];
    return `${isFolder ? '%dir ' : ''}"/${plain(path)}"\n`;
  });
  const compression = /^(xz|gzip|bzip2|zstd|none)/.exec(given['rpm-compression'] ?? 'gzip')?.[1];
  const payload = {
    xz: 'w6T.xzdio',
    gzip: 'w9.gzdio',
    bzip2: 'w9.bzdio',
    zstd: 'w19.zstdio',
    none: 'w.ufdio',
  };
  const section = (name: string, text: string | null): string =>
    text === null ? '' : `%${name}\n${plain(text)}\n`;
  const description = plain(needed('description'));
  const spec = `Name: ${needed('name')}
Version: ${needed('version')}
Release: ${given.iteration ?? '1'}
Summary: ${plain(given['rpm-summary'] ?? description.split('\n')[0] ?? '')}
License: ${given.license ?? 'unknown'}
Vendor: ${given.vendor ?? ''}
Packager: ${needed('maintainer')}
URL: ${needed('url')}
${(given.depends ?? []).map((each) => `Requires: ${each}\n`).join('')}AutoReqProv: no
%description
${description}
${section('post', script('after-install'))}${section('postun', script('after-remove'))}%files
%defattr(-,root,root,-)
${listed.join('')}`;
  const file = join(work, 'package.spec');
  writeFileSync(file, spec);
  const macros = {
    _topdir: join(work, 'rpm'),
    _binary_payload: payload[compression as keyof typeof payload],
    // The files are as they shall be: nothing is to be stripped, compiled or linked by its content.
    __os_install_post: '%{nil}',
    _build_id_links: 'none',
    _rpmdir: join(work, 'done'),
    _rpmfilename: 'package.rpm',
  };
  const definitions = Object.entries(macros).flatMap(([name, value]) => [
    '--define',
    `${name} ${value}`,
  ]);
  const target = `${needed('architecture')}-${given['rpm-os'] ?? 'linux'}`;
  run('rpmbuild', [
    '-bb',
    '--quiet',
    '--buildroot',
    root,
    '--target',
    target,
    ...definitions,
    file,
  ]);
  cpSync(join(work, 'done/package.rpm'), needed('package'));
};

const makers: Readonly<Record<string, (work: string) => void>> = { deb: makeDeb, rpm: makeRpm };
const maker = makers[needed('output-type')];
if (maker === undefined || needed('input-type') !== 'dir')
  throw new Error('this stand-in for fpm makes deb and rpm of a folder, and nothing else');
const work = mkdtempSync(join(tmpdir(), 'stowkey-fpm-'));
try {
  mkdirSync(resolve(dirname(needed('package'))), { recursive: true });
  maker(work);
} finally {
  rmSync(work, { recursive: true, force: true });
}
