import { Archive, CircleHelp, History, Lock, Settings, Terminal } from 'lucide-react';
import { activityWords } from '../../../shared/words/activity.ts';
import { backupWords } from '../../../shared/words/backup.ts';
import { toolsWords } from '../../../shared/words/consumers.ts';
import { helpWords } from '../../../shared/words/help.ts';
import { settingsWords } from '../../../shared/words/settings.ts';
import { vaultWords } from '../../../shared/words/vault.ts';
import { placesWords } from '../../../shared/words/window.ts';
import { Button } from '../../components/button.tsx';
import { MenuButton } from '../../components/menu-button.tsx';
import { useSnapshot } from '../../state/app-context.tsx';
import { usePlatformWords } from '../../state/platform-words.ts';
import styles from './sidebar.module.css';
import { type View, viewAt } from './view-stack.ts';
import windowStyles from './window.module.css';

type Props = { readonly onView: (view: View) => void };

/** The views that fill the window in place of the accounts. */
const placesNow = () =>
  [
    { id: 'activity', label: activityWords.title, icon: <History size={15} aria-hidden="true" /> },
    { id: 'tools', label: toolsWords.title, icon: <Terminal size={15} aria-hidden="true" /> },
    { id: 'backup', label: backupWords.title, icon: <Archive size={15} aria-hidden="true" /> },
    { id: 'settings', label: settingsWords.title, icon: <Settings size={15} aria-hidden="true" /> },
    { id: 'help', label: helpWords.title, icon: <CircleHelp size={15} aria-hidden="true" /> },
  ] as const;

/** The foot of the sidebar; says something of the keychain only when it is not there. */
export const SidebarPlaces = ({ onView }: Props) => {
  const { keychain, vault } = useSnapshot();
  const words = usePlatformWords();
  const isVaultLocked = vault !== null && keychain.error?.code === 'keychain.locked';
  const trouble = isVaultLocked ? vaultWords.status.locked : placesWords.noKeychain(words.keychain);
  return (
    <nav className={styles.places} aria-label={placesWords.title}>
      {keychain.status === 'trouble' ? (
        <p className={styles.trouble} data-tip={trouble}>
          <Lock size={15} aria-hidden="true" />
          <span className={styles.name}>{trouble}</span>
        </p>
      ) : null}
      <ul>
        {placesNow().map(({ id, label, icon }) => (
          <li key={id}>
            <button
              type="button"
              className={styles.item}
              data-tip={label}
              onClick={() => onView(viewAt[id])}
            >
              {icon}
              <span className={styles.name}>{label}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
};

/** Stands for the foot of the sidebar where that is a row of chips. */
export const PlacesMenu = ({ onView }: Props) => (
  <MenuButton
    className={styles.placesMenu}
    label={placesWords.title}
    entries={placesNow()}
    onAction={(id) => {
      const place = placesNow().find((each) => each.id === id);
      if (place !== undefined) onView(viewAt[place.id]);
    }}
  />
);

/** Under the welcome, where there is no sidebar. */
export const PlacesRow = ({ onView }: Props) => (
  <nav className={windowStyles.placesRow} aria-label={placesWords.title}>
    {placesNow().map(({ id, label, icon }) => (
      <Button key={id} look="ghost" size="small" icon={icon} onClick={() => onView(viewAt[id])}>
        {label}
      </Button>
    ))}
  </nav>
);
