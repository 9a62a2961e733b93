import { describe, expect, it } from 'vitest';
import { ownerIn, recognize } from '../../../electron/providers/recognize.ts';
import { builtInProviders } from '../../../electron/providers/registry.ts';

const keys = 'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG';
const csv = 'User name,Access key ID,Secret access key\nada,AKIAIOSFODNN7EXAMPLE,wJalrXUtnFEMI';
const r2 = `https://${'0a'.repeat(16)}.r2.cloudflarestorage.com`;
const rclone = `[photos]\ntype = s3\nprovider = Cloudflare\naccess_key_id = ab\nsecret_access_key = cd\nendpoint = ${r2}`;
const google =
  '{"installed":{"client_id":"4711.apps.googleusercontent.com","client_secret":"x","auth_uri":"https://accounts.google.com/o/oauth2/auth","token_uri":"https://oauth2.googleapis.com/token"}}';

describe('what was dropped outside of any form', () => {
  it.each([
    ['an AWS .env', keys, 's3-aws'],
    ['the CSV of the AWS console', csv, 's3-aws'],
    [
      'a credentials file',
      '[default]\naws_access_key_id=abc\naws_secret_access_key=def',
      's3-other',
    ],
    ['rclone.conf with S3 keys', rclone, 's3-cloudflare-r2'],
    [
      'rclone.conf with a client',
      '[d]\ntype = drive\nclient_id = a\nclient_secret = b',
      'google-drive',
    ],
    ['the client file of Google', google, 'google-drive'],
    [
      'the client of an app of Box',
      '{"boxAppSettings":{"clientID":"a","clientSecret":"b"}}',
      'box',
    ],
    ['a .env that names its provider', 'DROPBOX_CLIENT_ID=a', 'dropbox'],
    ['the client of an OpenID server', 'ISSUER=https://id.example\nCLIENT_ID=a', 'oidc'],
    ['the client of another server', 'TOKEN_URL=https://id.example/token\nCLIENT_ID=a', 'oauth2'],
    ['a client of nobody knows whom', 'CLIENT_ID=a\nCLIENT_SECRET=b', null],
    ['anything else', 'Dear Ada, dropbox is down again.', null],
  ])('is told from its text: %s', (_, text, expected) => {
    expect(recognize(text, builtInProviders)).toBe(expected);
  });

  it('says whose keys they are, and never calls somebody “default”', () => {
    expect([csv, rclone, keys, '[default]\nkey_id=a\nsecret_key=b'].map(ownerIn)).toEqual([
      'ada',
      'photos',
      null,
      null,
    ]);
  });
});
