import { z } from 'zod';
import { doctorSubjects, type Finding, type FindingId, findingStates } from '../doctor.ts';
import { atMost, type ChannelGroup, nothing } from './call.ts';

const findingIds = Object.keys(findingStates) as [FindingId, ...FindingId[]];

export const findingsSchema = z.array(
  z.object({
    subject: z.enum(doctorSubjects),
    finding: z.enum(findingIds),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
) satisfies z.ZodType<readonly Finding[]>;

export const doctor = {
  /** Looks at everything that Stowkey needs of this computer; bounded in time. */
  examine: { argument: nothing, reply: findingsSchema, ...atMost(3, 0.2) },
  /** Looks, and copies what was found as text, with versions and without any secret. */
  copyReport: { argument: nothing, reply: nothing, ...atMost(3, 0.2) },
} as const satisfies ChannelGroup<'doctor'>;
