/** The text with the sentence at its end, instead of the one that was written before where that still stands. */
export function withSentence(text: string, sentence: string, before: string | null): string {
  if (before !== null && text.includes(before)) return text.replace(before, () => sentence);
  return text.trim() === "" ? sentence : `${text.trimEnd()}\n\n${sentence}`;
}
