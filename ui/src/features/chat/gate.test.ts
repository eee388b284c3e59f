import { describe, expect, it } from "vitest";
import type { DetectedView } from "../../api/generated/contract";
import { gateWords, outside } from "./gate";

const swedish: DetectedView = { language: "sv", sure: true, chat: false, name: "Svenska" };

describe("the gate of the chat", () => {
  it("is_shut_only_for_what_is_certainly_another_language", () => {
    expect(outside(swedish)).toBe(true);
    expect(outside({ ...swedish, sure: false })).toBe(false);
    expect(outside({ ...swedish, chat: true })).toBe(false);
    expect(outside({ ...swedish, language: null })).toBe(false);
    expect(outside(null)).toBe(false);
  });

  it("speaks_the_language_of_the_question", async () => {
    const words = await gateWords("sv", ["en"]);
    expect(words?.title).toBe("Chatten förs bara på engelska");
    expect(words?.issue).toBe("Skicka in som ärende på svenska");
  });

  it("names_every_language_of_the_chat", async () => {
    expect((await gateWords("de", ["en", "sv"]))?.title).toBe("Der Chat läuft nur auf Englisch und Schwedisch");
  });

  it("speaks_to_every_region_of_a_language", async () => {
    expect((await gateWords("pt-BR", ["en"]))?.write).toBe("Escrever em inglês");
  });

  it("says_nothing_where_there_is_no_translation", async () => {
    expect(await gateWords("is", ["en"])).toBeNull();
  });
});
