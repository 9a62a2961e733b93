import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { Text } from 'react-aria-components/Text';
import { cx } from './cx.ts';
import { codeClass, FieldProblem, helpClass, labelClass } from './fields.tsx';
import styles from './select.module.css';

type Props = {
  readonly label: string;
  readonly help: string | undefined;
  readonly problem: string | null;
  readonly options: readonly {
    readonly value: string;
    readonly label: string;
    readonly help?: string | undefined;
  }[];
  readonly value: string;
  /** Shows values as texts to be taken letter by letter. */
  readonly code: boolean;
  readonly action: ReactNode;
  readonly onChange: (value: string) => void;
};

/** A choice of one, in the look of the window instead of the system's. */
export const Select = (props: Props) => {
  const { label, help, problem, options, value, code, action, onChange } = props;
  return (
    <AriaSelect
      className={cx(styles.select, problem !== null && styles.invalid)}
      value={value}
      isInvalid={problem !== null}
      onChange={(key) => {
        if (key !== null) onChange(String(key));
      }}
    >
      <Label className={labelClass}>{label}</Label>
      <div className={styles.row}>
        <Button className={styles.button ?? ''}>
          <SelectValue className={cx(styles.value, code && codeClass)}>
            {() => options.find((option) => option.value === value)?.label ?? value}
          </SelectValue>
          <ChevronDown size={15} aria-hidden="true" />
        </Button>
        {action}
      </div>
      <FieldProblem id={`${label}-problem`} problem={problem} />
      {help === undefined ? null : (
        <Text slot="description" className={helpClass}>
          {help}
        </Text>
      )}
      <Popover className={styles.popover ?? ''} offset={5}>
        <ListBox className={styles.list ?? ''}>
          {options.map((option) => (
            <ListBoxItem
              key={option.value}
              id={option.value}
              textValue={option.label}
              className={styles.option ?? ''}
            >
              <Check size={14} aria-hidden="true" />
              <span className={styles.words}>
                <Text slot="label" className={code ? codeClass : ''}>
                  {option.label}
                </Text>
                {option.help === undefined ? null : (
                  <Text slot="description" className={styles.hint ?? ''}>
                    {option.help}
                  </Text>
                )}
              </span>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
};
