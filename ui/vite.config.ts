import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

// Both pages are served under a content security policy without `unsafe-inline` and without `data:`, so nothing is inlined.
export default defineConfig({
  base: "./",
  plugins: [svelte()],
  // Vitest needs the browser's build of Svelte, or runes do nothing.
  resolve: process.env.VITEST ? { conditions: ["browser"] } : {},
  server: { port: 5173, strictPort: true, fs: { allow: [".."] } },
  build: {
    target: ["es2022", "safari17.5", "chrome123"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { index: "index.html", agent: "agent.html" } },
  },
  test: { include: ["src/**/*.test.ts"] },
});
