import { defineConfig } from 'vitest/config';

const outDir = process.env.UI_OUT_DIR ?? '../target/generated-resources/ui/META-INF/resources';
const server = process.env.POOLWARDEN_URL ?? 'http://localhost:8080';

export default defineConfig({
  build: {
    outDir,
    emptyOutDir: true,
    // The page is served under `default-src 'self'`: nothing may become a data: URL or an inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'assets/licenses.md' },
    // Two kilobytes less than esbuild's, of the 45 that the dashboard may have.
    minify: 'terser',
    terserOptions: {
      module: true,
      ecma: 2020,
      compress: { passes: 4, unsafe: true, unsafe_arrows: true, unsafe_methods: true, pure_getters: true },
      format: { comments: false },
    },
    // The second is served only while the example workload is on.
    rollupOptions: {
      input: ['index.html', 'examples/tabs.html'],
      // What both need of the client in one file: four small ones compress worse.
      output: {
        manualChunks: (id) =>
          /src\/(feed|contract|client\/cleanup|time|error)/.test(id) ? 'feed' : undefined,
      },
    },
  },
  server: { proxy: { '/api': server, '/health': server, '/q': server } },
  test: { include: ['test/**/*.test.ts'] },
});
