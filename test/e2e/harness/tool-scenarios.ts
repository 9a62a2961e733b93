import type { Page } from 'playwright';
import { consumers, few, question, snapshot } from './fixtures.ts';
import type { Scenario } from './scenario.ts';

const showTools = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Tools', exact: true }).click();
  await page.getByRole('heading', { name: 'Tools' }).waitFor();
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
    name: 'details-tools',
    snapshot: given(),
    act: async (page) => {
      await page.getByRole('row').filter({ hasText: 'Photo archive' }).click();
      await page.getByRole('heading', { name: 'Tools with access' }).scrollIntoViewIfNeeded();
    },
  },
  asking('question', question()),
  asking('question-once', question({ remembered: false, behind: 2 })),
  asking(
    'question-long',
    question({ consumer: long, account: long.replaceAll(' ', '-'), behind: 1 }),
  ),
];
