import { CircleCheck } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { describeError } from '../../../shared/error-wording.ts';
import { longestText } from '../../../shared/limits.ts';
import type { FormInput, ProviderDescriptor } from '../../../shared/provider-descriptor.ts';
import { Button } from '../../components/button.tsx';
import { TextDrop } from '../../components/text-drop.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import styles from './connect.module.css';

/** The secrets that main keeps for this form: what the window knows of them is their fields. */
export type Kept = {
  readonly draft: string;
  readonly secretFields: readonly string[];
  readonly from: 'file' | 'last-try';
};

/** What main read from a file. */
export type Filled = Omit<Kept, 'from'> & { readonly values: FormInput };

type Props = {
  readonly providerId: ProviderDescriptor['id'];
  readonly hint: string;
  readonly filled: Filled | null;
  readonly onFilled: (filled: Filled) => void;
  readonly onUndo: () => void;
};

/** Fills the form from a file or a pasted block. Secrets in it go to main and do not come back. */
export const Prefill = ({ providerId, hint, filled, onFilled, onUndo }: Props) => {
  const { bridge, announce } = useApp();
  const [problem, setProblem] = useState<string | null>(null);

  const read = async (text: string): Promise<void> => {
    const reply = await settle(bridge.providers.prefill({ providerId, text }));
    if (!reply.ok) {
      const { title, action } = describeError(reply.error);
      return setProblem(`${title}. ${action}`);
    }
    setProblem(null);
    onFilled(reply.value);
    announce('The form was filled in');
  };

  if (filled !== null) return <FilledLine filled={filled} onUndo={onUndo} />;
  return (
    <TextDrop
      label="File or block that fills the form"
      accept=".env,.json,.csv,.txt,.conf,.ini,.cfg,.s3cfg,text/*,application/json"
      masked
      longest={longestText}
      problem={problem}
      onText={(text) => void read(text)}
      onProblem={setProblem}
    >
      <p>{hint}</p>
    </TextDrop>
  );
};

const FilledLine = ({
  filled,
  onUndo,
}: {
  readonly filled: Filled;
  readonly onUndo: () => void;
}) => {
  const line = useRef<HTMLDivElement>(null);
  // The field that had the focus is gone with the file.
  useEffect(() => line.current?.focus(), []);
  const shown = Object.keys(filled.values).length;
  const kept = filled.secretFields.length;
  const secrets = kept === 1 ? '1 secret that stays hidden' : `${kept} secrets that stay hidden`;
  const all = shown + kept;
  return (
    <div ref={line} tabIndex={-1} className={styles.filled}>
      <CircleCheck size={16} aria-hidden="true" />
      <span>
        Filled in {all === 1 ? '1 field' : `${all} fields`}
        {kept === 0 ? '' : `, among them ${secrets}`}. Check the rest and go on.
      </span>
      <Button size="small" look="ghost" onClick={onUndo}>
        Undo
      </Button>
    </div>
  );
};
