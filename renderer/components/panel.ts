import styles from './panel.module.css';

/** A list of rows, or what stands by itself, within one border. */
export const panelClass: string = styles.panel ?? '';
/** A line to copy, or with another act at its end. */
export const lineClass: string = styles.line ?? '';
