# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = A csevegés nyelve: { $languages }
gate-more = Úgy tűnik, a kérdés magyarul íródott. Bejelentésként olyan csapattaghoz kerül, aki olvas magyarul. Minden, amit leírt, megmarad.
gate-issue = Beküldés bejelentésként, magyarul
gate-write = Írás a csevegés nyelvén: { $languages }
gate-anyway = A csevegés indítása így is
