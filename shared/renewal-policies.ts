/**
 * What the person wants to happen when a connection ends: that it is renewed by itself where it can be,
 * that they are warned, or nothing.
 */
export const renewalPolicies = ['automatic', 'warn', 'lapse'] as const;
export type RenewalPolicy = (typeof renewalPolicies)[number];
