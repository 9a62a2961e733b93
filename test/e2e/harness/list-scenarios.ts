import type { Page } from 'playwright';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { awkward, connection, error, few, many, snapshot } from './fixtures.ts';
import type { Scenario } from './scenario.ts';

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name }).first();

const tags = ['Berlin', 'work', 'a tag as long as it may be, of 40 letters', 'x'];

/** Some are favourites, and most have tags. */
const tagged = (): readonly ConnectionView[] =>
  [
    ...few(),
    ...awkward().map((each, index) => ({ ...each, id: many(60)[50 + index]?.id ?? each.id })),
  ].map((each, index) => ({
    ...each,
    isFavourite: index % 3 === 0,
    tags: tags.slice(0, index % 5),
  }));

const mark =
  (...names: readonly string[]) =>
  async (page: Page): Promise<void> => {
    for (const name of names) await row(page, name).click({ modifiers: ['Control'] });
    await page.getByRole('region', { name: 'Selected accounts' }).waitFor();
  };
const press = (name: string) => (page: Page) =>
  page.getByRole('region', { name: 'Selected accounts' }).getByRole('button', { name }).click();
const inTurn =
  (...acts: readonly ((page: Page) => Promise<void>)[]) =>
  async (page: Page): Promise<void> => {
    for (const act of acts) await act(page);
  };
const markTwo = mark('Photo archive', 'Team backups');

/** What is done in the list itself. */
export const listScenarios = (): readonly Scenario[] => [
  { name: 'tagged', snapshot: snapshot({ connections: tagged() }) },
  {
    name: 'row-menu',
    snapshot: snapshot({ connections: few() }),
    act: async (page) => {
      await row(page, 'Photo archive').click({ button: 'right' });
      await page.getByRole('menu').waitFor();
    },
  },
  { name: 'marked', snapshot: snapshot({ connections: tagged() }), act: markTwo },
  {
    name: 'marked-tags',
    snapshot: snapshot({ connections: tagged() }),
    act: inTurn(mark('Photo archive', 'Team backups', 'Storj personal'), press('Tags…')),
  },
  {
    name: 'marked-disconnect',
    snapshot: snapshot({ connections: [...awkward(), ...many(40).slice(10)] }),
    act: async (page) => {
      await page.getByRole('row').first().click();
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'marked-outcome',
    snapshot: snapshot({ connections: few() }),
    replies: {
      'connections.renewSeveral': {
        failed: [
          { connectionId: connection({ number: 1 }).id, error: error('connection.needs-you') },
          {
            connectionId: connection({ number: 2 }).id,
            error: error('server.timeout', { params: { host: 'sts.example.com' } }),
          },
        ],
        notRevoked: [],
      },
    },
    act: inTurn(mark('Photo archive', 'Team backups', 'Render farm'), press('Renew'), (page) =>
      page.getByRole('dialog').waitFor(),
    ),
  },
  {
    name: 'toast-undo',
    snapshot: snapshot({ connections: few() }),
    act: async (page) => {
      await row(page, 'Photo archive').click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Add to favourites' }).click();
      await page.getByRole('button', { name: 'Undo' }).waitFor();
    },
  },
];
