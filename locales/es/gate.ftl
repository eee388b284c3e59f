# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = El chat es solo en { $languages }
gate-more = Su pregunta parece estar en español. Como incidencia llegará a un miembro del equipo que lee español. Todo lo que ha escrito se conserva.
gate-issue = Enviar como incidencia en español
gate-write = Escribir en { $languages }
gate-anyway = Iniciar el chat de todos modos
