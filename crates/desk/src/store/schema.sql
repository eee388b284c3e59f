-- Times are milliseconds since 1970 in UTC. The order of changes is event.seq alone.
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row: the identity of this database. A cursor carries it, so that a cursor of another database is told from ours.
CREATE TABLE origin (
  id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
  id TEXT PRIMARY KEY,
  user_name TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('member', 'agent')),
  name TEXT NOT NULL,
  email TEXT,
  member_id TEXT,
  rank TEXT,
  password TEXT,
  disabled INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  token BLOB PRIMARY KEY,
  user TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  created INTEGER NOT NULL,
  used INTEGER NOT NULL,
  expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_user ON session (user);

CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  issue TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('opened', 'reply', 'awaiting', 'note', 'closed', 'reopened')),
  actor TEXT NOT NULL REFERENCES user (id),
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE issue (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  owner TEXT NOT NULL REFERENCES user (id),
  title TEXT NOT NULL,
  language TEXT,
  status TEXT NOT NULL CHECK (status IN ('open', 'awaiting_feedback', 'closed')),
  opened INTEGER NOT NULL,
  closed INTEGER,
  -- What the member may see of the issue's latest change; notes move only last_seq.
  updated INTEGER NOT NULL,
  changed_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  -- The event that moved the issue to awaiting_feedback; null in every other status.
  round_seq INTEGER,
  round_since INTEGER,
  round_asker TEXT,
  round_question TEXT,
  CHECK ((status = 'awaiting_feedback') = (round_seq IS NOT NULL)),
  CHECK ((status = 'closed') = (closed IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX issue_changes ON issue (owner, changed_seq);
CREATE INDEX issue_last ON issue (last_seq);

CREATE TABLE entry (
  id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE REFERENCES event (seq),
  issue TEXT NOT NULL REFERENCES issue (id),
  kind TEXT NOT NULL CHECK (kind IN ('reply', 'ask', 'note')),
  author TEXT NOT NULL REFERENCES user (id),
  author_name TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('member', 'agent')),
  at INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_issue ON entry (issue, seq);

CREATE TABLE upload (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL REFERENCES user (id),
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  created INTEGER NOT NULL,
  entry TEXT REFERENCES entry (id),
  place INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_entry ON upload (entry, place);
CREATE INDEX upload_unused ON upload (owner, created) WHERE entry IS NULL;

CREATE TABLE operation (
  user TEXT NOT NULL REFERENCES user (id),
  key TEXT NOT NULL,
  fingerprint BLOB NOT NULL,
  at INTEGER NOT NULL,
  status INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (user, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX operation_at ON operation (at);
