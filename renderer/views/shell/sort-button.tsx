import { ArrowDownUp } from 'lucide-react';
import { type Settings, settingChoices } from '../../../shared/settings.ts';
import { listWords } from '../../../shared/words/list.ts';
import { MenuButton } from '../../components/menu-button.tsx';
import { useSnapshot } from '../../state/app-context.tsx';
import { useChangeSettings } from '../../state/use-change-settings.ts';

/** Chooses what the list is sorted by, which is remembered. */
export const SortButton = () => {
  const { settings } = useSnapshot();
  const change = useChangeSettings();
  return (
    <MenuButton
      label={listWords.sort}
      icon={<ArrowDownUp size={15} aria-hidden="true" />}
      chosen={settings.sort}
      entries={settingChoices.sort.map((id) => ({ id, label: listWords.sorts[id] }))}
      onAction={(id) => change({ sort: id as Settings['sort'] })}
    />
  );
};
