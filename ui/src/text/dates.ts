/** Times and sizes as a member reads them. Times come as RFC 3339. */

import { locale, phrase } from "./speech.svelte";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale() + JSON.stringify(options);
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale(), options);
  formats.set(key, made);
  return made;
}

/** "3 Aug 2020": always with the year. */
export function day(iso: string): string {
  return format({ day: "numeric", month: "short", year: "numeric" }).format(new Date(iso));
}

/** "Monday 30 November": a day that is not far. */
export function dayAhead(iso: string): string {
  return format({ weekday: "long", day: "numeric", month: "long" }).format(new Date(iso));
}

/** The day on which one can act before a moment at the latest: before midnight, the day that ends then. */
export function lastDay(iso: string): string {
  return dayAhead(new Date(Date.parse(iso) - 1000).toISOString());
}

/** "14:02". */
export function clock(iso: string): string {
  return format({ hour: "2-digit", minute: "2-digit" }).format(new Date(iso));
}

/** "Today, 14:02", "Yesterday, 14:02" or "3 Aug 2020, 14:02". */
export function moment(iso: string, now: number): string {
  const time = clock(iso);
  const age = daysBetween(new Date(iso), new Date(now));
  if (age === 0) return phrase("time-today", { time });
  if (age === 1) return phrase("time-yesterday", { time });
  return phrase("time-day", { day: day(iso), time });
}

/** "14:02" today, else the day with the time: for "Checked ...". */
export function recent(iso: string, now: number): string {
  return daysBetween(new Date(iso), new Date(now)) === 0 ? clock(iso) : phrase("time-day", { day: day(iso), time: clock(iso) });
}

/** What is to come: "Today, 18:00", "Tomorrow, 09:00" or "Mon 30 Nov, 09:00". */
export function ahead(iso: string, now: number): string {
  const time = clock(iso);
  const left = daysBetween(new Date(now), new Date(iso));
  if (left === 0) return phrase("time-today", { time });
  if (left === 1) return phrase("time-tomorrow", { time });
  return phrase("time-day", { day: format({ weekday: "short", day: "numeric", month: "short" }).format(new Date(iso)), time });
}

/** A weekday's name, Monday first. */
export function weekday(at: number): string {
  // The first of January 2024 was a Monday.
  return format({ weekday: "long" }).format(new Date(2024, 0, 1 + at));
}

/** A moment as a field for a day and a time has it, in this computer's zone: "2026-11-30T09:00". */
export function localMinute(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** Calendar days from one to the other, in this computer's zone. */
function daysBetween(from: Date, to: Date): number {
  const start = Date.UTC(from.getFullYear(), from.getMonth(), from.getDate());
  const end = Date.UTC(to.getFullYear(), to.getMonth(), to.getDate());
  return Math.round((end - start) / 86_400_000);
}

/** "214 kB". */
export function size(bytes: number): string {
  const [value, unit] =
    bytes < 1000 ? [bytes, "byte"] : bytes < 1_000_000 ? [bytes / 1000, "kilobyte"] : [bytes / 1_000_000, "megabyte"];
  const digits = unit === "megabyte" && value < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale(), { style: "unit", unit, maximumFractionDigits: digits }).format(value);
}
