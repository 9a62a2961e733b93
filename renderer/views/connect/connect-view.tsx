import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { ErrorView } from '../../../shared/result.ts';
import { commonWords, connectSheetWords } from '../../../shared/words/common.ts';
import type { Provider } from '../../../shared/words/providers.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { ProviderMark } from '../../components/provider-mark.tsx';
import { Sheet } from '../../components/sheet.tsx';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { ConnectForm } from './connect-form.tsx';
import type { Draft } from './draft.ts';
import { faultsOf } from './form-model.ts';
import { Gallery } from './gallery.tsx';
import { Progress } from './progress.tsx';

type Props = {
  /** An operation to watch at once; null starts at the gallery. */
  readonly operationId: string | null;
  /** A form to start at, filled in; null elsewhere. */
  readonly start?: Draft | null;
  /** Begins where keys that were made elsewhere are given. */
  readonly withKeys?: boolean;
  /** What was sent with each connect, for another try; outlives this view. */
  readonly sent: Map<string, Draft>;
  readonly onClose: (connectionId: string | null) => void;
};

type Stage =
  | { readonly kind: 'gallery' }
  /** `refusal` is what the last try ended with, when it leads back here. */
  | {
      readonly kind: 'form';
      readonly providerId: string;
      readonly draft: Draft | null;
      readonly refusal: ErrorView | null;
    }
  | { readonly kind: 'progress'; readonly operationId: string };

/** Connecting an account: choose a provider, answer its questions, watch it happen. */
export const ConnectView = (props: Props) => {
  const { operationId, start = null, withKeys = false, sent, onClose } = props;
  const { bridge, providers } = useApp();
  const { operations, connections, wantedProvider } = useSnapshot();
  const [stage, setStage] = useState<Stage>(() => {
    if (operationId !== null) return { kind: 'progress', operationId };
    if (start === null) return { kind: 'gallery' };
    return { kind: 'form', providerId: start.providerId, draft: start, refusal: null };
  });
  /** The form holds what leaving would lose. */
  const touched = useRef(start !== null);
  /** Where to go once the person has agreed to lose it. */
  const [leaving, setLeaving] = useState<{ readonly go: () => void } | null>(null);

  const operation =
    stage.kind === 'progress' ? operations.find(({ id }) => id === stage.operationId) : undefined;
  const isRunning =
    stage.kind === 'progress' && (operation === undefined || operation.status === 'running');
  const draft = stage.kind === 'progress' ? (sent.get(stage.operationId) ?? null) : null;
  const providerId =
    stage.kind === 'form' ? stage.providerId : (operation?.providerId ?? draft?.providerId);
  const provider = providers.find(({ id }) => id === providerId) ?? null;
  const label =
    connections.find(({ id }) => id === operation?.connectionId)?.label ??
    draft?.label ??
    provider?.name ??
    connectSheetWords.theAccount;

  const openForm = (chosen: string, kept: Draft | null, refusal: ErrorView | null = null): void => {
    touched.current = kept !== null;
    if (stage.kind === 'progress') sent.delete(stage.operationId);
    setStage({ kind: 'form', providerId: chosen, draft: kept, refusal });
  };
  const leave = (go: () => void): void => {
    if (stage.kind === 'form' && touched.current) setLeaving({ go });
    else go();
  };
  const back = (): void => leave(() => setStage({ kind: 'gallery' }));
  const dismiss = (): void => {
    if (operation !== undefined && operation.status !== 'running')
      void settle(bridge.operations.dismiss({ operationId: operation.id }));
  };
  /** Leaves what has ended, or goes on by itself, for the account that came of it, if one did. */
  const close = (): void => {
    dismiss();
    if (operation !== undefined && operation.status !== 'running') {
      sent.delete(operation.id);
      const kept = draft?.kept ?? null;
      if (kept !== null) void settle(bridge.connections.forgetDraft({ draft: kept.draft }));
    }
    onClose(operation?.status === 'done' ? operation.connectionId : null);
  };

  const openWanted = useEffectEvent((wanted: string) => {
    void settle(bridge.providers.takeWanted());
    leave(() => openForm(wanted, null));
  });
  useEffect(() => {
    if (wantedProvider !== null) openWanted(wantedProvider);
  }, [wantedProvider]);

  const tryAgain = (): void => {
    dismiss();
    if (provider === null) onClose(null);
    else openForm(provider.id, draft);
  };
  const refusal = operation?.status === 'failed' ? operation.error : null;
  useEffect(() => {
    if (refusal === null || provider === null || draft === null) return;
    if (!leadsBack(refusal, provider.fields)) return;
    dismiss();
    openForm(provider.id, draft, refusal);
  });

  const field = provider?.deviceCodeField ?? null;
  const deviceCode =
    draft === null || field === null || provider === null
      ? null
      : () => openForm(provider.id, { ...draft, values: { ...draft.values, [field]: true } });

  return (
    <>
      <Sheet
        title={titleOf(stage, provider, withKeys)}
        mark={provider === null ? null : <ProviderMark provider={provider} size="small" />}
        back={
          stage.kind === 'form' ? { label: connectSheetWords.backToProviders, onPress: back } : null
        }
        closeLabel={stage.kind === 'progress' ? commonWords.backToAccounts : commonWords.close}
        // A sign-in under way is never left by a stray key.
        closesEasily={!isRunning}
        onClose={() => leave(close)}
      >
        {stage.kind === 'gallery' ? (
          <Gallery
            providers={providers}
            withKeys={withKeys}
            onChoose={(chosen) => openForm(chosen, null)}
            onDraft={(filled) => openForm(filled.providerId, filled)}
          />
        ) : null}
        {stage.kind === 'form' && provider !== null ? (
          <ConnectForm
            key={provider.id}
            provider={provider}
            draft={stage.draft}
            refusal={stage.refusal}
            onTouched={() => {
              touched.current = true;
            }}
            onCancel={back}
            onStarted={(started, now) => {
              sent.set(started, now);
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
            onClose={close}
          />
        ) : null}
      </Sheet>
      {leaving === null ? null : (
        <Dialog
          title={connectSheetWords.leave.title}
          role="alertdialog"
          onClose={() => setLeaving(null)}
        >
          <p>{connectSheetWords.leave.text}</p>
          <DialogActions>
            <Button autoFocus onClick={() => setLeaving(null)}>
              {connectSheetWords.leave.stay}
            </Button>
            <Button
              look="danger"
              onClick={() => {
                setLeaving(null);
                leaving.go();
              }}
            >
              {commonWords.discard}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  );
};

const titleOf = (stage: Stage, provider: Provider | null, withKeys: boolean): string => {
  if (stage.kind === 'gallery') return connectSheetWords.titles[withKeys ? 'keys' : 'connect'];
  return provider === null
    ? connectSheetWords.titles.connecting
    : (provider.action ?? connectSheetWords.titles.provider(provider.name));
};

/** What the person can mend in the form, or has to decide anew: a refused field, a refused consent. */
const leadsBack = (error: ErrorView, fields: Provider['fields']): boolean =>
  error.code === 'oauth.denied' || Object.keys(faultsOf(error, fields)).length > 0;
