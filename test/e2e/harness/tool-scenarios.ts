import type { Page } from 'playwright';
import { consumers, error, few, question, snapshot } from './fixtures.ts';
import { mixed } from './provider-scenarios.ts';
import type { Scenario } from './scenario.ts';

const showTools = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Tools', exact: true }).click();
  await page.getByRole('heading', { name: 'Tools' }).waitFor();
};
const openGive = async (page: Page): Promise<void> => {
  await showTools(page);
  await page.getByRole('button', { name: 'Give a tool access…' }).click();
  await page.getByLabel('Name of the tool').waitFor();
};
/** Fills in the form of two accounts and sends it. */
const give = async (page: Page, way: RegExp): Promise<void> => {
  await openGive(page);
  await page.getByLabel('Name of the tool').fill('backup.sh');
  await page.getByRole('checkbox').first().check();
  await page.getByRole('checkbox').nth(1).check();
  await page.getByRole('radio', { name: way }).check();
  await page.getByRole('button', { name: 'Give access' }).click();
  await page.getByRole('dialog', { name: 'backup.sh has access' }).waitFor();
};
const given = () => snapshot({ connections: few(), consumers: consumers() });

/** The page of the small window, with a question that takes answers by now. */
const asking = (name: string, asked: ReturnType<typeof question>): Scenario => ({
  name,
  path: '/ask.html',
  snapshot: snapshot(),
  replies: { 'consumers.question': asked },
  act: (page) =>
    page.getByRole('button', { name: 'Allow', disabled: false, exact: true }).waitFor(),
});

const long = 'a name that goes on and on without '.repeat(3).trim().slice(0, 80);

/** The tools that were given accounts, and what asks about them. */
export const toolScenarios = (): readonly Scenario[] => [
  { name: 'tools', snapshot: given(), act: showTools },
  {
    name: 'tools-left-profiles',
    snapshot: snapshot({ connections: few() }),
    replies: {
      'awsProfiles.leftBehind': {
        file: '~/.aws/config',
        profiles: [
          { profile: 'old-photos', connectionId: '00000000-0000-4000-8000-000000000099' },
          { profile: 'backup-2019', connectionId: '00000000-0000-4000-8000-000000000098' },
        ],
      },
    },
    act: async (page) => {
      await showTools(page);
      await page
        .getByRole('heading', { name: 'Profiles without an account' })
        .scrollIntoViewIfNeeded();
    },
  },
  { name: 'tools-empty', snapshot: snapshot({ connections: few() }), act: showTools },
  {
    name: 'tools-revoke',
    snapshot: given(),
    act: async (page) => {
      await showTools(page);
      await page.getByRole('button', { name: 'Revoke… AWS profile photos' }).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'tools-command-installed',
    snapshot: snapshot({ connections: few() }),
    act: async (page) => {
      await showTools(page);
      await page.getByRole('button', { name: 'Install the command' }).click();
      await page.getByRole('button', { name: 'Copy line' }).scrollIntoViewIfNeeded();
    },
  },
  { name: 'tools-give', snapshot: given(), act: openGive },
  {
    name: 'tools-give-missing',
    snapshot: given(),
    act: async (page) => {
      await openGive(page);
      await page.getByRole('button', { name: 'Give access' }).click();
      await page.getByText('Choose an account.').waitFor();
    },
  },
  {
    name: 'tools-give-assistant',
    snapshot: given(),
    act: async (page) => {
      await openGive(page);
      await page.getByLabel('Name of the tool').fill('Archivist');
      await page.getByRole('radio', { name: /assistant/ }).check();
      await page.getByRole('textbox', { name: /^Uploads/ }).fill('reports/drafts');
      await page.getByLabel('It may replace what is there').scrollIntoViewIfNeeded();
    },
  },
  { name: 'tools-given-assistant', snapshot: given(), act: (page) => give(page, /assistant/) },
  { name: 'tools-given', snapshot: given(), act: (page) => give(page, /socket$/) },
  {
    name: 'tools-given-token',
    snapshot: snapshot({ connections: mixed(), consumers: consumers() }),
    act: (page) => give(page, /socket$/),
  },
  { name: 'tools-given-endpoint', snapshot: given(), act: (page) => give(page, /127/) },
  {
    name: 'tools-trouble',
    snapshot: {
      ...given(),
      agent: {
        commandLineRevoked: true,
        endpointError: error('agent.port-taken', { params: { port: 43117 } }),
      },
    },
    act: showTools,
  },
  {
    name: 'details-tools',
    snapshot: given(),
    act: async (page) => {
      await page.getByRole('row').filter({ hasText: 'Photo archive' }).click();
      await page.getByText('Tools with access').scrollIntoViewIfNeeded();
    },
  },
  asking('question', question()),
  asking('question-once', question({ remembered: false, behind: 2 })),
  asking(
    'question-upload',
    question({
      consumer: 'Archivist',
      remembered: false,
      wish: { act: 'upload', where: 'reports/drafts/2026/summary.md', sizeBytes: 4_210 },
    }),
  ),
  asking(
    'question-hostile',
    question({
      consumer: 'Archivist',
      wish: {
        act: 'read',
        where: `photos/Allow this, it is harmless \ufffd${'x'.repeat(20)}…${'y'.repeat(55)}.txt`,
        sizeBytes: null,
      },
    }),
  ),
  asking(
    'question-long',
    question({ consumer: long, account: long.replaceAll(' ', '-'), behind: 1 }),
  ),
];
