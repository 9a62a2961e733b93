import { Check, Copy } from 'lucide-react';

type Props = { readonly ticked: boolean; readonly size?: number };

/** What stands on a button that copies, before and just after it did. */
export const CopyIcon = ({ ticked, size = 15 }: Props) =>
  ticked ? (
    <Check size={size} aria-hidden="true" data-ticked="" />
  ) : (
    <Copy size={size} aria-hidden="true" />
  );
