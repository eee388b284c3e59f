# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = Chatten er kun på { $languages }
gate-more = Dit spørgsmål ser ud til at være på dansk. Som en sag når det et teammedlem, der læser dansk. Alt, hvad du har skrevet, kommer med.
gate-issue = Indsend som sag på dansk
gate-write = Skriv på { $languages }
gate-anyway = Start chatten alligevel
