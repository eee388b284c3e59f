-- The outbox: what is wanted back, what waits for what, what was known when an operation left, what was made of it. Drafts
-- of chat questions.

ALTER TABLE draft ADD COLUMN kind TEXT NOT NULL DEFAULT 'issue' CHECK (kind IN ('issue', 'reply', 'chat'));
-- The draft that was sent while this was still being typed: a late keystroke still names that one.
ALTER TABLE draft ADD COLUMN after TEXT;
UPDATE draft SET kind = 'reply' WHERE issue IS NOT NULL;

ALTER TABLE operation ADD COLUMN draft TEXT;                -- the draft that it was
-- While waiting: for `due` alone; for a sign-in; because the desk asked for quiet, which holds for all of the account; for
-- a request that may still be on its way
ALTER TABLE operation ADD COLUMN waits TEXT NOT NULL DEFAULT 'due' CHECK (waits IN ('due', 'sign_in', 'quiet', 'settle'));
ALTER TABLE operation ADD COLUMN back TEXT;                 -- the member wants it back: the name its draft gets
ALTER TABLE operation ADD COLUMN left_at INTEGER;           -- when it left first; none: it has not left
ALTER TABLE operation ADD COLUMN left_desk INTEGER;         -- the newest time of the desk's own known then
ALTER TABLE operation ADD COLUMN left_cursor TEXT;          -- where the desk's changes stood then
UPDATE operation SET waits = 'sign_in', due = 0 WHERE due > 9000000000000;
UPDATE operation SET left_at = made WHERE unknown = 1 OR tries > 0;

-- What desks have made of operations, with those that have left the outbox. Written as soon as the answer was seen.
CREATE TABLE made (
  place     INTEGER PRIMARY KEY NOT NULL,
  operation TEXT NOT NULL UNIQUE,
  account   TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  issue     TEXT,                       -- none: the member says that it is there
  entry     TEXT,
  draft     TEXT,                       -- the draft that the operation was
  replied   TEXT,                       -- the issue that it replied to; none: a new one
  length    INTEGER NOT NULL DEFAULT 0, -- of its text in bytes
  digest    TEXT                        -- of its text, to tell what was typed after it
) STRICT;

-- No two operations made the same entry.
CREATE UNIQUE INDEX made_entry ON made (account, entry) WHERE entry IS NOT NULL;
CREATE INDEX made_by_account ON made (account, place);
CREATE INDEX made_by_draft ON made (draft) WHERE draft IS NOT NULL;
CREATE INDEX operation_by_draft ON operation (draft) WHERE draft IS NOT NULL;
