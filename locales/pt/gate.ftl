# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = O chat é apenas em { $languages }
gate-more = A sua pergunta parece estar em português. Como pedido, chega a um membro da equipa que lê português. Tudo o que escreveu vai junto.
gate-issue = Enviar como pedido em português
gate-write = Escrever em { $languages }
gate-anyway = Iniciar o chat mesmo assim
