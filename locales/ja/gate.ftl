# Said at the gate of the chat, in the language of the question. Every `locales/*/gate.ftl` has the same messages.

gate-title = チャットで使える言語: { $languages }
gate-more = ご質問は日本語で書かれているようです。問い合わせとして送信すると、日本語を読める担当者に届きます。書いた内容はすべて引き継がれます。
gate-issue = 日本語の問い合わせとして送信
gate-write = チャットの言語で書く: { $languages }
gate-anyway = このままチャットを始める
