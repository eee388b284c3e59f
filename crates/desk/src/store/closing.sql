-- The desk itself writes into issues, too: it warns before it closes a silent one. Whoever did it is null then, as with the
-- messages of chats. SQLite takes NOT NULL away from a column only by making its table anew.
CREATE TABLE event_anew (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  issue TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('opened', 'reply', 'awaiting', 'note', 'closed', 'reopened')),
  actor TEXT REFERENCES user (id),
  at INTEGER NOT NULL
) STRICT;
INSERT INTO event_anew (seq, issue, kind, actor, at) SELECT seq, issue, kind, actor, at FROM event;
DROP TABLE event;
ALTER TABLE event_anew RENAME TO event;

CREATE TABLE entry_anew (
  id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE REFERENCES event (seq),
  issue TEXT NOT NULL REFERENCES issue (id),
  kind TEXT NOT NULL CHECK (kind IN ('reply', 'ask', 'note')),
  author TEXT REFERENCES user (id),
  author_name TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('member', 'agent')),
  at INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO entry_anew (id, seq, issue, kind, author, author_name, side, at, text)
  SELECT id, seq, issue, kind, author, author_name, side, at, text FROM entry;
DROP TABLE entry;
ALTER TABLE entry_anew RENAME TO entry;
CREATE INDEX entry_issue ON entry (issue, seq);

-- When the desk warned of the end of this round.
ALTER TABLE issue ADD COLUMN round_warned INTEGER;
CREATE INDEX issue_awaiting ON issue (round_since) WHERE round_since IS NOT NULL;
