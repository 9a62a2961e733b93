import { commonWords } from '../../../shared/words/common.ts';
import { IconButton } from '../../components/button.tsx';
import { CopyIcon } from '../../components/copy-icon.tsx';
import { useApp } from '../../state/app-context.tsx';
import { copyPlainText } from '../../state/copy-text.ts';
import { useTick } from '../../state/use-tick.ts';

type Props = { readonly text: string; readonly label: string; readonly tip?: string };

/** Copies a text that is no secret and that the window has itself. */
export const CopyTextButton = ({ text, label, tip }: Props) => {
  const { announce } = useApp();
  const [ticked, tick] = useTick();
  return (
    <IconButton
      label={label}
      tip={tip ?? commonWords.copy}
      icon={<CopyIcon ticked={ticked} />}
      onClick={() => {
        const copied = copyPlainText(text);
        if (copied) tick();
        announce(copied ? commonWords.textCopied : commonWords.textNotCopied);
      }}
    />
  );
};
