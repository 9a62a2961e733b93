import { ChevronRight } from 'lucide-react';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { ErrorView } from '../../../shared/result.ts';
import { commonWords, connectSheetWords } from '../../../shared/words/common.ts';
import { fieldsAtFault } from '../../../shared/words/connect.ts';
import { describeError } from '../../../shared/words/errors.ts';
import { fieldProblemWording } from '../../../shared/words/fields.ts';
import { type Provider, proposeLabel } from '../../../shared/words/providers.ts';
import { Button } from '../../components/button.tsx';
import { Field, inputClass, type SecretElement } from '../../components/fields.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { useMedia } from '../../state/media.ts';
import styles from './connect.module.css';
import type { Draft, Filled, Kept } from './draft.ts';
import { FormFieldView } from './form-field.tsx';
import {
  choosesDeviceCode,
  type FieldProblems,
  type FormValues,
  faultsOf,
  fillIn,
  firstFields,
  gather,
  hostIn,
  initialValues,
  isShown,
} from './form-model.ts';
import { Guide } from './guide.tsx';
import { Prefill } from './prefill.tsx';
import { useHeldDraft } from './use-held-draft.ts';

type Props = {
  readonly provider: Provider;
  readonly draft: Draft | null;
  /** What the last try ended with, when it leads back here. */
  readonly refusal: ErrorView | null;
  /** Something was typed or chosen that leaving would lose. */
  readonly onTouched: () => void;
  readonly onCancel: () => void;
  readonly onStarted: (operationId: string, draft: Draft) => void;
};

const labelField = 'label';
const faulty = '[data-problem] :is(input, textarea, button:not([aria-pressed]))';

const within = (form: RefObject<HTMLFormElement | null>, selector: string): HTMLElement | null =>
  form.current?.querySelector<HTMLElement>(selector) ?? null;

const isFilled = (filled: Filled | null, name: string): boolean =>
  filled !== null && (Object.hasOwn(filled.values, name) || filled.secretFields.includes(name));

/** The form that a provider's descriptor asks for. */
export const ConnectForm = (props: Props) => {
  const { provider, draft, refusal, onTouched, onCancel, onStarted } = props;
  const { bridge, announce } = useApp();
  const { connections, keychain } = useSnapshot();
  const { fields } = provider;
  const first = useMemo(() => firstFields(fields), [fields]);
  const form = useRef<HTMLFormElement>(null);
  const submitButton = useRef<HTMLButtonElement>(null);
  const secrets = useRef(new Map<string, SecretElement>());
  const [ownLabel, setLabel] = useState(draft?.label ?? null);
  const [values, setValues] = useState<FormValues>(() => draft?.values ?? initialValues(fields));
  /** The values before a file filled them in, to go back to. */
  const beforeFilled = useRef(draft === null ? values : initialValues(fields));
  const [filled, setFilled] = useState<Filled | null>(draft?.filled ?? null);
  const [kept, setKept] = useState<Kept | null>(draft?.kept ?? null);
  const held = useHeldDraft(kept?.draft ?? null);
  const proposed = proposeLabel(
    filled?.owner ?? hostIn(fields, values) ?? provider.name,
    connections.map((each) => each.label),
  );
  const label = ownLabel ?? proposed;
  const [problems, setProblems] = useState<FieldProblems>(() =>
    refusal === null ? {} : faultsOf(refusal, fields),
  );
  /** Counts what was found at fault together: each time the first field of it takes the focus. */
  const [faults, setFaults] = useState(0);
  const [error, setError] = useState<ErrorView | null>(refusal);
  // What another page chose, or a provider refused, lies in sight.
  const [more, setMore] = useState(
    choosesDeviceCode(provider, values) ||
      fields.some(
        ({ name }) => !first.has(name) && (problems[name] !== undefined || isFilled(filled, name)),
      ),
  );
  const [busy, setBusy] = useState(false);
  const narrow = useMedia('(max-width: 799px)');

  const shown = useMemo(
    () => fields.filter((field) => isShown(field, fields, values)),
    [fields, values],
  );
  const plain = shown.filter(({ name }) => first.has(name));
  const advanced = shown.filter(({ name }) => !first.has(name));

  useEffect(() => {
    const typed = secrets.current;
    // The first to fill in, which is where a file or block is pasted if one can be.
    const begin = draft === null ? within(form, 'input, textarea, button') : submitButton.current;
    (within(form, faulty) ?? begin)?.focus();
    return () => {
      for (const element of typed.values()) element.value = '';
    };
  }, [draft]);

  useEffect(() => {
    if (faults > 0) within(form, faulty)?.focus();
  }, [faults]);

  const fault = (next: FieldProblems): void => {
    if (advanced.some(({ name }) => next[name] !== undefined)) setMore(true);
    setProblems(next);
    setFaults((count) => count + 1);
    const count = Object.keys(next).length;
    announce(fieldsAtFault(count));
  };

  const submit = async (): Promise<void> => {
    if (busy) return;
    setError(null);
    setProblems({});
    const gathered = gather(
      fields,
      values,
      (name) => secrets.current.get(name)?.value ?? '',
      kept?.secretFields ?? null,
    );
    const found = { ...gathered.problems };
    if (label.trim() === '') found[labelField] = 'required';
    if (Object.keys(found).length > 0) return fault(found);
    setBusy(true);
    const reply = await settle(
      bridge.connections.connect({
        providerId: provider.id,
        label: label.trim(),
        input: gathered.input,
        draft: kept?.draft ?? null,
      }),
    );
    setBusy(false);
    if (reply.ok) {
      for (const element of secrets.current.values()) element.value = '';
      const { operationId, draft: named, secretFields } = reply.value;
      held.handOver();
      onStarted(operationId, {
        providerId: provider.id,
        label: label.trim(),
        values,
        filled,
        kept: { draft: named, secretFields, from: 'last-try' },
      });
      return;
    }
    // Main keeps secrets for a while only.
    if (reply.error.code === 'prefill.not-understood') forget();
    if (Object.keys(reply.error.fields).length === 0) setError(reply.error);
    const wrong = faultsOf(reply.error, fields);
    if (Object.keys(wrong).length > 0) fault(wrong);
  };

  const forget = (): void => {
    setFilled(null);
    setKept(null);
    held.take(null);
  };
  /** Whoever types in a field that is filled from what is kept, if only to clear it, wants nothing of that there. */
  const takeOver = (name: string): void =>
    setKept((before) =>
      before === null || !before.secretFields.includes(name)
        ? before
        : { ...before, secretFields: before.secretFields.filter((each) => each !== name) },
    );
  const change = (name: string, value: FormValues[string]): void => {
    onTouched();
    setValues((before) => ({ ...before, [name]: value }));
    setProblems(({ [name]: _, ...others }) => others);
  };
  const fill = (next: Filled): void => {
    beforeFilled.current = values;
    setValues(fillIn(fields, values, next.values));
    setFilled(next);
    setKept({ draft: next.draft, secretFields: next.secretFields, from: 'text' });
    held.take(next.draft);
    onTouched();
    setProblems({});
    setError(null);
    if (fields.some(({ name }) => !first.has(name) && isFilled(next, name))) setMore(true);
  };
  const view = (field: (typeof fields)[number]) => (
    <FormFieldView
      key={field.name}
      field={field}
      value={values[field.name]}
      problem={problems[field.name]}
      kept={kept?.secretFields.includes(field.name) === true ? kept.from : null}
      onChange={(value) => change(field.name, value)}
      onSecret={(element) => {
        if (element === null) secrets.current.delete(field.name);
        else secrets.current.set(field.name, element);
      }}
    />
  );

  return (
    <>
      <div className={styles.scroll}>
        <div className={styles.columns}>
          {narrow ? <Guide provider={provider} folded /> : null}
          <form
            ref={form}
            id="connect-form"
            className={styles.form}
            autoComplete="off"
            noValidate
            onInput={({ target }) => {
              onTouched();
              const field = target instanceof Element ? target.closest('[data-field]') : null;
              takeOver(field?.getAttribute('data-field') ?? '');
            }}
            onSubmit={(event) => {
              event.preventDefault();
              void submit();
            }}
          >
            {error === null ? null : <ErrorNotice error={error} alert />}
            {keychain.status === 'trouble' && keychain.error !== null ? (
              <p className={styles.cardSummary}>
                {connectSheetWords.form.keychain(describeError(keychain.error).title)}
              </p>
            ) : null}
            {provider.prefillHint === null ? null : (
              <Prefill
                provider={provider}
                hint={provider.prefillHint}
                filled={filled}
                onFilled={fill}
                onUndo={() => {
                  setValues(beforeFilled.current);
                  forget();
                }}
              />
            )}
            {plain.map(view)}
            <div data-problem={problems[labelField]}>
              <Field
                label={connectSheetWords.form.name}
                help={connectSheetWords.form.nameHelp}
                problem={
                  problems[labelField] === undefined
                    ? null
                    : fieldProblemWording[problems[labelField]]
                }
              >
                {(ids) => (
                  <input
                    {...ids}
                    className={inputClass}
                    maxLength={80}
                    autoComplete="off"
                    spellCheck={false}
                    value={label}
                    onChange={(event) => setLabel(event.target.value)}
                  />
                )}
              </Field>
            </div>
            {advanced.length === 0 ? null : (
              <>
                <Button
                  look="ghost"
                  className={styles.moreButton}
                  aria-expanded={more}
                  aria-controls="more-options"
                  icon={<ChevronRight size={15} aria-hidden="true" />}
                  onClick={() => setMore((open) => !open)}
                >
                  {connectSheetWords.form.more}
                </Button>
                {/* Kept in the page while closed, so that secrets typed there are not lost. */}
                <div id="more-options" className={styles.advanced} hidden={!more}>
                  {advanced.map(view)}
                </div>
              </>
            )}
          </form>
          {narrow ? null : <Guide provider={provider} folded={false} />}
        </div>
      </div>
      <footer className={styles.foot}>
        <Button onClick={onCancel}>{commonWords.back}</Button>
        <Button ref={submitButton} look="primary" submits form="connect-form" busy={busy}>
          {provider.opensBrowser && !choosesDeviceCode(provider, values)
            ? connectSheetWords.form.browser
            : connectSheetWords.form.connect}
        </Button>
      </footer>
    </>
  );
};
