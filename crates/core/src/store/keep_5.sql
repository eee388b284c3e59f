-- Chats: what they add to drafts and operations, which notices are theirs, and how far each was told and seen.

-- Of kind 'chat': none, a question; else an unsent line of this chat, one a chat. Of kind 'issue': the question of this chat,
-- which nobody has come to, as long as the member has not touched it. A chat is named as its desk calls it; until the desk
-- has, by the operation that starts it.
ALTER TABLE draft ADD COLUMN chat TEXT;
ALTER TABLE draft ADD COLUMN form TEXT;                     -- a question's, as JSON: who asks
-- 1: the journal. Nobody is writing it: it is what `chat` was asked, put away for as long as it waits in the queue.
ALTER TABLE draft ADD COLUMN put_away INTEGER NOT NULL DEFAULT 0;

CREATE UNIQUE INDEX draft_of_line ON draft (account, chat) WHERE kind = 'chat' AND chat IS NOT NULL AND put_away = 0;

ALTER TABLE operation ADD COLUMN kind TEXT NOT NULL DEFAULT 'submit'
  CHECK (kind IN ('submit', 'reply', 'start_chat', 'say', 'end_chat'));
ALTER TABLE operation ADD COLUMN chat TEXT;                 -- named as a draft's; what starts a chat names itself
ALTER TABLE operation ADD COLUMN form TEXT;
UPDATE operation SET kind = 'reply' WHERE issue IS NOT NULL;

ALTER TABLE made ADD COLUMN chat TEXT;                      -- the chat it was said in
ALTER TABLE made ADD COLUMN message TEXT;
CREATE UNIQUE INDEX made_message ON made (account, message) WHERE message IS NOT NULL;

ALTER TABLE shown ADD COLUMN chat TEXT;                     -- the chat it is about

-- The orders up to which a chat's messages were told, and were seen. A chat without a row was never told of.
CREATE TABLE chat_mark (
  account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  chat    TEXT NOT NULL,
  told    INTEGER NOT NULL DEFAULT 0,
  seen    INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account, chat)
) STRICT, WITHOUT ROWID;
