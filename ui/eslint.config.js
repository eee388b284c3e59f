import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

const FEATURES = ["signin", "issues", "compose", "chat", "drafts", "search", "accounts", "disk", "settings"];

const noTauri = { group: ["@tauri-apps/*"], message: "Only src/host knows Tauri." };
const noDomain = {
  group: ["**/features/**", "**/talk/**", "**/app/**", "**/api/**", "**/host/**"],
  message: "Parts know nothing of issues and desks.",
};
const noFeatures = { group: ["**/features/**"], message: "What several features share knows none of them." };
const noApp = { group: ["**/app/**"], message: "Screens compose features, never the other way round." };
const noWindow = {
  regex: "(\\./)(features|talk|api|host|app(?!/shortcuts$))/|text/text\\.svelte$|parts/Problem\\.svelte$",
  message: "The console shares parts, styles and ways with the window, not what only the window knows or says.",
};

/** A rule that says what may not be imported. */
const closed = (...patterns) => ({ "no-restricted-imports": ["error", { patterns }] });

export default ts.config(
  { ignores: ["dist/", "src/api/generated/", "src/text/keys.ts", "src/agent/text/keys.ts"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      eqeqeq: "error",
      "svelte/no-at-html-tags": "error",
      // A `style` attribute in markup breaks the content security policy; `style:` directives go through the CSSOM.
      "no-restricted-syntax": ["error", { selector: "SvelteAttribute[key.name='style']", message: "Use a class or style:name." }],
      // Maps and sets here are bookkeeping that no page shows.
      "svelte/prefer-svelte-reactivity": "off",
      // Routes are fragments of one page; there is no SvelteKit to resolve them.
      "svelte/no-navigation-without-resolve": "off",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    // The compiler and svelte-check know about undefined names.
    rules: { "no-undef": "off" },
  },
  { files: ["src/**"], ignores: ["src/host/**"], rules: closed(noTauri) },
  { files: ["src/parts/**", "src/text/**"], rules: closed(noTauri, noDomain) },
  { files: ["src/talk/**"], rules: closed(noTauri, noApp, noFeatures) },
  { files: ["src/agent/**"], rules: closed(noTauri, noWindow) },
  ...FEATURES.map((feature) => ({
    files: [`src/features/${feature}/**`],
    rules: closed(noTauri, noApp, {
      group: FEATURES.filter((other) => other !== feature).map((other) => `**/${other}/**`),
      message: "Features never import each other.",
    }),
  })),
);
