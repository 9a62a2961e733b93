import { PanelLeft } from 'lucide-react';
import { type PointerEvent, useRef } from 'react';
import { defaultSettings, type Settings, settingChoices } from '../../../shared/settings.ts';
import { listWords } from '../../../shared/words/list.ts';
import { IconButton } from '../../components/button.tsx';
import { useSnapshot } from '../../state/app-context.tsx';
import { useChangeSettings } from '../../state/use-change-settings.ts';
import styles from './sidebar.module.css';

type Width = Settings['sidebarWidth'];

const widths = settingChoices.sidebarWidth;
const widest = Math.max(...widths);

const nearest = (pixels: number): Width =>
  widths.reduce((best, each) => (Math.abs(each - pixels) < Math.abs(best - pixels) ? each : best));

/** The edge between sidebar and list, which is dragged or moved by arrows. */
export const SidebarEdge = () => {
  const { sidebarWidth: width } = useSnapshot().settings;
  const change = useChangeSettings();
  const onWidth = (sidebarWidth: Width): void => change({ sidebarWidth });
  const dragged = useRef(false);
  const follow = (event: PointerEvent<HTMLElement>): void => {
    if (!dragged.current) return;
    const left = event.currentTarget.parentElement?.getBoundingClientRect().left ?? 0;
    const next = nearest(event.clientX - left);
    if (next !== width) onWidth(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={listWords.sidebarWidth}
      aria-valuenow={width}
      aria-valuemin={0}
      aria-valuemax={widest}
      tabIndex={0}
      className={styles.edge}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        dragged.current = true;
      }}
      onPointerMove={follow}
      onPointerUp={() => {
        dragged.current = false;
      }}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
        const next = widths[widths.indexOf(width) + step];
        if (step === 0 || next === undefined) return;
        event.preventDefault();
        onWidth(next);
      }}
    />
  );
};

/** Makes the sidebar a row of marks, or as wide as it is by default. */
export const SidebarToggle = () => {
  const { sidebarWidth } = useSnapshot().settings;
  const change = useChangeSettings();
  return (
    <IconButton
      className={styles.toggle}
      label={listWords.sidebar}
      icon={<PanelLeft size={16} aria-hidden="true" />}
      onClick={() =>
        change({ sidebarWidth: sidebarWidth === 0 ? defaultSettings.sidebarWidth : 0 })
      }
    />
  );
};
