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

-- Rows as the app of that version left them.

INSERT INTO account VALUES
  ('a1', 'svara', 'https://desk.example/', 'elsa', 1790000000000, 'out', 1),
  ('a2', 'svara', 'https://other.example/help/', 'Åsa Öberg', 1790000000001, 'out', 0);
INSERT INTO setting VALUES ('language', 'sv'), ('appearance', 'dark');
INSERT INTO draft VALUES
  ('d1', 'a1', NULL, NULL, 'Skrivaren', 'sv', 'Den skriver inte. 🖨', 1790000000100),
  ('d2', 'a1', '17', 'English - Printer', '', 'en', 'It works again', 1790000000200),
  ('d3', 'a2', NULL, NULL, '', 'sv', '', 1790000000300);
INSERT INTO operation VALUES
  ('o1', 'a1', 1, 'key-1', '17', 'English - Printer', '', 'en', 'Yes', 1790000000400, 'queued', 0, 0, 0, NULL),
  ('o2', 'a1', 2, 'key-2', NULL, NULL, 'Bild', 'sv', 'Se bilden', 1790000000500, 'sending', 1, 2, 0, NULL),
  ('o3', 'a2', 3, 'key-3', '4', 'Svenska - Fråga', '', 'sv', 'Svar', 1790000000600, 'waiting', 0, 1, 1790000009999, 'unreachable'),
  ('o4', 'a2', 4, 'key-4', '5', 'Svenska - Mer', '', 'sv', 'Nej', 1790000000700, 'stuck', 0, 3, 1790000000800, 'refused');
INSERT INTO picture VALUES
  ('p1', 'd1', NULL, 1, 'bild.png', 'image/png', 2, 2, x'89504e47', x'8950', 'upload-1', NULL),
  ('p2', NULL, 'o2', 1, 'bild.jpg', 'image/jpeg', 4, 4, zeroblob(20000), x'ffd8', 'upload-2', 'at-the-desk');
INSERT INTO read_mark VALUES ('a1', '', 1790000000000), ('a1', '17', 1790000000900);
INSERT INTO told VALUES ('a1', 'round-1', 'first', 1790000001000), ('a1', 'round-1', 'later(1)', 1790000002000), ('a2', 'r', 'baseline', 1);
INSERT INTO later VALUES ('a1', 'round-1', 2, 1790000003000), ('a2', '', 0, 1790000003001);
INSERT INTO shown VALUES ('round/a1/round-1', 'a1', 'round-1', '17', '4711', 1790000002000), ('round/a2/', 'a2', NULL, NULL, '4712', 1790000002001);
PRAGMA user_version = 1;
