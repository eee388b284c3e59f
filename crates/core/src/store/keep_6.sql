-- Follow-up: what was told by the app's own time, the history of notices, for which rounds the member asked for time.

-- The app's running time outside quiet hours when it was told, in seconds since it was installed (setting 'ran').
ALTER TABLE told ADD COLUMN ran INTEGER NOT NULL DEFAULT 0;

-- What was told, for the member to read again; the newest 500 an account.
CREATE TABLE notice (
  place   INTEGER PRIMARY KEY NOT NULL,
  account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  tag     TEXT NOT NULL,
  kind    TEXT NOT NULL,                -- as in `NoticeKind`
  title   TEXT NOT NULL,                -- as it would say with its content shown
  body    TEXT NOT NULL,
  issue   TEXT,
  chat    TEXT,
  at      INTEGER NOT NULL
) STRICT;
CREATE INDEX notice_by_account ON notice (account, place DESC);

-- Rounds for which the member asked the desk for time: once a round.
CREATE TABLE time_asked (
  account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  round   TEXT NOT NULL,
  day     TEXT NOT NULL,                -- the day chosen, 2026-11-28
  at      INTEGER NOT NULL,
  PRIMARY KEY (account, round)
) STRICT, WITHOUT ROWID;
