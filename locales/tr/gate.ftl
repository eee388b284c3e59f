# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = Sohbetin dili: { $languages }
gate-more = Sorunuz Türkçe görünüyor. Talep olarak gönderirseniz Türkçe okuyan bir ekip üyesine ulaşır. Yazdığınız her şey korunur.
gate-issue = Türkçe talep olarak gönder
gate-write = Sohbetin dilinde yaz: { $languages }
gate-anyway = Sohbeti yine de başlat
