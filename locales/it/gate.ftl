# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = La chat è solo in { $languages }
gate-more = La tua domanda sembra essere in italiano. Come segnalazione arriva a un membro del team che legge l’italiano. Tutto ciò che hai scritto viene ripreso.
gate-issue = Invia come segnalazione in italiano
gate-write = Scrivi in { $languages }
gate-anyway = Avvia comunque la chat
