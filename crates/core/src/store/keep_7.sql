-- The return briefing: what waited for a member who was away.

-- When the member signed out, while their drafts are kept.
ALTER TABLE account ADD COLUMN left_at INTEGER;

-- One an account, until the member closes it or comes back again.
CREATE TABLE briefing (
  account TEXT PRIMARY KEY NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  since   INTEGER NOT NULL,             -- when they were here last
  upto    INTEGER NOT NULL              -- when the newest of the rounds that waited began, by the desk's clock
) STRICT, WITHOUT ROWID;
