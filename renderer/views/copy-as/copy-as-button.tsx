import { ChevronDown } from 'lucide-react';
import { Suspense, useState } from 'react';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { accountWords } from '../../../shared/words/common.ts';
import { copyAsWords, formatWords } from '../../../shared/words/copy-formats.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { CopyIcon } from '../../components/copy-icon.tsx';
import { useCopy } from '../../state/use-copy.ts';
import { useLastFormat } from '../../state/use-last-format.ts';
import { useTick } from '../../state/use-tick.ts';
import styles from './copy-as.module.css';
import { CopyAsDialog } from './lazy.ts';

type Props = {
  readonly connection: ConnectionView;
  readonly look: 'primary' | 'secondary';
  readonly disabled: boolean;
};

/** Copies an account in the form that was chosen last; the arrow beside it opens all of them. */
export const CopyAsButton = ({ connection, look, disabled }: Props) => {
  const copy = useCopy();
  const format = useLastFormat()(connection.facts);
  const [ticked, tick] = useTick();
  const [choosing, setChoosing] = useState(false);
  if (format === null) return null;
  const { label, hint } = formatWords[format];
  return (
    <div className={styles.split}>
      <Button
        look={look}
        className={styles.first}
        disabled={disabled}
        aria-label={accountWords.copyAs(label)}
        data-tip={hint}
        icon={<CopyIcon ticked={ticked} size={14} />}
        onClick={() => {
          void copy(connection.id, format).then((done) => {
            if (done) tick();
          });
        }}
      >
        <span className={styles.whole}>{accountWords.copyAs(label)}</span>
        <span className={styles.brief}>{label}</span>
      </Button>
      <IconButton
        look={look}
        className={styles.second}
        label={copyAsWords.more}
        tip={accountWords.otherFormats}
        icon={<ChevronDown size={15} aria-hidden="true" />}
        aria-haspopup="dialog"
        aria-expanded={choosing}
        disabled={disabled}
        onClick={() => setChoosing(true)}
      />
      {choosing ? (
        <Suspense>
          <CopyAsDialog
            connection={connection}
            onClose={() => setChoosing(false)}
            onCopied={tick}
          />
        </Suspense>
      ) : null}
    </div>
  );
};
