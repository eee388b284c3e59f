-- Full-text search over issues. A row of `words` is an issue: its number, its title and what is stored of its
-- conversation, as `search::words` reads them; the *_plain columns hold those words that are others without accents. It keeps
-- the words' places, not the text.

-- Each account has a range of rows of its own: shelf.number * 2^40 and on.
CREATE TABLE shelf (
  account TEXT PRIMARY KEY NOT NULL,
  number  INTEGER NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

-- The issue's row in `words`; the newest change has the highest of its account.
ALTER TABLE issue ADD COLUMN place INTEGER;
CREATE UNIQUE INDEX issue_by_place ON issue (place);

CREATE VIRTUAL TABLE words USING fts5 (
  number, title, title_plain, talk, talk_plain,
  content = '', contentless_delete = 1, tokenize = 'ascii'
);

-- How many issues each list has, kept as they come and go: counting 100,000 takes longer than showing the first page.
CREATE TABLE list_count (
  account TEXT NOT NULL,
  status  TEXT NOT NULL,
  issues  INTEGER NOT NULL,
  PRIMARY KEY (account, status)
) STRICT, WITHOUT ROWID;

INSERT INTO list_count (account, status, issues) SELECT account, status, count(*) FROM issue GROUP BY account, status;

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
