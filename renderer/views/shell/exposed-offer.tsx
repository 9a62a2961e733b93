import { exposedWords } from '../../../shared/words/exposed-secrets.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import styles from './window.module.css';

type Props = { readonly onLook: () => void; readonly onLater: () => void };

/** Offers the search for keys in plain text. */
export const ExposedOffer = ({ onLook, onLater }: Props) => {
  const { title, text, look, later } = exposedWords.offer;
  return (
    <section className={styles.banners} aria-label={title}>
      <Notice
        tone="info"
        title={title}
        buttons={
          <>
            <Button size="small" onClick={onLook}>
              {look}
            </Button>
            <Button size="small" look="ghost" onClick={onLater}>
              {later}
            </Button>
          </>
        }
      >
        {text}
      </Notice>
    </section>
  );
};
