import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const folder = resolve(import.meta.dirname, '../../electron/providers');

it('L13 no fixed port lies where systems give ports to whoever asks for any', () => {
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|json|md)$/.test(path))
    .map((path) => readFileSync(join(folder, path), 'utf8'));
  const ports = [...texts.join('\n').matchAll(/http:\/\/(?:127\.0\.0\.1|localhost):(\d+)/g)];
  expect(ports.length).toBeGreaterThan(10);
  // Linux begins at 32768 (ip_local_port_range), macOS and Windows at 49152 (RFC 6335).
  const odd = ports.map(([, port]) => Number(port)).filter((port) => port < 1024 || port >= 32_768);
  expect(odd).toEqual([]);
});
