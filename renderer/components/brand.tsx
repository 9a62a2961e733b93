/** The product's mark: a key standing in a lidded chest. Decorative beside the name. */
export const BrandMark = ({ size = 22 }: { readonly size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <rect x="1" y="1" width="30" height="30" rx="9" fill="var(--brand, #0d6b65)" />
    <circle cx="16" cy="12" r="4.6" fill="none" stroke="#f4d79a" strokeWidth="2.6" />
    <path
      d="M16 16.600V25M16 21h3.600M16 24.700h2.700"
      fill="none"
      stroke="#f4d79a"
      strokeWidth="2.6"
      strokeLinecap="round"
    />
  </svg>
);
