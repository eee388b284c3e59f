# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = Язык чата: { $languages }
gate-more = Похоже, ваш вопрос написан по-русски. Как обращение он попадёт к сотруднику, который читает по-русски. Всё, что вы написали, сохранится.
gate-issue = Отправить как обращение на русском
gate-write = Написать на языке чата: { $languages }
gate-anyway = Всё равно начать чат
