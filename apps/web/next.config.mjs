import { join } from 'node:path';

/** Plain JavaScript, so that a start does not wait for a compiler. @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  transpilePackages: ['@netstrata/metrics', '@netstrata/tunables', '@netstrata/protocol', '@netstrata/advisor'],
  turbopack: {
    root: join(import.meta.dirname, '..', '..'),
    // The server compiles the texts of pages (src/locale/compiledMessages.ts): browsers fill them in and parse nothing.
    resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' },
  },
  // `npm run check` runs tsc on the pages; a build does not repeat it.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  agentRules: false,
};

export default config;
