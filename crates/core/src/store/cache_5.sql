-- Issues lie in the order of their places. By the desk's ids, which are random, each issue of a first sync was another page
-- to read, to log and to write.

INSERT INTO shelf (account, number)
  SELECT account, (SELECT coalesce(max(number), 0) FROM shelf) + row_number() OVER (ORDER BY account)
  FROM (SELECT DISTINCT account FROM issue) WHERE account NOT IN (SELECT account FROM shelf);

CREATE TABLE placed (
  place      INTEGER PRIMARY KEY,       -- the issue's row in `words`; the newest change has the highest of its account
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
  vanished   INTEGER NOT NULL DEFAULT 0 -- 1: no longer at the desk. It keeps what it was; it is in no round
) STRICT;

INSERT INTO placed
  SELECT shelf.number * 1099511627776
      + row_number() OVER (PARTITION BY issue.account ORDER BY issue.place, issue.updated, issue.id),
    issue.account, id, issue.number, title, status, sorted, opened, updated, round, body, entries_of, vanished
  FROM issue JOIN shelf ON shelf.account = issue.account;

DROP TABLE issue;
ALTER TABLE placed RENAME TO issue;

CREATE UNIQUE INDEX issue_by_id ON issue (account, id);
CREATE INDEX issue_by_list ON issue (account, status, sorted DESC, id);
CREATE INDEX issue_in_round ON issue (account, updated) WHERE round IS NOT NULL;

-- What must be readable offline and is not yet.
CREATE INDEX issue_unread ON issue (account, sorted DESC)
  WHERE status = 'awaiting' AND (entries_of IS NULL OR entries_of < updated);

CREATE TRIGGER issue_listed AFTER INSERT ON issue BEGIN
  INSERT INTO list_count (account, status, issues) VALUES (new.account, new.status, 1)
    ON CONFLICT (account, status) DO UPDATE SET issues = issues + 1;
END;

CREATE TRIGGER issue_unlisted AFTER DELETE ON issue BEGIN
  UPDATE list_count SET issues = issues - 1 WHERE account = old.account AND status = old.status;
END;

CREATE TRIGGER issue_moved AFTER UPDATE OF status ON issue WHEN new.status <> old.status BEGIN
  UPDATE list_count SET issues = issues - 1 WHERE account = old.account AND status = old.status;
  INSERT INTO list_count (account, status, issues) VALUES (new.account, new.status, 1)
    ON CONFLICT (account, status) DO UPDATE SET issues = issues + 1;
END;

-- The beginnings of words are words of the index, too: what two letters begin are else thousands of words to go through.
DROP TABLE words;
CREATE VIRTUAL TABLE words USING fts5 (
  number, title, title_plain, talk, talk_plain,
  content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3'
);

-- The places that have no row in `words` yet.
CREATE TABLE unindexed (place INTEGER PRIMARY KEY) STRICT;
INSERT INTO unindexed (place) SELECT place FROM issue;
