# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = The chat is in { $languages } only
gate-more = Your question seems to be in English. As an issue it reaches a team member who reads English. Everything you have written comes along.
gate-issue = Submit as an issue in English
gate-write = Write in { $languages }
gate-anyway = Start the chat anyway
