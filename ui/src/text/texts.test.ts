import { FluentParser, Message, Term, Visitor, type VariableReference } from "@fluent/syntax";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const UI = join(import.meta.dirname, "..");

/** The pages that have texts: the file of a language, the list of its keys, and which source names them. */
const PAGES = [
  { page: "window", keys: "text/keys.ts", mine: (name: string) => !name.startsWith("agent") },
  { page: "agent", keys: "agent/text/keys.ts", mine: (name: string) => /^(agent\/|text\/(dates|control))/.test(name) },
];

/** Every key of a language, with the variables its text uses. */
function keysOf(page: string, language: string): Map<string, string> {
  const file = join(UI, "../../locales", language, `${page}.ftl`);
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

/** All source of a page, without tests and without the list of keys. */
function source(mine: (name: string) => boolean): string {
  return readdirSync(UI, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|svelte)$/.test(name) && !/(\.test\.ts|text\/keys\.ts)$/.test(name) && mine(name))
    .map((name) => readFileSync(join(UI, name), "utf8"))
    .join("\n");
}

function typescript(page: string, keys: Iterable<string>): string {
  const lines = [...keys].map((key) => `  | "${key}"`).join("\n");
  return `// Made from locales/en/${page}.ftl by \`npm run keys -w ui\`; a test compares.\n\nexport type Key =\n${lines};\n`;
}

describe("what is said at the gate of the chat", () => {
  const locales = join(UI, "../../locales");
  const told = readdirSync(locales).filter((language) => existsSync(join(locales, language, "gate.ftl")));

  it("is_said_in_twenty_languages", () => expect(told).toHaveLength(20));

  it.each(told)("has_the_same_keys_and_variables_in_every_language: %s", (language) => {
    expect([...keysOf("gate", language)]).toEqual([...keysOf("gate", "en")]);
  });
});

describe.each(PAGES)("the texts of the $page page", ({ page, keys, mine }) => {
  const english = keysOf(page, "en");
  const list = join(UI, keys);

  it("have_the_same_keys_and_variables_in_every_language", () => {
    expect([...keysOf(page, "sv")].sort()).toEqual([...english].sort());
  });

  it("are_the_keys_that_the_code_may_name", () => {
    const made = typescript(page, english.keys());
    if (process.env.UPDATE_KEYS) writeFileSync(list, made);
    expect(readFileSync(list, "utf8")).toBe(made);
  });

  it("are_all_used", () => {
    const code = source(mine);
    // `error-….safe` and `.do` are named through their message, where the errors' words are listed.
    const used = (key: string) => code.includes(`"${key.startsWith("error-") ? key.split(".")[0] : key}"`);
    expect([...english.keys()].filter((key) => !used(key))).toEqual([]);
  });
});
