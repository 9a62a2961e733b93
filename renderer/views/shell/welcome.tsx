import { ClipboardCheck, Globe, ShieldCheck } from 'lucide-react';
import { BrandMark } from '../../components/brand.tsx';
import { Button } from '../../components/button.tsx';
import { usePlatformWords } from '../../state/platform-words.ts';
import styles from './window.module.css';

/** What the window says before the first account is connected. */
export const Welcome = ({ onConnect }: { readonly onConnect: () => void }) => {
  const words = usePlatformWords();
  return (
    <main className={styles.welcome}>
      <div className={styles.welcomeBox}>
        <BrandMark size={56} />
        <h1 tabIndex={-1} data-focus-home>
          Connect your first storage account
        </h1>
        <p className={styles.lead}>
          Sign in once in your browser. Stowkey keeps the keys safe and ready for the tools that
          need them.
        </p>
        <ol className={styles.steps}>
          <li>
            <Globe size={18} aria-hidden="true" />
            <h2>Sign in</h2>
            <p>Choose a provider and allow access on its own page, in your browser.</p>
          </li>
          <li>
            <ShieldCheck size={18} aria-hidden="true" />
            <h2>Review and keep</h2>
            <p>
              See what the keys may do. They are stored in this computer’s {words.keychain} only.
            </p>
          </li>
          <li>
            <ClipboardCheck size={18} aria-hidden="true" />
            <h2>Use them</h2>
            <p>Copy keys as variables, AWS profile or JSON. Copied secrets clear themselves.</p>
          </li>
        </ol>
        <Button look="primary" size="large" onClick={onConnect}>
          Connect account
        </Button>
        <p className={styles.hint}>or press {words.shortcut('N')}</p>
      </div>
    </main>
  );
};
