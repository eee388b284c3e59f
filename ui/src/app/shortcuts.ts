/**
 * The keyboard. A control says in `aria-keyshortcuts` which keys press it, which tells screen readers too; this
 * listens for the keys and presses the first control that names them. So a key works exactly where its control is.
 */

const TYPING = "input, textarea, select, [contenteditable]";
/** While something covers the page, its keys belong to that. */
const COVERED = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
const ROW_KEYS = new Set(["j", "k", "ArrowDown", "ArrowUp"]);

/** The keys as `aria-keyshortcuts` writes them: "Control+Shift+A". ⌘ counts as Control. */
export function pressed(event: KeyboardEvent): string {
  const key = event.key.length === 1 && (event.ctrlKey || event.metaKey) ? event.key.toUpperCase() : event.key;
  const parts = [event.ctrlKey || event.metaKey ? "Control" : "", event.altKey ? "Alt" : ""];
  // A sign such as "?" needs Shift on some keyboards and not on others.
  if (event.shiftKey && !/^[^\p{L}]$/u.test(key)) parts.push("Shift");
  return [...parts.filter(Boolean), key].join("+");
}

/** Whether a control that names the keys may be pressed by them now. */
export function allowed(keys: string, typing: boolean): boolean {
  const bare = !keys.includes("Control+") && !/^(F\d+|Escape)$/.test(keys);
  return !(typing && bare);
}

/** Listens until the answer is called. */
export function listenToKeys(): () => void {
  addEventListener("keydown", onkeydown);
  return () => removeEventListener("keydown", onkeydown);
}

function onkeydown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || document.querySelector(COVERED)) return;
  const typing = event.target instanceof Element && event.target.closest(TYPING) !== null;
  const keys = pressed(event);
  if (!allowed(keys, typing)) return;
  if (ROW_KEYS.has(keys)) return stepThroughRows(event);
  const control = document.querySelector<HTMLElement>(`[aria-keyshortcuts~="${CSS.escape(keys)}"]`);
  if (!control) return;
  event.preventDefault();
  if (control.matches(TYPING)) control.focus();
  else control.click();
}

function stepThroughRows(event: KeyboardEvent): void {
  const rows = document.querySelector("[data-rows]");
  // The arrows belong to what has the focus (a menu, radio buttons, a page that scrolls) unless that is nothing.
  const free = document.activeElement === document.body || document.activeElement?.matches('[tabindex="-1"]');
  if (!rows || (event.key.startsWith("Arrow") && !free)) return;
  event.preventDefault();
  rows.dispatchEvent(new KeyboardEvent("keydown", { key: event.key, bubbles: true, cancelable: true }));
}
