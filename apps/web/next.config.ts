import { join } from 'node:path';
import type { NextConfig } from 'next';

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  transpilePackages: ['@netstrata/metrics', '@netstrata/tunables', '@netstrata/protocol', '@netstrata/advisor'],
  turbopack: { root: join(import.meta.dirname, '..', '..') },
  // `npm run check` runs tsc on the pages; a build does not repeat it.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  agentRules: false,
};

export default config;
