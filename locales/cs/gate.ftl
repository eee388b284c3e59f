# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = Jazyk chatu: { $languages }
gate-more = Vaše otázka je zřejmě v češtině. Jako požadavek se dostane ke členu týmu, který čte česky. Vše, co jste napsali, zůstane zachováno.
gate-issue = Odeslat jako požadavek v češtině
gate-write = Psát v jazyce chatu: { $languages }
gate-anyway = Přesto zahájit chat
