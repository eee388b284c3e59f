# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = Język czatu: { $languages }
gate-more = Wygląda na to, że pytanie jest po polsku. Jako zgłoszenie trafi do członka zespołu, który czyta po polsku. Wszystko, co napisano, zostanie przeniesione.
gate-issue = Wyślij jako zgłoszenie po polsku
gate-write = Pisz w języku czatu: { $languages }
gate-anyway = Mimo to rozpocznij czat
