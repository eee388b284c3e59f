# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = Der Chat läuft nur auf { $languages }
gate-more = Ihre Frage ist anscheinend auf Deutsch. Als Anfrage erreicht sie ein Teammitglied, das Deutsch liest. Alles, was Sie geschrieben haben, kommt mit.
gate-issue = Als Anfrage auf Deutsch einreichen
gate-write = Auf { $languages } schreiben
gate-anyway = Den Chat trotzdem starten
