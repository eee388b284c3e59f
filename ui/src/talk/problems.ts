import type { DraftKind, Field, FieldProblemView, FileProblem, RefusedFile } from "../api/generated/contract";
import { size } from "../text/dates";
import { t, type Key } from "../text/text.svelte";

/** What the desk accepts, as far as words need it. */
export interface Limits {
  readonly file_bytes: number;
  readonly files_per_entry: number;
}

const FIELDS: Partial<Record<`${Field} ${FieldProblemView["problem"]}`, Key>> = {
  "title missing": "problem-title-missing",
  "title too_long": "problem-title-too-long",
  "language missing": "problem-language-missing",
  "language not_accepted": "problem-language-not-accepted",
  "text missing": "problem-text-missing",
  "text too_long": "problem-text-too-long",
  "name missing": "problem-name-missing",
  "email missing": "problem-email-missing",
  "email not_accepted": "problem-email-not-accepted",
  "pictures too_many": "problem-pictures-too-many",
  "pictures not_accepted": "problem-pictures-not-accepted",
};

/** What is missing where there is no description to be given. */
const NO_TEXT: Partial<Record<DraftKind, Key>> = {
  reply: "problem-reply-missing",
  chat: "problem-question-missing",
  say: "problem-line-missing",
};

/** What is wrong with a field, in words; nothing when nothing is. */
export function problemOf(field: Field, problems: readonly FieldProblemView[], kind: DraftKind): string | undefined {
  const told = problems.find((problem) => problem.field === field);
  if (!told) return undefined;
  const short = field === "text" && told.problem === "missing" ? NO_TEXT[kind] : undefined;
  const key = short ?? FIELDS[`${field} ${told.problem}`] ?? "problem-not-accepted";
  return t(key, { limit: told.limit ?? 0, actual: told.actual ?? 0 });
}

const FILES = {
  too_large: "refused-too-large",
  not_a_picture: "refused-not-a-picture",
  too_many_pixels: "refused-too-many-pixels",
  damaged: "refused-damaged",
  unreadable: "refused-unreadable",
  too_many: "refused-too-many",
} as const satisfies Record<FileProblem, Key>;

/** Why a file was not attached, in words. */
export function refusal(file: RefusedFile, limits: Limits): string {
  const limit = file.problem === "too_large" ? size(limits.file_bytes) : limits.files_per_entry;
  return t(FILES[file.problem], { name: file.name, limit });
}
