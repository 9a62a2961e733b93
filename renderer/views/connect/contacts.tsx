import styles from './connect.module.css';

/** Hosts that a provider is known to contact, as they are written. */
export const Contacts = ({ hosts }: { readonly hosts: readonly string[] }) => (
  <ul className={styles.hosts}>
    {hosts.map((host) => (
      <li key={host}>{host}</li>
    ))}
  </ul>
);
