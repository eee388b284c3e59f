-- Notices: what a standing one says and names, one whose showing has not ended, and those whose account has left.

ALTER TABLE shown ADD COLUMN says TEXT NOT NULL DEFAULT '';          -- a digest of what it says; empty: not known
ALTER TABLE shown ADD COLUMN trying INTEGER NOT NULL DEFAULT 0;      -- 1: a showing began whose end was not seen

-- The rounds that a standing notice names.
CREATE TABLE shown_round (
  tag   TEXT NOT NULL REFERENCES shown (tag) ON DELETE CASCADE,
  round TEXT NOT NULL,
  PRIMARY KEY (tag, round)
) STRICT, WITHOUT ROWID;

-- How long this *Later* was when the member said it: a due that is further away comes from a clock that was turned back.
ALTER TABLE later ADD COLUMN length INTEGER NOT NULL DEFAULT 3600000;

-- Notices that still have to be taken away although their account has left: the platform's names.
CREATE TABLE stray (
  shown TEXT PRIMARY KEY NOT NULL
) STRICT, WITHOUT ROWID;
