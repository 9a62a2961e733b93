import { ClipboardCheck, Globe, ShieldCheck } from 'lucide-react';
import { frameWords } from '../../../shared/words/common.ts';
import { welcomeWords } from '../../../shared/words/window.ts';
import { BrandMark } from '../../components/brand.tsx';
import { Button } from '../../components/button.tsx';
import { usePlatformWords } from '../../state/platform-words.ts';
import { PlacesRow } from './places.tsx';
import { connectView, keysView, type View, viewAt } from './view-stack.ts';
import styles from './window.module.css';

type Props = { readonly onView: (view: View) => void };

/** What the window says before the first account is connected. */
export const Welcome = ({ onView }: Props) => {
  const words = usePlatformWords();
  return (
    <>
      <main className={styles.welcome}>
        <div className={styles.welcomeBox}>
          <BrandMark size={56} />
          <h1 tabIndex={-1} data-focus-home>
            {welcomeWords.title}
          </h1>
          <p className={styles.lead}>{welcomeWords.lead}</p>
          <ol className={styles.steps}>
            <li>
              <Globe size={18} aria-hidden="true" />
              <h2>{welcomeWords.signIn.title}</h2>
              <p>{welcomeWords.signIn.text}</p>
            </li>
            <li>
              <ShieldCheck size={18} aria-hidden="true" />
              <h2>{welcomeWords.review.title}</h2>
              <p>{welcomeWords.review.text(words.keychain)}</p>
            </li>
            <li>
              <ClipboardCheck size={18} aria-hidden="true" />
              <h2>{welcomeWords.use.title}</h2>
              <p>{welcomeWords.use.text}</p>
            </li>
          </ol>
          <div className={styles.welcomeButtons}>
            <Button look="primary" size="large" onClick={() => onView(connectView())}>
              {frameWords.connect}
            </Button>
            <Button size="large" onClick={() => onView(keysView)}>
              {welcomeWords.haveKeys}
            </Button>
          </div>
          <p className={styles.hint}>{welcomeWords.ways(words.shortcut('N'))}</p>
          <Button look="ghost" size="small" onClick={() => onView(viewAt.backup)}>
            {welcomeWords.restore}
          </Button>
        </div>
      </main>
      <PlacesRow onView={onView} />
    </>
  );
};
