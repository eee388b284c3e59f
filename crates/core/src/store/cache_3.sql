-- What a census of the desk's issues finds, and what makes a check without news cheap.

ALTER TABLE sync ADD COLUMN pass INTEGER NOT NULL DEFAULT 0;         -- 1: the desk has everything told anew, and that is not over
ALTER TABLE sync ADD COLUMN census INTEGER NOT NULL DEFAULT 0;       -- 1: a census is under way
ALTER TABLE sync ADD COLUMN census_place TEXT;                       -- where it goes on; none: at the beginning
ALTER TABLE sync ADD COLUMN census_ended INTEGER;                    -- when the last one ended, by this computer's clock
ALTER TABLE sync ADD COLUMN census_wanted INTEGER NOT NULL DEFAULT 0; -- 1: before its time, something is odd

-- 1: no longer at the desk. It keeps what it was; it is in no round, and not in the list of what awaits.
ALTER TABLE issue ADD COLUMN vanished INTEGER NOT NULL DEFAULT 0;

CREATE INDEX issue_in_round ON issue (account, updated) WHERE round IS NOT NULL;

-- What must be readable offline and is not yet.
CREATE INDEX issue_unread ON issue (account, sorted DESC)
  WHERE status = 'awaiting' AND (entries_of IS NULL OR entries_of < updated);

CREATE INDEX round_open ON round (account, key) WHERE over = 0;

-- The issues that the present census has met, or that the desk has served since it began.
CREATE TABLE census (
  account TEXT NOT NULL,
  issue   TEXT NOT NULL,
  PRIMARY KEY (account, issue)
) STRICT, WITHOUT ROWID;

-- What the last census missed, when it missed too many to be believed.
CREATE TABLE missing (
  account TEXT NOT NULL,
  issue   TEXT NOT NULL,
  PRIMARY KEY (account, issue)
) STRICT, WITHOUT ROWID;
