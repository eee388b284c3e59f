-- Chats, as their desk has them.

ALTER TABLE sync ADD COLUMN chats TEXT;                     -- the cursor of the changes to chats; none: nothing was fetched yet

CREATE TABLE chat (
  place      INTEGER PRIMARY KEY NOT NULL, -- its row in `chat_words`
  account    TEXT NOT NULL,
  id         TEXT NOT NULL,
  opened     INTEGER NOT NULL,
  updated    INTEGER NOT NULL,
  ended      INTEGER NOT NULL,          -- 1: over
  last_order INTEGER NOT NULL,          -- the highest order at the desk; 0: it has no message
  read_to    INTEGER NOT NULL DEFAULT 0, -- every message up to this order is stored
  body       TEXT NOT NULL              -- the whole chat as JSON
) STRICT;

CREATE UNIQUE INDEX chat_by_id ON chat (account, id);
CREATE INDEX chat_by_time ON chat (account, opened DESC, place DESC);

CREATE TABLE chat_message (
  account  TEXT NOT NULL,
  chat     TEXT NOT NULL,
  position INTEGER NOT NULL,            -- the desk's order
  id       TEXT NOT NULL,
  body     TEXT NOT NULL,               -- the whole message as JSON
  PRIMARY KEY (account, chat, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX chat_message_by_id ON chat_message (account, id);

-- As `words` is for issues. `number` and `title` stay empty: a chat has neither.
CREATE VIRTUAL TABLE chat_words USING fts5 (
  number, title, title_plain, talk, talk_plain,
  content = '', contentless_delete = 1, tokenize = 'ascii'
);
