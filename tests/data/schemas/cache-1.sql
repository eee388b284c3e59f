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

-- Rows as the app of that version left them.

INSERT INTO sync VALUES ('a1', 'cursor-9', 1, 1790000000000, NULL), ('a2', NULL, 0, NULL, NULL);
INSERT INTO issue VALUES
  ('a1', '17', '17', 'English - Printer', 'awaiting', 20, 10, 20, 'round-1',
   '{"id":"17","number":"17","title":"English - Printer","status":"awaiting_feedback","language":null,"opened":"1970-01-01T00:00:00.010Z","closed":null,"updated":"1970-01-01T00:00:00.020Z","round":{"key":"round-1","since":"1970-01-01T00:00:00.020Z","asker":"Maja","question":"Which printer is it?"},"last_entry":null,"allows":{"reply":true,"attach":true,"close":true,"reopen":false}}', 20),
  ('a1', '18', '18', 'Svenska - Ljudet', 'closed', 30, 11, 29, NULL,
   '{"id":"18","number":"18","title":"Svenska - Ljudet","status":"closed","language":null,"opened":"1970-01-01T00:00:00.011Z","closed":"1970-01-01T00:00:00.030Z","updated":"1970-01-01T00:00:00.029Z","round":null,"last_entry":null,"allows":{"reply":true,"attach":true,"close":true,"reopen":false}}', NULL);
INSERT INTO entry VALUES
  ('a1', '17', 0, '{"id":"e1","author":{"name":"Elsa","side":"member"},"at":"1970-01-01T00:00:00.010Z","text":"It does not print.","asks":false,"attachments":[{"id":"f1","name":"bild.png","media_type":"image/png","bytes":4}]}'),
  ('a1', '17', 1, '{"id":"e2","author":{"name":"Maja","side":"agent"},"at":"1970-01-01T00:00:00.020Z","text":"Which printer is it?","asks":true,"attachments":[]}');
INSERT INTO attachment VALUES ('a1', 'f1', '17', '{"id":"f1","name":"bild.png","media_type":"image/png","bytes":4}');
INSERT INTO round VALUES ('a1', 'round-1', '17', 0), ('a1', 'round-0', '18', 1);
PRAGMA user_version = 1;
