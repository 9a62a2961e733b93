import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describe as describeValue } from '../../../electron/diagnostics/describe.ts';
import { toErrorView } from '../../../electron/diagnostics/error-view.ts';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { createLogFile } from '../../../electron/diagnostics/log-file.ts';
import { createLogger, type LogLevel, type LogSink } from '../../../electron/diagnostics/logger.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';

const canary = 'jzcanarycanarycanarycanarycanarycanarycanarycanaryca2';

const loggerTo = (sinks: readonly LogSink[], minimumLevel: LogLevel = 'debug') =>
  createLogger({
    sinks,
    clock: { nowEpochMs: () => Date.UTC(2026, 0, 2) },
    minimumLevel: () => minimumLevel,
    homeDirectory: '/home/anna',
  });

describe('a log line', () => {
  it('is one line of JSON with time, level and event', () => {
    const lines: string[] = [];
    loggerTo([(line) => lines.push(line)]).warn('a\nb', { durationMs: 3, list: [1, null, true] });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('\n');
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      time: '2026-01-02T00:00:00.000Z',
      level: 'warn',
      event: 'a\nb',
      durationMs: 3,
      list: [1, null, true],
    });
  });

  it('is written by the level that holds then', () => {
    const lines: string[] = [];
    let level: LogLevel = 'info';
    const logger = createLogger({
      sinks: [(line) => lines.push(JSON.parse(line).event)],
      clock: { nowEpochMs: () => 0 },
      minimumLevel: () => level,
      homeDirectory: '/home/anna',
    });
    logger.debug('before');
    level = 'debug';
    logger.debug('after');
    expect(lines).toEqual(['after']);
  });

  it('tells the whole chain of causes, redacted', () => {
    const lines: string[] = [];
    const root = Object.assign(
      new Error(`connect failed for https://anna:${canary}@x.example/?a=b`),
      {
        code: 'ECONNREFUSED',
      },
    );
    const error = new AppError('server.unreachable', {
      cause: new Error('middle', { cause: new AggregateError([root], 'several') }),
    });
    loggerTo([(line) => lines.push(line)]).error('x', { error });
    const { error: chain } = JSON.parse(lines[0] ?? '') as {
      error: { code?: string; message: string }[];
    };
    expect(chain.map((link) => link.code ?? link.message)).toEqual([
      'server.unreachable',
      'middle',
      'several',
      'ECONNREFUSED',
    ]);
    expect(lines[0]).not.toContain(canary);
    expect(lines[0]).toContain('x.example');
  });

  it('S3 shows no Secret, however it gets there', () => {
    const secret = new Secret(canary);
    const lines: string[] = [];
    const log = loggerTo([(line) => lines.push(line)]);
    log.info('direct', { secret, list: [secret], nested: { value: secret } });
    log.info(`text ${secret}`, { joined: String(secret), json: JSON.stringify({ secret }) });
    log.error('cause', { error: new Error('x', { cause: secret }) });
    log.info('inspected', { text: inspect({ secret }) });
    expect(lines.join('')).not.toContain(canary);
    expect(lines[0]).toContain('[secret]');
  });

  it('S2 drops what is named as a secret, whatever it looks like', () => {
    expect(
      describeValue({ client_secret: 'abc', nested: { refreshToken: { deep: 'abc' } } }),
    ).toEqual({
      client_secret: '[redacted]',
      nested: { refreshToken: '[redacted]' },
    });
  });

  it('ends with cycles, depth, size and hostile values', () => {
    const lines: string[] = [];
    const log = loggerTo([(line) => lines.push(line)]);
    const loop: Record<string, unknown> = {};
    loop.loop = loop;
    const selfCaused = new Error('x');
    selfCaused.cause = selfCaused;
    log.info('loop', { loop, selfCaused });
    log.info('long', {
      text: 'word '.repeat(100_000),
      list: Array.from({ length: 10_000 }, () => 'x'),
    });
    log.info('odd', { big: 1n, call: () => 1, bytes: new Uint8Array(9), symbol: Symbol('x') });
    log.info('getter', {
      get bad(): string {
        throw new Error('no');
      },
    });
    log.info('proxy', {
      bad: new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no');
          },
        },
      ),
    });
    expect(lines).toHaveLength(5);
    for (const line of lines) {
      expect(line.length).toBeLessThan(20_000);
      JSON.parse(line);
    }
  });

  it('below the chosen level is not written', () => {
    const lines: string[] = [];
    const log = loggerTo([(line) => lines.push(line)], 'warn');
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.fatal('d');
    expect(lines).toHaveLength(2);
  });

  it('a sink that throws stops neither the program nor the other sinks', () => {
    const lines: string[] = [];
    const full: LogSink = () => {
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    };
    loggerTo([full, (line) => lines.push(line)]).info('x');
    expect(lines).toHaveLength(1);
  });
});

describe.skipIf(process.platform === 'win32')('the log file', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stowkey-log-'));
    path = join(folder, 'logs', 'stowkey.log');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('M14 is 0600 in a 0700 folder, whatever the mask', () => {
    const before = process.umask(0);
    try {
      createLogFile(path)('x');
    } finally {
      process.umask(before);
    }
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'logs')).mode & 0o777).toBe(0o700);
  });

  it('narrows the mode of a file that was there', () => {
    mkdirSync(join(folder, 'logs'));
    writeFileSync(path, 'old\n');
    chmodSync(path, 0o644);
    createLogFile(path)('new');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe('old\nnew\n');
  });

  it('keeps two files and no more than twice the limit', () => {
    const write = createLogFile(path, 100);
    for (let count = 0; count < 50; count += 1) write(`line ${String(count).padStart(20, '0')}`);
    expect(statSync(path).size).toBeLessThanOrEqual(100);
    expect(statSync(`${path}.1`).size).toBeLessThanOrEqual(100);
    expect(existsSync(`${path}.2`)).toBe(false);
    const kept = readFileSync(`${path}.1`, 'utf8') + readFileSync(path, 'utf8');
    expect(kept.trim().split('\n').at(-1)).toBe('line 00000000000000000049');
  });

  it('goes on after a restart where it was', () => {
    createLogFile(path, 100)('first');
    createLogFile(path, 100)('second');
    expect(readFileSync(path, 'utf8')).toBe('first\nsecond\n');
  });

  it('M13 writes through no link, pipe or folder, and does not hang on them', () => {
    mkdirSync(join(folder, 'logs'));
    const elsewhere = join(folder, 'elsewhere');
    writeFileSync(elsewhere, '');
    symlinkSync(elsewhere, path);
    expect(() => createLogFile(path)('x')).toThrow();
    expect(readFileSync(elsewhere, 'utf8')).toBe('');
    rmSync(path);
    execFileSync('mkfifo', [path]);
    expect(() => createLogFile(path)('x')).toThrow();
    rmSync(path);
    mkdirSync(path);
    expect(() => createLogFile(path)('x')).toThrow();
  });
});

describe('what the window learns of an error', () => {
  it('I9 is nothing but `internal` for what is no AppError', () => {
    expect(toErrorView(new Error(canary), 'i')).toEqual({
      code: 'internal',
      params: {},
      fields: {},
      retryable: false,
      incident: 'i',
    });
  });

  it('I9 keeps parameters short and redacted', () => {
    const view = toErrorView(
      new AppError('server.rejected', { params: { a: canary, b: 'word '.repeat(500), c: 1 } }),
      null,
    );
    expect(view.params.a).toBe('[redacted]');
    expect(String(view.params.b).length).toBeLessThanOrEqual(200);
    expect(view.params.c).toBe(1);
  });
});
