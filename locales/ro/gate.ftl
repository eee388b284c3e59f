# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = Limba chatului: { $languages }
gate-more = Întrebarea pare să fie în română. Ca solicitare, ajunge la un membru al echipei care citește româna. Tot ce ați scris se păstrează.
gate-issue = Trimite ca solicitare în română
gate-write = Scrie în limba chatului: { $languages }
gate-anyway = Pornește chatul oricum
