import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { ErrorCode } from '../../../shared/result.ts';
import type { OperationView } from '../../../shared/schemas.ts';
import { activityTrouble } from '../../../shared/words/activity.ts';
import { commonWords, frameWords } from '../../../shared/words/common.ts';
import { describeError } from '../../../shared/words/errors.ts';
import { vaultWords } from '../../../shared/words/vault.ts';
import { bannerWords } from '../../../shared/words/window.ts';
import { Button, spinClass } from '../../components/button.tsx';
import { ErrorNotice, Notice } from '../../components/notice.tsx';
import { useApp, useProvider, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { MoveButton, StartOver, VaultButton } from './lazy.tsx';
import styles from './window.module.css';

/** Trouble that concerns the whole window: runtime, keychain, the list on disk. */
export const Banners = () => {
  const { info, bridge } = useApp();
  const { keychain, vault, storage, operations, activity, clockMinutesOff, desktop } =
    useSnapshot();
  const leftBehind = operations.filter(
    ({ kind, status, notice }) => kind === 'disconnect' && status === 'done' && notice !== null,
  );
  const evaluation = info?.evaluationRuntime === true ? info : null;
  const keychainError = keychain.status === 'trouble' ? keychain.error : null;
  const canMove = vault?.open === true && vault.keychainFound;
  if (
    evaluation === null &&
    !canMove &&
    keychainError === null &&
    storage.error === null &&
    !storage.readOnly &&
    activity.trouble === null &&
    clockMinutesOff === null &&
    !desktop.outdated &&
    !desktop.renewalsPaused &&
    leftBehind.length === 0
  )
    return null;
  return (
    <section className={styles.banners} aria-label={frameWords.notices}>
      {evaluation === null ? null : (
        <Notice tone="info" title={bannerWords.evaluation.title(evaluation.electronVersion)}>
          {bannerWords.evaluation.text(evaluation.expectedElectronVersion)}
        </Notice>
      )}
      {keychainError === null ? null : (
        <ErrorNotice
          error={keychainError}
          tone="warn"
          alert
          buttons={<KeychainButtons code={keychainError.code} />}
        />
      )}
      {canMove ? (
        <Notice tone="info" title={vaultWords.banner.move.title} buttons={<MoveButton />}>
          {vaultWords.banner.move.text}
        </Notice>
      ) : null}
      {storage.error !== null ? (
        <ErrorNotice error={storage.error} tone="warn" alert />
      ) : storage.readOnly ? (
        <Notice tone="warn" title={bannerWords.readOnly.title} alert>
          {bannerWords.readOnly.text}
        </Notice>
      ) : null}
      {activity.trouble === null ? null : (
        <Notice tone="warn" title={activityTrouble[activity.trouble].title} alert>
          {activityTrouble[activity.trouble].text}
        </Notice>
      )}
      {clockMinutesOff === null ? null : (
        <Notice tone="warn" title={bannerWords.clockOff.title(clockMinutesOff)} alert>
          {bannerWords.clockOff.text}
        </Notice>
      )}
      {desktop.outdated ? (
        <Notice
          tone="info"
          title={bannerWords.outdated.title}
          buttons={
            <Button size="small" onClick={() => void settle(bridge.app.restart())}>
              {bannerWords.outdated.restart}
            </Button>
          }
        >
          {bannerWords.outdated.text}
        </Notice>
      ) : null}
      {desktop.renewalsPaused ? (
        <Notice
          tone="info"
          title={bannerWords.paused.title}
          buttons={
            <Button
              size="small"
              onClick={() => void settle(bridge.desktop.pauseRenewals({ on: false }))}
            >
              {bannerWords.paused.resume}
            </Button>
          }
        >
          {bannerWords.paused.text}
        </Notice>
      ) : null}
      {leftBehind.map((operation) => (
        <LeftBehind key={operation.id} operation={operation} />
      ))}
    </section>
  );
};

/** What a disconnect could not end at the provider: its account is gone from the list, so it is said here. */
const LeftBehind = ({ operation }: { readonly operation: OperationView }) => {
  const { bridge } = useApp();
  const provider = useProvider(operation.providerId);
  if (operation.notice === null) return null;
  const name = provider?.name ?? operation.providerId;
  const { text, action } = describeError(operation.notice);
  return (
    <Notice
      tone="warn"
      title={bannerWords.leftBehind(name)}
      alert
      buttons={
        <Button
          size="small"
          onClick={() => void settle(bridge.operations.dismiss({ operationId: operation.id }))}
        >
          {frameWords.understood}
        </Button>
      }
    >
      {text} {provider?.afterDisconnect ?? action}
    </Notice>
  );
};

/** What mends trouble with the keychain, or with the vault in its place. */
const KeychainButtons = ({ code }: { readonly code: ErrorCode }) => {
  const { vault } = useSnapshot();
  if (vault !== null && code === 'keychain.locked') return <VaultButton act="unlock" />;
  const canUseKeychain = code === 'keychain.unavailable' && vault?.keychainFound === true;
  return (
    <>
      <CheckAgain />
      {code === 'keychain.replaced' || canUseKeychain ? <StartOver /> : null}
      {vault !== null ? (
        <VaultButton act="anew" />
      ) : code === 'keychain.unavailable' ? (
        <VaultButton act="use" />
      ) : null}
    </>
  );
};

const CheckAgain = () => {
  const { bridge, notify } = useApp();
  const [busy, setBusy] = useState(false);
  const check = async (): Promise<void> => {
    setBusy(true);
    const reply = await settle(bridge.keychain.check());
    setBusy(false);
    if (!reply.ok) notify({ tone: 'danger', text: describeError(reply.error).title });
  };
  return (
    <Button
      size="small"
      busy={busy}
      icon={<RotateCw size={14} aria-hidden="true" className={busy ? spinClass : undefined} />}
      onClick={() => void check()}
    >
      {commonWords.tryAgain}
    </Button>
  );
};
