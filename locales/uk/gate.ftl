# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = Мова чату: { $languages }
gate-more = Схоже, ваше запитання написане українською. Як звернення воно потрапить до співробітника, який читає українською. Усе, що ви написали, збережеться.
gate-issue = Надіслати як звернення українською
gate-write = Написати мовою чату: { $languages }
gate-anyway = Усе одно почати чат
