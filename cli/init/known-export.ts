// Recognizes by its header an export that a preset reads.

export interface KnownExport {
  /** Name of the preset, exported by `lambdas/domain/presets/<file>.ts`. */
  readonly preset: 'shopifyOrders' | 'shopifyCheckouts' | 'shopifyCustomers';
  readonly file: string;
  readonly what: string;
}

interface Signature extends KnownExport {
  readonly has: readonly string[];
  readonly lacks: readonly string[];
}

/** Columns that all versions of Shopify's exports have. */
const SIGNATURES: readonly Signature[] = [
  {
    preset: 'shopifyCheckouts',
    file: 'shopify-checkouts',
    what: "Shopify's abandoned checkouts",
    has: ['Name', 'Financial Status', 'Lineitem name', 'Billing Province Name'],
    lacks: ['Outstanding Balance', 'Payment ID', 'Duties'],
  },
  {
    preset: 'shopifyOrders',
    file: 'shopify-orders',
    what: "Shopify's orders",
    has: ['Name', 'Financial Status', 'Lineitem name', 'Cancelled at'],
    lacks: [],
  },
  {
    preset: 'shopifyCustomers',
    file: 'shopify-customers',
    what: "Shopify's customers",
    has: ['First Name', 'Email', 'Total Spent', 'Total Orders'],
    lacks: [],
  },
];

export function knownExport(header: readonly string[]): KnownExport | undefined {
  const columns = new Set(header);
  return SIGNATURES.find(
    ({ has, lacks }) => has.every((name) => columns.has(name)) && !lacks.some((name) => columns.has(name)),
  );
}
