import { type ReactNode, useState } from 'react';
import { detailsWords } from '../../../shared/words/connection.ts';
import { Button } from '../../components/button.tsx';

const shownFirst = 6;

type Props = {
  readonly className: string | undefined;
  readonly items: readonly { readonly key: string; readonly item: ReactNode }[];
};

/** A list of which the first few are enough for most; the rest comes with a click. */
export const ShortList = ({ className, items }: Props) => {
  const [isWhole, setWhole] = useState(items.length <= shownFirst + 1);
  return (
    <>
      <ul className={className}>
        {items.slice(0, isWhole ? items.length : shownFirst).map(({ key, item }) => (
          <li key={key}>{item}</li>
        ))}
      </ul>
      {isWhole ? null : (
        <Button look="ghost" size="small" onClick={() => setWhole(true)}>
          {detailsWords.showAll(items.length)}
        </Button>
      )}
    </>
  );
};
