import { ClipboardPaste, ExternalLink, Hourglass, Link2 } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { ErrorView } from '../../../shared/result.ts';
import type { OperationView, Prompt } from '../../../shared/schemas.ts';
import { commonWords, operationPanelWords } from '../../../shared/words/common.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { fieldProblemWording } from '../../../shared/words/fields.ts';
import {
  browserPromptWords,
  reviewGrantWords,
  secretPromptWording,
} from '../../../shared/words/prompts.ts';
import { Button } from '../../components/button.tsx';
import { CopyIcon } from '../../components/copy-icon.tsx';
import { Field, inputClass, type SecretElement, SecretInput } from '../../components/fields.tsx';
import { Notice } from '../../components/notice.tsx';
import { withElement } from '../../components/with-element.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { useTick } from '../../state/use-tick.ts';
import { GrantFacts } from '../connection/grant-facts.tsx';
import { ConfirmPrompt } from './confirm-prompt.tsx';
import { DeviceCodePrompt } from './device-code-prompt.tsx';
import styles from './operation.module.css';
import { Question } from './question.tsx';
import { SameAccountPrompt } from './same-account-prompt.tsx';
import { TimeLeft } from './time-left.tsx';
import { TroublePrompt } from './trouble-prompt.tsx';

type Props<K extends Prompt['kind']> = {
  readonly operationId: OperationView['id'];
  readonly prompt: Extract<Prompt, { kind: K }>;
};

type PromptProps<K extends Prompt['kind']> = Props<K> & {
  readonly promptId: OperationView['promptId'];
};

/** Waits for the browser, and helps when it did not open or cannot come back. */
const BrowserPrompt = ({ operationId, prompt }: Props<'browser'>) => {
  const { bridge, notify } = useApp();
  const [pasting, setPasting] = useState(false);
  const [ticked, tick] = useTick();
  const fail = (error: ErrorView): void => {
    notify({ tone: 'danger', text: errorLine(error) });
  };
  const { host, browserOpened } = prompt;
  const { title, text } = browserPromptWords[browserOpened ? 'opened' : 'notOpened'];
  const withoutState = browserPromptWords.cameBackWithoutState;
  return (
    <div className={styles.prompt}>
      <h3>{title(host)}</h3>
      <p>{text(host)}</p>
      {prompt.cameBackWithoutState === true ? (
        <Notice tone="warn" title={withoutState.title} alert>
          {withoutState.text(host)}
        </Notice>
      ) : null}
      <div className={styles.waitLine}>
        <Hourglass size={16} aria-hidden="true" />
        <span>
          {withElement(
            operationPanelWords.waitingForBrowser,
            <TimeLeft epochSeconds={prompt.deadlineEpochSeconds} />,
          )}
        </span>
      </div>
      <div className={styles.buttons}>
        <Button
          icon={<ExternalLink size={14} aria-hidden="true" />}
          onClick={() => {
            void settle(bridge.operations.openBrowser({ operationId })).then((reply) => {
              if (!reply.ok) fail(reply.error);
            });
          }}
        >
          {browserOpened ? operationPanelWords.openAgain : operationPanelWords.openBrowser}
        </Button>
        <Button
          icon={ticked ? <CopyIcon ticked /> : <Link2 size={15} aria-hidden="true" />}
          onClick={() => {
            void settle(bridge.operations.copyUrl({ operationId })).then((reply) => {
              if (!reply.ok) return fail(reply.error);
              tick();
              notify({ tone: 'ok', text: operationPanelWords.linkCopied });
            });
          }}
        >
          {operationPanelWords.copyLink}
        </Button>
        <Button
          look="ghost"
          icon={<ClipboardPaste size={14} aria-hidden="true" />}
          aria-expanded={pasting}
          onClick={() => setPasting((open) => !open)}
        >
          {operationPanelWords.paste}
        </Button>
      </div>
      {pasting ? <PasteAddress operationId={operationId} redirectUri={prompt.redirectUri} /> : null}
    </div>
  );
};

/** Says why a typed text was not taken. The bridge itself refuses one only for its length. */
const typedProblem = (error: ErrorView): string => {
  if (error.code === 'call.invalid-argument') return fieldProblemWording['too-long'];
  return errorLine(error);
};

type PasteProps = {
  readonly operationId: OperationView['id'];
  readonly redirectUri: string;
};

const PasteAddress = ({ operationId, redirectUri }: PasteProps) => {
  const words = browserPromptWords.paste;
  const { bridge } = useApp();
  const input = useRef<SecretElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => input.current?.focus(), []);

  const submit = async (): Promise<void> => {
    // The address bears the grant or code, so it is read from the field and not kept.
    const address = input.current?.value.trim() ?? '';
    if (address === '') return setProblem(words.empty);
    const reply = await settle(bridge.operations.submitRedirect({ operationId, address }));
    if (input.current !== null) input.current.value = '';
    if (reply.ok) return setProblem(null);
    setProblem(typedProblem(reply.error));
    input.current?.focus();
  };

  return (
    <form
      className={styles.paste}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field label={words.label} help={words.help(redirectUri)} problem={problem}>
        {(ids) => (
          <div className={styles.pasteRow}>
            <SecretInput
              ids={ids}
              name={operationPanelWords.address}
              element={(element) => {
                input.current = element;
              }}
            />
            <Button submits look="primary">
              {operationPanelWords.useAddress}
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
};

/** Shows what was granted, before anything is stored. */
const ReviewPrompt = ({ prompt, ...ids }: PromptProps<'review-grant'>) => {
  const { grant, stateVerified, encryptionKeyChanged } = prompt;
  return (
    <Question
      {...ids}
      title={reviewGrantWords.title}
      accept={encryptionKeyChanged ? operationPanelWords.acceptAnyway : operationPanelWords.accept}
      refuse={commonWords.discard}
    >
      <p>{stateVerified ? reviewGrantWords.verified : reviewGrantWords.unverified}</p>
      {encryptionKeyChanged ? (
        <Notice tone="danger" title={reviewGrantWords.otherKey.title} alert>
          {reviewGrantWords.otherKey.text}
        </Notice>
      ) : null}
      <div className={styles.grant}>
        <GrantFacts grant={grant} />
      </div>
    </Question>
  );
};

/** Line ends matter in these, and a field of one line would drop them. */
const ofSeveralLines: readonly Extract<Prompt, { kind: 'secret' }>['secret'][] = [
  'private-key',
  's3-keys',
  'access-grant',
];

/** Asks for a secret that is used once. */
const SecretPrompt = ({ operationId, promptId, prompt }: PromptProps<'secret'>) => {
  const { bridge } = useApp();
  const words = secretPromptWording[prompt.secret];
  const input = useRef<SecretElement>(null);
  const titleId = useId();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => input.current?.focus(), []);
  const take = (element: SecretElement | null): void => {
    input.current = element;
  };

  const submit = async (): Promise<void> => {
    const value = input.current?.value ?? '';
    if (value === '') return setProblem(operationPanelWords.fillIn);
    setBusy(true);
    const reply = await settle(
      bridge.operations.answer({ operationId, promptId, answer: { kind: 'secret', value } }),
    );
    setBusy(false);
    if (input.current !== null) input.current.value = '';
    setProblem(reply.ok ? null : typedProblem(reply.error));
  };

  return (
    <form
      className={styles.prompt}
      autoComplete="off"
      aria-labelledby={titleId}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h3 id={titleId}>{words.title}</h3>
      <p>{words.text}</p>
      <Field label={words.label} problem={problem}>
        {(ids) =>
          prompt.secret === 's3-bucket' ? (
            <input
              {...ids}
              ref={take}
              className={inputClass}
              autoComplete="off"
              spellCheck={false}
            />
          ) : (
            <SecretInput
              ids={ids}
              name={words.label}
              multiline={ofSeveralLines.includes(prompt.secret)}
              element={take}
            />
          )
        }
      </Field>
      <div className={styles.buttons}>
        <Button submits look="primary" busy={busy}>
          {operationPanelWords.continue}
        </Button>
      </div>
    </form>
  );
};

/** Says whether the question has its own way to give up, so that “Cancel” would say it twice. */
export const isDiscardable = ({ status, prompt }: OperationView): boolean =>
  status === 'running' &&
  (prompt?.kind === 'review-grant' ||
    prompt?.kind === 'review-account' ||
    prompt?.kind === 'without-pkce' ||
    prompt?.kind === 'retry-save' ||
    prompt?.kind === 'keep-unchecked');

export const PromptView = ({ operation }: { readonly operation: OperationView }) => {
  const { prompt, promptId, id } = operation;
  if (prompt === null || operation.status !== 'running') return null;
  // The key drops what was typed into one question, or pressed on it, when the next one comes.
  const question = { operationId: id, promptId };
  switch (prompt.kind) {
    case 'browser':
      return <BrowserPrompt operationId={id} prompt={prompt} />;
    case 'review-grant':
      return <ReviewPrompt key={promptId} {...question} prompt={prompt} />;
    case 'secret':
      return <SecretPrompt key={promptId} {...question} prompt={prompt} />;
    case 'retry-save':
    case 'keep-unchecked':
      return <TroublePrompt key={promptId} {...question} prompt={prompt} />;
    case 'device-code':
      return <DeviceCodePrompt operationId={id} prompt={prompt} />;
    case 'review-account':
    case 'without-pkce':
      return <ConfirmPrompt key={promptId} {...question} prompt={prompt} />;
    case 'same-account':
      return (
        <SameAccountPrompt
          key={promptId}
          {...question}
          providerId={operation.providerId}
          prompt={prompt}
        />
      );
  }
};
