import { afterEach, describe, expect, it } from 'vitest';
import {
  createCommandSearch,
  type Source,
} from '../../../renderer/views/palette/command-search.ts';
import { keyOf, labelOf } from '../../../renderer/views/palette/commands.ts';
import { translationsOf } from '../../../scripts/languages.ts';
import { speak } from '../../../shared/words/messages.ts';
import { connection, few, many, snapshot } from '../../e2e/harness/fixtures.ts';

const search = (query: string, more: Partial<Source> = {}) =>
  createCommandSearch({
    ...snapshot({ connections: few() }),
    providerName: (id) => (id === 'storx' ? 'StorX' : id),
    formats: ['env-sh'],
    recent: [],
    openId: null,
    ...more,
  })(query);
const labels = (...given: Parameters<typeof search>): readonly string[] =>
  search(...given).groups.flatMap(({ commands }) => commands.map(labelOf));

afterEach(() => speak('en', {}));

describe('the palette', () => {
  it.each([
    ['photo', 'Photo archive'],
    ['PHÓTO arch', 'Photo archive'],
    ['phto', 'Photo archive'],
    ['storx team', 'Team backups'],
    ['fish photo', 'Copy Photo archive as fish'],
    ['photo s3cmd', 'Copy Photo archive as s3cmd settings'],
    ['verify team', 'Verify Team backups'],
    ['sign in again laptop', 'Sign in again to Old laptop'],
    ['allow', 'Tools'],
    ['add', 'Connect account'],
  ])('finds %s', (query, first) => {
    expect(labels(query)[0]).toBe(first);
  });

  it('is asked in the language that is spoken, and in no other', () => {
    speak('de', translationsOf('de'));
    expect(labels('photo rclone kopieren')[0]).toBe('Photo archive kopieren als rclone-Remote');
    expect(labels('photo rclone copy')).toEqual([]);
  });

  it('locks and unlocks a vault that is in use, and knows of none elsewhere', () => {
    const vault = { open: true, locksAtEpochMs: null, keychainFound: false };
    expect(labels('vault lock', { vault })).toEqual(['Lock the vault']);
    expect(labels('vault', { vault: { ...vault, open: false } })).toEqual(['Unlock the vault']);
    expect(labels('', { vault })).toContain('Lock the vault');
    expect(labels('vault')).toEqual([]);
  });

  it('shows nothing where one word fits nothing', () => {
    expect(labels('photo xyzzy')).toEqual([]);
  });

  it('offers of an account that was named no forms but the last one', () => {
    expect(labels('photo archive').filter((label) => label.startsWith('Copy'))).toEqual([
      'Copy Photo archive as Environment variables',
    ]);
    expect(search('copy photo archive').more).toBeGreaterThan(20);
  });

  it('begins with what was run lately, then the open account', () => {
    const [photos] = few();
    const openId = photos?.id ?? '';
    const recent = ['tools', `rclone ${openId}`, `open ${connection({ number: 99 }).id}`];
    expect(labels('', { recent, openId }).slice(0, 3)).toEqual([
      'Tools',
      'Copy Photo archive as rclone remote',
      'Copy Photo archive as Environment variables',
    ]);
    const { groups } = search('', { recent, openId });
    const keys = groups.flatMap(({ commands }) => commands.map(keyOf));
    expect(new Set(keys).size).toBe(keys.length);
    expect(labels('photo', { recent: [`verify ${openId}`] })[0]).toBe('Verify Photo archive');
  });

  it('offers nothing that a locked keychain would refuse', () => {
    const keychain = { status: 'trouble', error: null, id: 'gnome-keyring' } as const;
    expect(labels('photo', { keychain })).toEqual([
      'Photo archive',
      ...['Rename', 'Tag', 'Disconnect'].map((verb) => `${verb} Photo archive`),
    ]);
  });

  it('shows twelve of what fits a thousand accounts, accounts before what is done to them', () => {
    const { groups, more } = search('project', { connections: many(1000) });
    expect(groups.map(({ id, commands }) => [id, commands.length])).toEqual([['open', 12]]);
    expect(more).toBeGreaterThan(1000);
  });
});
