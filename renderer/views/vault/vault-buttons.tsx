import { useState } from 'react';
import { describeError } from '../../../shared/words/errors.ts';
import { vaultWords } from '../../../shared/words/vault.ts';
import { Button } from '../../components/button.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { ChangeDialog, CreateDialog, UnlockDialog } from './dialogs.tsx';
import styles from './vault.module.css';

const { banner, settings } = vaultWords;

/** Offers the vault where there is no keychain, opens one that is locked, begins another for one that is gone. */
export const VaultButton = ({ act }: { readonly act: 'use' | 'unlock' | 'anew' }) => {
  const [asking, setAsking] = useState(false);
  const close = (): void => setAsking(false);
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {banner[act]}
      </Button>
      {!asking ? null : act === 'unlock' ? (
        <UnlockDialog onClose={close} />
      ) : (
        <CreateDialog inPlace={act === 'anew'} onClose={close} />
      )}
    </>
  );
};

/** Moves what is in the vault to the keychain that has appeared. */
export const MoveButton = () => {
  const { bridge, notify } = useApp();
  const [busy, setBusy] = useState(false);
  const move = async (): Promise<void> => {
    setBusy(true);
    const reply = await settle(bridge.vault.moveToKeychain());
    setBusy(false);
    notify(
      reply.ok
        ? { tone: 'ok', text: banner.moved }
        : { tone: 'danger', text: describeError(reply.error).title },
    );
  };
  return (
    <Button size="small" busy={busy} onClick={() => void move()}>
      {banner.move.button}
    </Button>
  );
};

/** Of a vault that is in use: another passphrase, and locking it before its time. */
export const VaultSettings = ({ open }: { readonly open: boolean }) => {
  const { bridge } = useApp();
  const [changing, setChanging] = useState(false);
  return (
    <div className={styles.buttons}>
      <Button onClick={() => setChanging(true)}>{settings.change}</Button>
      {open ? (
        <Button onClick={() => void settle(bridge.vault.lock())}>{settings.lock}</Button>
      ) : (
        <VaultButton act="unlock" />
      )}
      {changing ? <ChangeDialog onClose={() => setChanging(false)} /> : null}
    </div>
  );
};
