-- What desks did to known issues that begins no round: closed, opened again, replied. The newest of each issue, until the
-- member has seen it.
CREATE TABLE news (
  account TEXT NOT NULL,
  issue   TEXT NOT NULL,
  kind    TEXT NOT NULL CHECK (kind IN ('closed', 'reopened', 'reply')),
  at      INTEGER NOT NULL,             -- when, by the desk's clock
  PRIMARY KEY (account, issue)
) STRICT, WITHOUT ROWID;
