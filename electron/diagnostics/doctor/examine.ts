import { type DoctorSubject, doctorSubjects, type Finding } from '../../../shared/doctor.ts';
import type { Clock } from '../../platform/interfaces.ts';

/** Finds out about one subject; what it throws counts as no answer. */
export type Check = () => Promise<readonly Omit<Finding, 'subject'>[]>;

export const found = (
  finding: Finding['finding'],
  params: Finding['params'] = {},
): Omit<Finding, 'subject'> => ({ finding, params });

/** How long a subject may take: the keychain, which the slowest call of a service holds up, the longest. */
const boundMs = 8_000;

/** Looks at all subjects side by side; each is bounded, and none of them can spoil another's answer. */
export const examine = async (options: {
  readonly checks: Readonly<Partial<Record<DoctorSubject, Check>>>;
  readonly clock: Pick<Clock, 'after'>;
  /** For the log. */
  readonly report: (subject: DoctorSubject, error: unknown) => void;
}): Promise<Finding[]> => {
  const { checks, clock, report } = options;
  const within = (subject: DoctorSubject, check: Check): ReturnType<Check> =>
    new Promise((resolve) => {
      const giveUp = (): void => resolve([found('unanswered')]);
      const cancel = clock.after(boundMs, giveUp);
      check()
        .then(resolve, (error: unknown) => {
          report(subject, error);
          giveUp();
        })
        .finally(cancel);
    });
  const all = await Promise.all(
    doctorSubjects.map(async (subject) => {
      const check = checks[subject];
      const findings = check === undefined ? [] : await within(subject, check);
      return findings.map((each) => ({ subject, ...each }));
    }),
  );
  return all.flat();
};
