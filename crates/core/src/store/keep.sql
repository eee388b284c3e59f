-- keep.db: what nobody can fetch again. No secrets. Times are milliseconds since 1970 (UTC), by this computer's clock.

CREATE TABLE account (
  id        TEXT PRIMARY KEY NOT NULL,
  kind      TEXT NOT NULL,
  address   TEXT NOT NULL,
  user_name TEXT NOT NULL,
  made      INTEGER NOT NULL,
  -- in: signed in; session: signed in until the app ends, the keychain did not take the token;
  -- out: signed out here, drafts kept; revoking: signed out here, the desk does not know yet
  state     TEXT NOT NULL CHECK (state IN ('in', 'session', 'out', 'revoking')),
  baselined INTEGER NOT NULL DEFAULT 0  -- 1: the rounds of the first sync are marked
) STRICT;

CREATE TABLE setting (
  name  TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE draft (
  id       TEXT PRIMARY KEY NOT NULL,
  account  TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  issue    TEXT,                        -- none: a new issue
  about    TEXT,                        -- the title of the issue replied to
  title    TEXT NOT NULL,
  language TEXT NOT NULL,
  text     TEXT NOT NULL,
  saved    INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX draft_of_reply ON draft (account, issue) WHERE issue IS NOT NULL;
CREATE INDEX draft_by_account ON draft (account, saved DESC);

CREATE TABLE operation (
  id       TEXT PRIMARY KEY NOT NULL,
  account  TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  place    INTEGER NOT NULL UNIQUE,     -- the order of "send"
  key      TEXT NOT NULL UNIQUE,
  issue    TEXT,                        -- none: a new issue
  about    TEXT,
  title    TEXT NOT NULL,
  language TEXT NOT NULL,
  text     TEXT NOT NULL,
  made     INTEGER NOT NULL,
  state    TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'waiting', 'stuck')),
  unknown  INTEGER NOT NULL DEFAULT 0,  -- 1: a request left and its outcome was not seen
  tries    INTEGER NOT NULL DEFAULT 0,
  due      INTEGER NOT NULL DEFAULT 0,  -- while waiting: not before
  problem  TEXT
) STRICT;

CREATE INDEX operation_by_account ON operation (account, place);

CREATE TABLE picture (
  id         TEXT PRIMARY KEY NOT NULL,
  draft      TEXT REFERENCES draft (id) ON DELETE CASCADE,
  operation  TEXT REFERENCES operation (id) ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  name       TEXT NOT NULL,
  media_type TEXT NOT NULL,
  width      INTEGER NOT NULL,
  height     INTEGER NOT NULL,
  bytes      BLOB NOT NULL,
  thumb      BLOB NOT NULL,
  upload_key TEXT NOT NULL,             -- made once; the same at every try
  uploaded   TEXT,                      -- the desk's name for it
  CHECK ((draft IS NULL) <> (operation IS NULL))
) STRICT;

CREATE INDEX picture_by_draft ON picture (draft, position);
CREATE INDEX picture_by_operation ON picture (operation, position);

CREATE TABLE read_mark (
  account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  issue   TEXT NOT NULL,
  updated INTEGER NOT NULL,             -- the issue's `updated` that the member has seen
  PRIMARY KEY (account, issue)
) STRICT, WITHOUT ROWID;

-- Marks by key and occasion: first, later(n), summary, baseline.
CREATE TABLE told (
  account  TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  round    TEXT NOT NULL,
  occasion TEXT NOT NULL,
  at       INTEGER NOT NULL,
  PRIMARY KEY (account, round, occasion)
) STRICT, WITHOUT ROWID;

CREATE TABLE later (
  account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  round   TEXT NOT NULL,
  n       INTEGER NOT NULL,
  due     INTEGER NOT NULL,
  PRIMARY KEY (account, round)
) STRICT, WITHOUT ROWID;

-- Notices that stand on the desktop, as far as we know.
CREATE TABLE shown (
  tag     TEXT PRIMARY KEY NOT NULL,
  account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  round   TEXT,                         -- none: a summary
  issue   TEXT,
  shown   TEXT NOT NULL,                -- the platform's name for it
  at      INTEGER NOT NULL
) STRICT;

CREATE INDEX shown_by_name ON shown (shown);
