import { writeFile } from 'node:fs/promises';
import { startDesk, type WindowedKeychain } from './windowed-keychain.ts';

const password = 'throw-away';
const rootGroup = '00112233445566778899aabbccddeeff';
const database = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<KeePassFile>
  <Meta><DatabaseName>Passwords</DatabaseName><CustomData><Item>
    <Key>FDO_SECRETS_EXPOSED_GROUP</Key>
    <Value>{${rootGroup.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}}</Value>
  </Item></CustomData></Meta>
  <Root><Group>
    <UUID>${Buffer.from(rootGroup, 'hex').toString('base64')}</UUID><Name>Root</Name>
  </Group></Root>
</KeePassFile>`;
/** Its own defaults, but for what would open windows of other kinds. */
const settings = `[General]
ConfigVersion=2
UpdateCheckMessageShown=true
[GUI]
CheckForUpdates=false
[FdoSecrets]
Enabled=true
ShowNotification=false
`;

/** Starts KeePassXC with a database of its own, which its person allows others to read. */
export const startKeePassXC = async (): Promise<WindowedKeychain> => {
  const desk = await startDesk({ 'Access Request': 'Return', 'Unlock Database': 'Escape' });
  const { at, bus, client } = desk;

  const launch = async (): Promise<void> => {
    const files = ['--config', at('settings.ini'), '--localconfig', at('local.ini')];
    desk.start('keepassxc', [...files, '--pw-stdin', at('passwords.kdbx')], `${password}\n`);
    await desk.untilLocked(false);
  };
  const restart = async (): Promise<void> => {
    await desk.end();
    await launch();
  };

  await writeFile(at('database.xml'), database);
  await writeFile(at('settings.ini'), settings);
  const made = await client(
    'keepassxc-cli',
    ['import', '-p', at('database.xml'), at('passwords.kdbx')],
    `${password}\n${password}\n`,
  );
  if (made.code !== 0) throw new Error(`keepassxc-cli: ${made.stderr}`);
  await launch();

  return {
    env: bus.env,
    lock: async () => {
      await client('keepassxc', ['--lock']);
      await desk.untilLocked(true);
    },
    unlock: restart,
    restart,
    dialogs: desk.dialogs,
    listItems: bus.listItems,
    listLabels: bus.listLabels,
    setItem: bus.setItem,
    // An item is let go of by whoever was allowed to read it, over the same connection.
    clearItem: async (service, account) => {
      const item = JSON.stringify([service, account]).slice(1, -1);
      const script = `const k = require('keytar'); k.getPassword(${item}).then(() => k.deletePassword(${item})).then(gone => process.exit(gone ? 0 : 1))`;
      const done = await client(process.execPath, ['-e', script]);
      if (done.code !== 0) throw new Error(`${account} was not deleted: ${done.stderr}`);
    },
    close: desk.close,
  };
};
