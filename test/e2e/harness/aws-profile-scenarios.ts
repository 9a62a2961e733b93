import type { Page } from 'playwright';
import { error, few, snapshot } from './fixtures.ts';
import type { Scenario } from './scenario.ts';

const connections = () => snapshot({ connections: few() });
const openAccount = async (page: Page): Promise<void> => {
  await page.getByRole('row').filter({ hasText: 'Photo archive' }).first().click();
};
const openDialog = async (page: Page): Promise<void> => {
  await openAccount(page);
  await page.getByRole('button', { name: 'Use with AWS tools' }).click();
  await page.getByRole('dialog').waitFor();
};
const listed = {
  file: '~/.aws/config',
  profiles: ['photos', 'photos-laptop'],
  proposed: 'photos-2',
};

/** An account among AWS tools, from the first profile to the removal of the last. */
export const awsProfileScenarios = (): readonly Scenario[] => [
  {
    name: 'aws-profile-add',
    snapshot: connections(),
    act: async (page) => {
      await openDialog(page);
      await page.getByText('credential_process').waitFor();
    },
  },
  {
    name: 'aws-profile-replace',
    snapshot: connections(),
    replies: {
      'awsProfiles.list': listed,
      'awsProfiles.preview': {
        linesBefore: 1,
        basis: '1'.repeat(64),
        lines: [
          { kind: 'kept', text: '[profile photos]' },
          { kind: 'removed', text: 'region = eu-1' },
          { kind: 'removed', text: 'aws_secret_access_key = …' },
          { kind: 'added', text: 'region = us-east-1' },
          { kind: 'kept', text: 'services = stowkey-photos' },
        ],
      },
    },
    act: async (page) => {
      await openDialog(page);
      await page.getByText('region = eu-1').waitFor();
    },
  },
  {
    name: 'aws-profile-taken',
    snapshot: connections(),
    errors: {
      'awsProfiles.preview': error('aws-config.name-taken', {
        params: { line: 12, where: 'config' },
      }),
    },
    act: async (page) => {
      await openDialog(page);
      await page.getByText('There is a profile of this name already').waitFor();
    },
  },
  {
    name: 'aws-profile-unparsable',
    snapshot: connections(),
    errors: {
      'awsProfiles.preview': error('aws-config.unparsable', {
        params: { line: 7, reason: 'section-twice' },
      }),
    },
    act: async (page) => {
      await openDialog(page);
      await page.getByText('is there twice').waitFor();
    },
  },
  {
    name: 'aws-profile-added',
    snapshot: connections(),
    act: async (page) => {
      await openDialog(page);
      await page.getByRole('button', { name: 'Add profile' }).click();
      await page.getByText('aws s3 ls --profile photo-archive').waitFor();
    },
  },
  {
    name: 'aws-profile-list',
    snapshot: connections(),
    replies: { 'awsProfiles.list': listed },
    act: async (page) => {
      await openAccount(page);
      await page.getByText('photos-laptop').scrollIntoViewIfNeeded();
      await page.getByRole('button', { name: 'Remove profile photos-laptop' }).click();
      await page.getByRole('button', { name: 'Undo' }).waitFor();
    },
  },
  {
    name: 'aws-profile-bad-markers',
    snapshot: connections(),
    errors: {
      'awsProfiles.list': error('aws-config.bad-block', { params: { line: 31, reason: 'marker' } }),
    },
    act: async (page) => {
      await openAccount(page);
      await page.getByText('A marker of Stowkey').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'aws-profile-disconnect',
    snapshot: connections(),
    replies: { 'awsProfiles.list': listed },
    act: async (page) => {
      await openAccount(page);
      await page.getByText('photos-laptop').waitFor();
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'Disconnect' }).click();
      await page.getByRole('checkbox').waitFor();
    },
  },
];
