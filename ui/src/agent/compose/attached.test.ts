import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Session } from "../desk/session.svelte";
import { admit, Attached } from "./attached";

const limits = { file_bytes: 100, files: 2 };
const file = (name: string, size: number) => ({ name, size });

describe("attaching files", () => {
  it("takes_as_many_as_the_desk_does_and_says_which_it_left", () => {
    const { taken, declined } = admit([file("a", 1), file("b", 100), file("c", 1)], 0, limits);
    expect(taken.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(declined).toEqual([{ name: "c", why: "too_many" }]);
    expect(admit([file("d", 1)], 2, limits).declined).toEqual([{ name: "d", why: "too_many" }]);
  });

  it("leaves_what_is_too_large_or_empty_and_keeps_its_place_for_others", () => {
    const { taken, declined } = admit([file("big", 101), file("none", 0), file("a", 5), file("b", 5)], 0, limits);
    expect(taken.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(declined).toEqual([
      { name: "big", why: "too_large" },
      { name: "none", why: "empty" },
    ]);
  });
});

describe("giving a file to the desk", () => {
  const drawn = new Blob(["pixels"], { type: "image/jpeg" });
  let given: { body: Blob; key: string }[];
  let desk: () => Promise<{ id: string }>;
  const session = {
    ask: (_: string, request: { body: Blob; key: string }) => {
      given.push(request);
      return desk();
    },
  } as unknown as Session;

  beforeEach(() => {
    given = [];
    desk = () => Promise.resolve({ id: "u1" });
    const decodes = (picture: Blob) => (picture.size === 0 ? Promise.reject(new Error()) : Promise.resolve({ width: 2, height: 1, close: () => undefined }));
    vi.stubGlobal("createImageBitmap", vi.fn(decodes));
    vi.stubGlobal(
      "OffscreenCanvas",
      class {
        getContext = () => ({ drawImage: () => undefined });
        convertToBlob = () => Promise.resolve(drawn);
      },
    );
    URL.createObjectURL = () => "blob:1";
  });
  afterEach(() => void vi.unstubAllGlobals());

  it("draws_a_picture_anew_so_that_nothing_but_its_pixels_leaves", async () => {
    await new Attached(new File(["Exif: where it was taken"], "a.jpg", { type: "image/jpeg" })).give(session);
    expect(given.map(({ body }) => body)).toEqual([drawn]);
  });

  it("sends_the_very_same_again_when_it_did_not_arrive", async () => {
    const picture = new Attached(new File(["Exif"], "a.jpg", { type: "image/jpeg" }));
    desk = () => Promise.reject(new Error("unreachable"));
    await expect(picture.give(session)).rejects.toThrow();
    desk = () => Promise.resolve({ id: "u1" });
    expect(await picture.give(session)).toBe("u1");
    expect(given[0]).toEqual(given[1]);
    expect(createImageBitmap).toHaveBeenCalledOnce();
  });

  it("leaves_what_is_no_picture_as_it_is", async () => {
    const text = new File(["words"], "a.txt", { type: "text/plain" });
    const broken = new File([], "b.png", { type: "image/png" });
    for (const file of [text, broken]) await new Attached(file).give(session);
    expect(given.map(({ body }) => body)).toEqual([text, broken]);
  });
});
