import { pbkdf2Sync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { until } from '../processes/processes.ts';
import { defaultCollection, startDesk, type WindowedKeychain } from './windowed-keychain.ts';

/** Its own defaults, but for the assistant of its first start; Debian's has its Secret Service off. */
const settings = `[Wallet]
First Use=false
[org.freedesktop.secrets]
apiEnabled=true
`;
const wallet = 'kdewallet';
const salt = Buffer.alloc(56, 'salt');
/** What signing in makes of the password (kwallet-pam `pam_kwallet.c`). */
const key = pbkdf2Sync('throw-away', salt, 50_000, 56, 'sha512');

/** Starts KWallet with a wallet of its own, opened as by signing in. */
export const startKWallet = async (): Promise<WindowedKeychain> => {
  const desk = await startDesk({ 'KDE Wallet Service': 'Escape' });
  const { at, bus, call } = desk;

  const kwallet = (method: string, ...args: readonly string[]): Promise<string> =>
    call('/modules/kwalletd5', `org.kde.KWallet.${method}`, ...args);
  const unlock = async (): Promise<void> => {
    const name = `string:${wallet}`;
    await kwallet('pamOpen', name, `array:byte:${[...key].join(',')}`, 'int32:0');
    const isOpen = async () => (await kwallet('isOpen', name)).includes('true') || undefined;
    await until('an open wallet', isOpen);
  };
  const launch = async (): Promise<void> => {
    desk.start('kwalletd5', []);
    const answers = async () => (await kwallet('isEnabled')).includes('true') || undefined;
    await until('KWallet', answers);
    await unlock();
  };
  const restart = async (): Promise<void> => {
    // What it was given in the last five seconds it writes when it ends in order, and only then.
    await call('/MainApplication', 'org.qtproject.Qt.QCoreApplication.quit');
    await desk.untilEnded();
    await launch();
  };

  const folder = at('.local/share/kwalletd');
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/${wallet}.salt`, salt);
  await writeFile(at('.config/kwalletrc'), settings);
  await launch();
  // A wallet that was made after the start is not in its Secret Service.
  await restart();

  return {
    env: bus.env,
    lock: async () => {
      const lock = 'org.freedesktop.Secret.Service.Lock';
      await call('/org/freedesktop/secrets', lock, `array:objpath:${defaultCollection}`);
      await desk.untilLocked(true);
    },
    unlock,
    restart,
    dialogs: desk.dialogs,
    listItems: bus.listItems,
    listLabels: bus.listLabels,
    setItem: bus.setItem,
    clearItem: bus.clearItem,
    close: desk.close,
  };
};
