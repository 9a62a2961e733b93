import type { ReactNode } from 'react';

/** No letter of any language. */
const mark = '\ue000';

/** Puts an element into a message, wherever the language has its place. */
export const withElement = (say: (place: string) => string, element: ReactNode): ReactNode => {
  const [before, after] = say(mark).split(mark);
  return (
    <>
      {before}
      {element}
      {after}
    </>
  );
};
