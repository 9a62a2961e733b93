import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../../electron/platform/address-policy.ts';

const outcome = (text: string, options = {}): string => {
  const result = parseEndpoint(text, options);
  return result.ok ? result.url.origin : result.problem;
};

describe('N13 where an endpoint may point', () => {
  it.each([
    ['https://gateway.storjshare.io', 'https://gateway.storjshare.io'],
    ['https://gateway.storjshare.io:8443/', 'https://gateway.storjshare.io:8443'],
    ['https://10.0.0.5:9000', 'https://10.0.0.5:9000'],
    ['https://192.168.1.20', 'https://192.168.1.20'],
    ['https://[fd00::5]', 'https://[fd00::5]'],
    ['https://127.0.0.1:9000', 'https://127.0.0.1:9000'],
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
    ['http://127.8.9.1', 'http://127.8.9.1'],
    ['http://[::1]:9000', 'http://[::1]:9000'],
    ['https://[64:ff9b::808:808]', 'https://[64:ff9b::808:808]'],
  ])('%s is allowed', (text, origin) => {
    expect(outcome(text)).toBe(origin);
  });

  it.each([
    ['http://gateway.storjshare.io', 'not-https'],
    ['http://localhost', 'not-https'],
    ['http://127.0.0.1.evil.example', 'not-https'],
    ['http://10.0.0.5:9000', 'not-https'],
    ['http://0.0.0.0:9000', 'not-https'],
    ['ftp://gateway.example', 'not-https'],
    ['file:///etc/passwd', 'not-https'],
    ['javascript:alert(1)', 'not-https'],
    ['https://169.254.169.254', 'bad-format'],
    ['https://169.254.170.2', 'bad-format'],
    ['https://2852039166', 'bad-format'],
    ['https://0xa9fea9fe', 'bad-format'],
    ['https://[::ffff:169.254.169.254]', 'bad-format'],
    ['https://[::169.254.169.254]', 'bad-format'],
    ['https://[64:ff9b::169.254.169.254]', 'bad-format'],
    ['https://[64:ff9b:1::169.254.169.254]', 'bad-format'],
    ['https://[2002:a9fe:a9fe::1]', 'bad-format'],
    ['https://[fe80::1]', 'bad-format'],
    ['https://[fd00:ec2::254]', 'bad-format'],
    ['https://[fd20:ce::254]', 'bad-format'],
    ['https://[fd00:c1::a9fe:a9fe]', 'bad-format'],
    ['https://168.63.129.16', 'bad-format'],
    ['https://192.0.0.192', 'bad-format'],
    ['https://metadata.tencentyun.com', 'bad-format'],
    ['https://instance-data', 'bad-format'],
    ['https://instance-data.ec2.internal', 'bad-format'],
    ['https://[2001:0:7f00:1::1]', 'bad-format'],
    ['https://[::ffff:0:a9fe:a9fe]', 'bad-format'],
    ['https://100.100.100.200', 'bad-format'],
    ['https://metadata', 'bad-format'],
    ['https://metadata.google.internal', 'bad-format'],
    ['https://METADATA.google.internal.', 'bad-format'],
    ['https://0.0.0.0', 'bad-format'],
    ['https://0', 'bad-format'],
    ['https://[::]', 'bad-format'],
    ['https://224.0.0.1', 'bad-format'],
    ['https://255.255.255.255', 'bad-format'],
    ['https://[ff02::1]', 'bad-format'],
    ['https://user@gateway.example', 'bad-format'],
    ['https://gateway.example/path', 'bad-format'],
    ['https://gateway.example/?x', 'bad-format'],
    ['https://gateway.example/#x', 'bad-format'],
    ['https://', 'not-a-url'],
    ['gateway.example', 'not-a-url'],
    ['', 'not-a-url'],
  ])('%s is refused as %s', (text, problem) => {
    expect(outcome(text)).toBe(problem);
  });

  it.each([
    '10.0.0.5',
    '172.16.0.1',
    '172.31.255.254',
    '192.168.1.20',
    '[fc00::1]',
    '[fec0::1]',
    '[fd00::5]',
  ])('%s is in a private network', (host) => {
    expect(outcome(`http://${host}:9000`, { privateHttp: true })).toBe(`http://${host}:9000`);
  });

  it.each(['172.32.0.1', '100.64.0.1', '[::ffff:a00:5]', 'nas.local'])(
    '%s is in none that may be used without encryption',
    (host) => {
      expect(outcome(`http://${host}:9000`, { privateHttp: true })).toBe('not-https');
    },
  );
});
