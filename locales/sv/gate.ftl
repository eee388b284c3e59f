# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = Chatten förs bara på { $languages }
gate-more = Din fråga verkar vara på svenska. Som ärende når den en teammedlem som läser svenska. Allt du har skrivit följer med.
gate-issue = Skicka in som ärende på svenska
gate-write = Skriv på { $languages }
gate-anyway = Starta chatten ändå
