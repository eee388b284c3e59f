# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = Chatten er bare på { $languages }
gate-more = Spørsmålet ditt ser ut til å være på norsk. Som en sak når det et teammedlem som leser norsk. Alt du har skrevet, blir med.
gate-issue = Send inn som sak på norsk
gate-write = Skriv på { $languages }
gate-anyway = Start chatten likevel
