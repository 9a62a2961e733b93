import { useState } from 'react';
import { minPassphraseLength } from '../../../shared/limits.ts';
import { vaultWords } from '../../../shared/words/vault.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { PassphraseForm } from './passphrase-form.tsx';
import styles from './vault.module.css';

type Props = { readonly onClose: () => void };

const { create: words, anew, unlock, change } = vaultWords;

/** The first of the two is long enough, and the second is the same. */
const checkFresh = ([first = '', second]: readonly string[]): readonly (string | null)[] => [
  first.length < minPassphraseLength ? words.tooShort(minPassphraseLength) : null,
  first === second ? null : words.differs,
];

const fresh = () =>
  [{ label: words.passphrase, help: words.help }, { label: words.again }] as const;

/** Says what a vault file is worth and makes one: the first, or in place of one that nobody can open. */
export const CreateDialog = ({
  inPlace = false,
  onClose,
}: Props & { readonly inPlace?: boolean }) => {
  const { bridge } = useApp();
  const { connections } = useSnapshot();
  return (
    <Dialog title={inPlace ? anew.title : words.title} onClose={onClose}>
      <PassphraseForm
        asked={fresh()}
        check={checkFresh}
        send={([passphrase = '']) => bridge.vault.create({ passphrase, inPlace, leavesKeys: true })}
        onDone={onClose}
        onClose={onClose}
        button={words.button}
        busyButton={words.busy}
      >
        {inPlace ? (
          <p>{anew.text}</p>
        ) : (
          <div className={styles.worth}>
            <h3>{words.worth}</h3>
            <ul>
              {words.points.map((point) => (
                <li key={point}>{point}</li>
              ))}
              {connections.length === 0 ? null : <li>{words.staying}</li>}
            </ul>
          </div>
        )}
      </PassphraseForm>
    </Dialog>
  );
};

const required = (typed: readonly string[]): readonly (string | null)[] =>
  typed.map((each) => (each === '' ? unlock.missing : null));

/** Opens the vault, or leads on where its passphrase is forgotten. */
export const UnlockDialog = ({ onClose }: Props) => {
  const { bridge } = useApp();
  const [forgotten, setForgotten] = useState(false);
  if (forgotten) return <CreateDialog inPlace onClose={onClose} />;
  return (
    <Dialog title={unlock.title} onClose={onClose}>
      <PassphraseForm
        asked={[{ label: unlock.passphrase }]}
        check={required}
        send={([passphrase = '']) => bridge.vault.unlock({ passphrase })}
        onDone={onClose}
        onClose={onClose}
        button={unlock.button}
        busyButton={unlock.busy}
        beside={
          <Button look="ghost" onClick={() => setForgotten(true)}>
            {unlock.forgotten}
          </Button>
        }
      />
    </Dialog>
  );
};

export const ChangeDialog = ({ onClose }: Props) => {
  const { bridge, notify } = useApp();
  return (
    <Dialog title={change.title} onClose={onClose}>
      <PassphraseForm
        asked={[
          { label: change.from },
          { label: change.to, help: words.help },
          { label: change.again },
        ]}
        check={([from = '', ...rest]) => [...required([from]), ...checkFresh(rest)]}
        send={([from = '', to = '']) => bridge.vault.changePassphrase({ from, to })}
        onDone={() => {
          notify({ tone: 'ok', text: change.done });
          onClose();
        }}
        onClose={onClose}
        button={change.button}
        busyButton={change.busy}
      />
    </Dialog>
  );
};
