import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import type { FieldProblem } from '../../../shared/result.ts';
import { commonWords, connectSheetWords, frameWords } from '../../../shared/words/common.ts';
import { keptSecretWords } from '../../../shared/words/connect.ts';
import { describeFieldProblem } from '../../../shared/words/fields.ts';
import type { WordedField as FormField } from '../../../shared/words/providers.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { ComboBox } from '../../components/combo-box.tsx';
import { CopyIcon } from '../../components/copy-icon.tsx';
import { cx } from '../../components/cx.ts';
import {
  codeClass,
  Field,
  FieldProblem as FieldProblemText,
  helpClass,
  inputClass,
  labelClass,
  numberRowClass,
  type SecretElement,
  SecretInput,
} from '../../components/fields.tsx';
import { Select } from '../../components/select.tsx';
import { useApp } from '../../state/app-context.tsx';
import { copyPlainText } from '../../state/copy-text.ts';
import { useTick } from '../../state/use-tick.ts';
import styles from './connect.module.css';
import type { Kept } from './draft.ts';
import type { FormValues } from './form-model.ts';

type Props = {
  readonly field: FormField;
  readonly value: FormValues[string] | undefined;
  readonly problem: FieldProblem | undefined;
  /** Main keeps a value for this secret: from a file, or from the last try. */
  readonly kept?: Kept['from'] | null;
  readonly onChange: (value: FormValues[string]) => void;
  readonly onSecret: (element: SecretElement | null) => void;
};

/** One field of a provider's form, of any kind. */
export const FormFieldView = (props: Props) => (
  <div data-field={props.field.name} data-problem={props.problem}>
    <Kind {...props} />
  </div>
);

const Kind = ({ field, value, problem, kept = null, onChange, onSecret }: Props) => {
  const text = typeof value === 'string' ? value : '';
  const said =
    problem === undefined
      ? null
      : describeFieldProblem(problem, field.kind === 'number' ? field : undefined);
  const shared = {
    label: field.label,
    optional: !field.required,
    help: field.help,
    problem: said,
  };
  switch (field.kind) {
    case 'text':
    case 'url':
      if (field.kind === 'text' && field.suggestions !== undefined)
        return (
          <ComboBox
            {...shared}
            placeholder={field.placeholder}
            suggestions={field.suggestions}
            value={text}
            onChange={onChange}
          />
        );
      return (
        <Field {...shared}>
          {(ids) => {
            const input = {
              ...ids,
              value: text,
              placeholder: field.placeholder,
              autoComplete: 'off',
              spellCheck: false,
              'aria-required': field.required ? true : undefined,
            } as const;
            return field.kind === 'text' && field.multiline === true ? (
              <textarea
                {...input}
                className={cx(inputClass, codeClass)}
                rows={4}
                onChange={(event) => onChange(event.target.value)}
              />
            ) : (
              <input
                {...input}
                className={cx(inputClass, field.kind === 'url' && codeClass)}
                inputMode={field.kind === 'url' ? 'url' : undefined}
                onChange={(event) => onChange(event.target.value)}
              />
            );
          }}
        </Field>
      );
    case 'secret':
      return (
        <Field {...shared} help={kept === null ? field.help : keptSecretWords[kept].help}>
          {(ids) => (
            <SecretInput
              ids={ids}
              name={field.label}
              element={onSecret}
              multiline={field.multiline}
              required={field.required && kept === null}
              placeholder={kept === null ? undefined : keptSecretWords[kept].placeholder}
            />
          )}
        </Field>
      );
    case 'number':
      return (
        <Field {...shared}>
          {(ids) => (
            <div className={numberRowClass}>
              <input
                {...ids}
                className={inputClass}
                type="number"
                min={field.minimum}
                max={field.maximum}
                autoComplete="off"
                aria-required={field.required ? true : undefined}
                value={text}
                onChange={(event) => onChange(event.target.value)}
              />
              {field.unit === undefined ? null : <span>{field.unit}</span>}
            </div>
          )}
        </Field>
      );
    case 'choice':
      return <ChoiceField field={field} value={text} problem={said} onChange={onChange} />;
    case 'checks':
      return (
        <ChecksField
          field={field}
          value={Array.isArray(value) ? value : []}
          problem={said}
          onChange={onChange}
        />
      );
    case 'toggle':
      return (
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={value === true}
            onChange={(event) => onChange(event.target.checked)}
          />
          <span className={styles.checkWords}>
            {field.label}
            {field.help === undefined ? null : (
              <span className={styles.checkHelp}>{field.help}</span>
            )}
          </span>
        </label>
      );
  }
};

type KindProps<K extends FormField['kind'], V> = {
  readonly field: Extract<FormField, { kind: K }>;
  readonly value: V;
  readonly problem: string | null;
  readonly onChange: (value: FormValues[string]) => void;
};

/** Copies a text that is to be registered elsewhere. */
const CopyText = ({ noun, text }: { readonly noun: string; readonly text: string }) => {
  const { notify } = useApp();
  const [ticked, tick] = useTick();
  return (
    <IconButton
      look="secondary"
      label={frameWords.copyText(text)}
      tip={commonWords.copy}
      icon={<CopyIcon ticked={ticked} />}
      onClick={() => {
        const copied = copyPlainText(text);
        if (copied) tick();
        notify({
          tone: copied ? 'ok' : 'danger',
          text: commonWords[copied ? 'copied' : 'notCopied'](noun),
        });
      }}
    />
  );
};

const ChoiceField = ({ field, value, problem, onChange }: KindProps<'choice', string>) => {
  const chosen = field.options.find((option) => option.value === value);
  return (
    <div className={styles.choiceRow}>
      <Select
        label={field.label}
        help={chosen?.help ?? field.help}
        problem={problem}
        options={field.options}
        value={value}
        code={field.copyable === true}
        onChange={onChange}
        action={
          field.copyable === true ? (
            <CopyText noun={field.label} text={chosen?.value ?? value} />
          ) : null
        }
      />
    </div>
  );
};

const ChecksField = ({
  field,
  value,
  problem,
  onChange,
}: KindProps<'checks', readonly string[]>) => {
  const id = useId();
  const restId = useId();
  const isFurther = (value: string): boolean =>
    field.copyable === true && value !== field.options[0]?.value;
  const [open, setOpen] = useState(() => value.some(isFurther));
  const option = (each: (typeof field.options)[number]) => (
    <div key={each.value} className={styles.checkRow}>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={value.includes(each.value)}
          onChange={(event) =>
            onChange(
              field.options
                .map((other) => other.value)
                .filter((other) =>
                  other === each.value ? event.target.checked : value.includes(other),
                ),
            )
          }
        />
        <span className={cx(styles.checkWords, styles.checkInline)}>
          <span className={field.copyable === true ? styles.checkCode : styles.checkName}>
            {each.label}
          </span>
          {each.help === undefined ? null : <span className={styles.checkHelp}>{each.help}</span>}
        </span>
      </label>
      {field.copyable === true ? (
        <CopyText noun={connectSheetWords.form.address} text={each.value} />
      ) : null}
    </div>
  );
  const further = field.options.filter((each) => isFurther(each.value));
  return (
    <fieldset className={styles.checks} aria-describedby={problem === null ? undefined : id}>
      <legend className={labelClass}>{field.label}</legend>
      {field.help === undefined ? null : <p className={helpClass}>{field.help}</p>}
      {field.options.filter((each) => !isFurther(each.value)).map(option)}
      {further.length === 0 ? null : (
        <>
          <Button
            look="ghost"
            size="small"
            className={styles.moreButton}
            aria-expanded={open}
            aria-controls={restId}
            icon={<ChevronRight size={14} aria-hidden="true" />}
            onClick={() => setOpen((now) => !now)}
          >
            {connectSheetWords.form.portInUse}
          </Button>
          <div id={restId} className={styles.checks} hidden={!open}>
            <p className={helpClass}>{connectSheetWords.form.furtherPorts}</p>
            {further.map(option)}
          </div>
        </>
      )}
      <FieldProblemText id={id} problem={problem} />
    </fieldset>
  );
};
