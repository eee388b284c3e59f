-- cache.db: everything that can be fetched again. Times are milliseconds since 1970 (UTC), by the desk's clock.

CREATE TABLE sync (
  account  TEXT PRIMARY KEY NOT NULL,
  cursor   TEXT,                        -- none: nothing was fetched yet
  complete INTEGER NOT NULL DEFAULT 0,  -- 1: the first sync has seen every issue
  checked  INTEGER,                     -- the last complete good check, by this computer's clock
  profile  TEXT                         -- as JSON
) STRICT;

CREATE TABLE issue (
  account    TEXT NOT NULL,
  id         TEXT NOT NULL,
  number     TEXT NOT NULL,
  title      TEXT NOT NULL,
  status     TEXT NOT NULL CHECK (status IN ('open', 'awaiting', 'closed')),
  sorted     INTEGER NOT NULL,          -- what its list is sorted by: date closed, else the newest change
  opened     INTEGER NOT NULL,
  updated    INTEGER NOT NULL,
  round      TEXT,                      -- the key of its round, while awaiting
  body       TEXT NOT NULL,             -- the whole issue as JSON
  entries_of INTEGER,                   -- the `updated` its stored entries belong to; none: no entries stored
  PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX issue_by_list ON issue (account, status, sorted DESC, id);

CREATE TABLE entry (
  account  TEXT NOT NULL,
  issue    TEXT NOT NULL,
  position INTEGER NOT NULL,            -- oldest first
  body     TEXT NOT NULL,               -- the whole entry as JSON
  PRIMARY KEY (account, issue, position)
) STRICT, WITHOUT ROWID;

-- Which issue an attachment belongs to, so that its bytes can be asked for by id alone.
CREATE TABLE attachment (
  account TEXT NOT NULL,
  id      TEXT NOT NULL,
  issue   TEXT NOT NULL,
  body    TEXT NOT NULL,                -- as JSON
  PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;

-- Rounds that were seen. Due is: a round that is not over and has no mark in keep.db.
CREATE TABLE round (
  account TEXT NOT NULL,
  key     TEXT NOT NULL,
  issue   TEXT NOT NULL,
  over    INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX round_by_issue ON round (account, issue);
