import { CircleAlert, Cloud, Hourglass, Layers, Star, Tag } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  type AccountCounts,
  type AccountFilter,
  providerFilter,
  tagFilter,
} from '../../../shared/account-list.ts';
import { countText } from '../../../shared/first-frame.ts';
import { listWords } from '../../../shared/words/list.ts';
import { MenuButton } from '../../components/menu-button.tsx';
import { ProviderMark } from '../../components/provider-mark.tsx';
import { useApp } from '../../state/app-context.tsx';
import { SidebarPlaces } from './places.tsx';
import styles from './sidebar.module.css';
import { SidebarEdge } from './sidebar-edge.tsx';
import type { View } from './view-stack.ts';

type Props = {
  readonly counts: AccountCounts;
  readonly filter: AccountFilter;
  readonly onFilter: (filter: AccountFilter) => void;
};

type SidebarProps = Props & { readonly onView: (view: View) => void };

/** Which accounts the list shows, with how many there are of each kind; a row of chips on a narrow window. */
export const Sidebar = ({ onView, ...filters }: SidebarProps) => (
  <div className={styles.sidebar}>
    <nav className={styles.filtersPlace} aria-label={listWords.filters}>
      <Filters {...filters} />
      <SidebarEdge />
    </nav>
    <SidebarPlaces onView={onView} />
  </div>
);

export const Filters = ({ counts, filter, onFilter }: Props) => {
  const { providers } = useApp();
  const chosen = (id: AccountFilter) => ({
    isChosen: id === filter,
    onChoose: () => onFilter(id),
  });
  return (
    <div className={styles.filters}>
      <ul className={styles.items}>
        <FilterItem
          icon={<Layers size={15} aria-hidden="true" />}
          name={listWords.all}
          count={countText(counts.all)}
          {...chosen('all')}
        />
        <FilterItem
          icon={<CircleAlert size={15} aria-hidden="true" />}
          name={listWords.needsYou}
          count={countText(counts.needsYou)}
          presses
          {...chosen('needs-you')}
        />
        <FilterItem
          icon={<Hourglass size={15} aria-hidden="true" />}
          name={listWords.expiring}
          count={countText(counts.expiring)}
          {...chosen('expiring')}
        />
        {counts.favourites === 0 ? null : (
          <FavouritesItem count={countText(counts.favourites)} {...chosen('favourites')} />
        )}
      </ul>
      {counts.providers.length === 0 ? null : (
        <ProviderFilters ids={counts.providers} filter={filter} onFilter={onFilter}>
          {counts.providers.map(({ id, count }) => {
            const provider = providers.find((each) => each.id === id);
            return (
              <FilterItem
                key={id}
                icon={<ProviderMark provider={provider ?? id} size="tiny" />}
                name={provider?.name ?? id}
                count={countText(count)}
                {...chosen(providerFilter(id))}
              />
            );
          })}
        </ProviderFilters>
      )}
      {counts.tags.length === 0 ? null : (
        <TagFilters tags={counts.tags} filter={filter} onFilter={onFilter}>
          {counts.tags.map(({ name, count }) => (
            <TagItem
              key={tagFilter(name)}
              name={name}
              count={countText(count)}
              {...chosen(tagFilter(name))}
            />
          ))}
        </TagFilters>
      )}
    </div>
  );
};

type ProviderFiltersProps = Pick<Props, 'filter' | 'onFilter'> & {
  readonly ids: AccountCounts['providers'];
  readonly children: ReactNode;
};

export const ProviderFilters = ({ ids, ...rest }: ProviderFiltersProps) => {
  const { providers } = useApp();
  return (
    <FilterGroup
      {...rest}
      title={listWords.providers}
      icon={<Cloud size={15} aria-hidden="true" />}
      entries={ids.map(({ id }) => ({
        id: providerFilter(id),
        label: providers.find((each) => each.id === id)?.name ?? id,
      }))}
    />
  );
};

type TagFiltersProps = Pick<Props, 'filter' | 'onFilter'> & {
  readonly tags: AccountCounts['tags'];
  readonly children: ReactNode;
};

export const TagFilters = ({ tags, ...rest }: TagFiltersProps) => (
  <FilterGroup
    {...rest}
    title={listWords.tags}
    icon={<Tag size={15} aria-hidden="true" />}
    entries={tags.map(({ name }) => ({ id: tagFilter(name), label: name }))}
  />
);

type FilterGroupProps = Pick<Props, 'filter' | 'onFilter'> & {
  readonly title: string;
  readonly icon: ReactNode;
  readonly entries: readonly { readonly id: AccountFilter; readonly label: string }[];
  readonly children: ReactNode;
};

/** Filters under a title; where there is less room, one chip with a menu. */
const FilterGroup = (props: FilterGroupProps) => {
  const { title, icon, entries, filter, onFilter, children } = props;
  return (
    <div className={styles.group}>
      <h2 className={styles.title}>{title}</h2>
      <ul className={styles.items}>{children}</ul>
      <MenuButton
        className={styles.menu}
        look="secondary"
        label={entries.find(({ id }) => id === filter)?.label ?? title}
        icon={icon}
        chosen={filter}
        entries={entries}
        onAction={(id) => onFilter(id as AccountFilter)}
      />
    </div>
  );
};

type ItemProps = {
  readonly icon: ReactNode;
  readonly name: string;
  readonly count: string;
  /** What it counts wants to be seen. */
  readonly presses?: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
};

export const FilterItem = ({ icon, name, count, presses, isChosen, onChoose }: ItemProps) => (
  <li>
    <button
      type="button"
      className={styles.item}
      data-tip={name}
      aria-current={isChosen ? 'true' : undefined}
      data-presses={presses === true ? '' : undefined}
      onClick={onChoose}
    >
      {icon}
      <span className={styles.name}>{name}</span>
      <span className={styles.count}>{count}</span>
    </button>
  </li>
);

type NamelessItemProps = Pick<ItemProps, 'count' | 'isChosen' | 'onChoose'>;

export const FavouritesItem = (props: NamelessItemProps) => (
  <FilterItem icon={<Star size={15} aria-hidden="true" />} name={listWords.favourites} {...props} />
);

export const TagItem = (props: NamelessItemProps & Pick<ItemProps, 'name'>) => (
  <FilterItem icon={<Tag size={15} aria-hidden="true" />} {...props} />
);
