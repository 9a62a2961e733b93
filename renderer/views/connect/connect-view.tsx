import { ArrowLeft, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ProviderDescriptor } from '../../../shared/provider-descriptor.ts';
import { IconButton } from '../../components/button.tsx';
import { ProviderMark } from '../../components/provider-mark.tsx';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { Banners } from '../shell/banners.tsx';
import { StatusBar } from '../shell/status-bar.tsx';
import styles from './connect.module.css';
import { ConnectForm, type Draft } from './connect-form.tsx';
import { Gallery } from './gallery.tsx';
import { Progress } from './progress.tsx';

type Props = {
  /** An operation to watch at once; null starts at the gallery. */
  readonly operationId: string | null;
  readonly onClose: (connectionId: string | null) => void;
};

type Stage =
  | { readonly kind: 'gallery' }
  | { readonly kind: 'form'; readonly providerId: string }
  | { readonly kind: 'progress'; readonly operationId: string };

/** Connecting an account: choose a provider, answer its questions, watch it happen. */
export const ConnectView = ({ operationId, onClose }: Props) => {
  const { providers } = useApp();
  const { operations, connections } = useSnapshot();
  const [stage, setStage] = useState<Stage>(
    operationId === null ? { kind: 'gallery' } : { kind: 'progress', operationId },
  );
  /** What was typed, without secrets, for another try. */
  const [draft, setDraft] = useState<Draft | null>(null);

  const operation =
    stage.kind === 'progress' ? operations.find(({ id }) => id === stage.operationId) : undefined;
  const providerId = stage.kind === 'form' ? stage.providerId : operation?.providerId;
  const provider = providers.find(({ id }) => id === providerId) ?? null;
  const label =
    connections.find(({ id }) => id === operation?.connectionId)?.label ??
    draft?.label ??
    provider?.name ??
    'The account';

  const back = (): void => {
    if (stage.kind === 'form') setStage({ kind: 'gallery' });
    else onClose(null);
  };
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest('[role=listbox], [role=menu]'))
        return;
      // A sign-in under way is never left by a stray key.
      if (stage.kind === 'progress') return;
      if (stage.kind === 'form') setStage({ kind: 'gallery' });
      else onClose(null);
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  }, [stage, onClose]);

  const tryAgain = (): void => {
    if (provider === null) onClose(null);
    else setStage({ kind: 'form', providerId: provider.id });
  };

  const field = provider?.deviceCodeField ?? null;
  const deviceCode =
    draft === null || field === null || draft.providerId !== provider?.id
      ? null
      : () => {
          setDraft({ ...draft, values: { ...draft.values, [field]: true } });
          tryAgain();
        };

  return (
    <div className={styles.view}>
      <Banners />
      <main className={styles.frame}>
        <header className={styles.head}>
          {stage.kind === 'progress' ? null : (
            <IconButton
              label={stage.kind === 'form' ? 'Back to providers' : 'Back to accounts'}
              tip="Back"
              icon={<ArrowLeft size={17} aria-hidden="true" />}
              onClick={back}
            />
          )}
          {provider === null ? null : <ProviderMark provider={provider} size="small" />}
          <h1>{titleOf(stage, provider)}</h1>
          <IconButton
            label={stage.kind === 'progress' ? 'Back to accounts' : 'Close'}
            icon={<X size={17} aria-hidden="true" />}
            onClick={() => onClose(null)}
          />
        </header>
        {stage.kind === 'gallery' ? (
          <Gallery
            providers={providers}
            onChoose={(chosen) => {
              setDraft((kept) => (kept?.providerId === chosen ? kept : null));
              setStage({ kind: 'form', providerId: chosen });
            }}
          />
        ) : null}
        {stage.kind === 'form' && provider !== null ? (
          <ConnectForm
            key={provider.id}
            provider={provider}
            draft={draft?.providerId === provider.id ? draft : null}
            onCancel={back}
            onStarted={(started, kept) => {
              setDraft(kept);
              setStage({ kind: 'progress', operationId: started });
            }}
          />
        ) : null}
        {stage.kind === 'progress' ? (
          <Progress
            operation={operation ?? null}
            label={label}
            onTryAgain={tryAgain}
            onDeviceCode={deviceCode}
            onClose={onClose}
          />
        ) : null}
      </main>
      <StatusBar
        watching={stage.kind === 'progress' ? stage.operationId : null}
        onShow={(id) => setStage({ kind: 'progress', operationId: id })}
      />
    </div>
  );
};

const titleOf = (stage: Stage, provider: ProviderDescriptor | null): string => {
  if (stage.kind === 'gallery') return 'Connect an account';
  return provider === null ? 'Connecting' : (provider.action ?? `Connect ${provider.name}`);
};
