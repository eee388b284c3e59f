import { t } from "../text/text";

/** What is wrong with the length of a text, in words; lengths are counted in characters, as the desk counts them. */
export function tooLong(text: string, limit: number): string | undefined {
  const actual = [...text].length;
  return actual > limit ? t("problem-text-too-long", { actual, limit }) : undefined;
}
