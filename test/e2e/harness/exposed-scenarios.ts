import type { Page } from 'playwright';
import type { ExposedFinding, ExposedSearch } from '../../../shared/exposed-secrets.ts';
import { connectionIdSchema } from '../../../shared/ids.ts';
import { connection, few, snapshot } from './fixtures.ts';
import type { Scenario } from './scenario.ts';

const finding = (
  number: number,
  over: Partial<ExposedFinding> & Pick<ExposedFinding, 'file' | 'kind' | 'act'>,
): ExposedFinding => ({
  id: `00000000-0000-4000-8000-0000000008${String(number).padStart(2, '0')}`,
  line: 3 * number,
  name: null,
  isBackup: false,
  keyEnding: 'Q7XW',
  owner:
    over.act === 'take'
      ? { kind: 'unknown' }
      : {
          kind: 'ours',
          connectionId: connectionIdSchema.parse(few()[0]?.id),
        },
  ...over,
});

/** What a search found: something for each act. */
export const exposedSearch = (over: Partial<ExposedSearch> = {}): ExposedSearch => ({
  findings: [
    finding(1, {
      file: '~/.aws/credentials',
      kind: 'aws-credentials',
      name: 'photos',
      act: 'replace',
    }),
    finding(2, {
      file: '~/.config/rclone/rclone.conf',
      kind: 'rclone',
      name: 'backup',
      act: 'take',
    }),
    finding(3, { file: '~/projects/website/.env.production', kind: 'dotenv', act: 'by-hand' }),
    finding(4, {
      file: '~/.aws/credentials.stowkey-20260102T030405Z',
      kind: 'aws-credentials',
      name: 'photos',
      isBackup: true,
      act: 'by-hand',
    }),
  ],
  files: 14,
  skipped: [{ file: '~/.zshrc', reason: 'link-out' }],
  isCutShort: false,
  folders: ['~/projects/website'],
  ...over,
});

const showExposed = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Tools', exact: true }).click();
  await page.getByRole('button', { name: 'Look for keys in plain text…' }).click();
  await page.getByRole('heading', { name: 'Keys in plain text' }).waitFor();
  await page.getByRole('heading', { level: 2 }).waitFor();
};
const connections = () => snapshot({ connections: few() });
const search = (over: Partial<ExposedSearch> = {}) => ({
  'exposedSecrets.search': exposedSearch(over),
});

/** Keys in plain text: the offer, what was found, and what is done about it. */
export const exposedScenarios = (): readonly Scenario[] => [
  { name: 'exposed', snapshot: connections(), replies: search(), act: showExposed },
  {
    name: 'exposed-empty',
    snapshot: connections(),
    replies: search({ findings: [], skipped: [], folders: [] }),
    act: showExposed,
  },
  {
    name: 'exposed-locked',
    snapshot: connections(),
    replies: search({
      isCutShort: true,
      findings: [
        finding(1, {
          file: '~/.s3cfg',
          kind: 's3cmd',
          act: 'none',
          owner: { kind: 'not-compared' },
        }),
      ],
    }),
    act: showExposed,
  },
  {
    name: 'exposed-replace',
    snapshot: connections(),
    replies: search(),
    act: async (page) => {
      await showExposed(page);
      await page.getByRole('button', { name: /^Replace/ }).click();
      await page.getByText('credential_process').waitFor();
    },
  },
  {
    name: 'exposed-replaced',
    snapshot: connections(),
    replies: search(),
    act: async (page) => {
      await showExposed(page);
      await page.getByRole('button', { name: /^Replace/ }).click();
      await page.getByText('credential_process').waitFor();
      await page.getByRole('button', { name: 'Replace', exact: true }).click();
      await page.getByRole('button', { name: 'Undo' }).waitFor();
    },
  },
  {
    name: 'exposed-offer',
    snapshot: snapshot(),
    act: async (page) => {
      await page.evaluate(
        (first) => window.harnessPush({ connections: [first] }),
        connection({ number: 1, label: 'Photos' }),
      );
      await page.getByRole('button', { name: 'Not now' }).waitFor();
    },
  },
];
