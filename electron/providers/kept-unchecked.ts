import type { Credential, VerifyReport } from './adapter.ts';

/**
 * Proves a credential that was kept without the exchange which makes it whole: makes up for that, and proves
 * what came of it.
 */
export const verifyFirst = async (
  exchange: () => Promise<Credential>,
  verify: (whole: Credential) => Promise<VerifyReport>,
): Promise<VerifyReport> => {
  const renewed = await exchange();
  return { ...(await verify(renewed)), renewed };
};
