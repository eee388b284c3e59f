import { FluentParser, Message, Term, Visitor, type VariableReference } from "@fluent/syntax";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const UI = join(import.meta.dirname, "..");
const KEYS = join(import.meta.dirname, "keys.ts");

/** Every key of a language, with the variables its text uses. */
function keysOf(language: string): Map<string, string> {
  const file = join(UI, "../../locales", language, "window.ftl");
  const resource = new FluentParser().parse(readFileSync(file, "utf8"));
  const keys = new Map<string, string>();
  for (const entry of resource.body) {
    if (entry.type === "Junk") throw new Error(`${language}: not understood: ${JSON.stringify(entry.content)}`);
    if (!(entry instanceof Message) && !(entry instanceof Term)) continue;
    const add = (key: string, value: Message["value"]) => {
      if (keys.has(key)) throw new Error(`${language}: ${key} stands there twice`);
      if (value) keys.set(key, variablesOf(value).join(" "));
    };
    add(entry.id.name, entry.value);
    for (const attribute of entry.attributes) add(`${entry.id.name}.${attribute.id.name}`, attribute.value);
  }
  return keys;
}

class Variables extends Visitor {
  readonly names = new Set<string>();
  override visitVariableReference(node: VariableReference): void {
    this.names.add(node.id.name);
  }
}

function variablesOf(value: NonNullable<Message["value"]>): string[] {
  const visitor = new Variables();
  visitor.visit(value);
  return [...visitor.names].sort();
}

/** All source of the window, without tests and without the list of keys. */
function source(): string {
  return readdirSync(UI, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|svelte)$/.test(name) && !/(\.test\.ts|text\/keys\.ts)$/.test(name) && !name.startsWith("agent"))
    .map((name) => readFileSync(join(UI, name), "utf8"))
    .join("\n");
}

function typescript(keys: Iterable<string>): string {
  const lines = [...keys].map((key) => `  | "${key}"`).join("\n");
  return `// Made from locales/en/window.ftl by \`npm run keys -w ui\`; a test compares.\n\nexport type Key =\n${lines};\n`;
}

describe("the texts", () => {
  const english = keysOf("en");

  it("have_the_same_keys_and_variables_in_every_language", () => {
    expect([...keysOf("sv")].sort()).toEqual([...english].sort());
  });

  it("are_the_keys_that_the_code_may_name", () => {
    const made = typescript(english.keys());
    if (process.env.UPDATE_KEYS) writeFileSync(KEYS, made);
    expect(readFileSync(KEYS, "utf8")).toBe(made);
  });

  it("are_all_used", () => {
    const code = source();
    // `error-….safe` and `.do` are named through their message in api/errors.ts.
    const used = (key: string) => code.includes(`"${key.startsWith("error-") ? key.split(".")[0] : key}"`);
    expect([...english.keys()].filter((key) => !used(key))).toEqual([]);
  });
});
