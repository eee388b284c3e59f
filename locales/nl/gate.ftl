# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = De chat is alleen in het { $languages }
gate-more = Je vraag lijkt in het Nederlands te zijn. Als melding komt ze bij een teamlid dat Nederlands leest. Alles wat je hebt geschreven, gaat mee.
gate-issue = Indienen als melding in het Nederlands
gate-write = Schrijven in het { $languages }
gate-anyway = De chat toch starten
