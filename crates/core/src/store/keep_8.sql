-- What a reply is to its round: an answer to it, and perhaps what asks for time.

-- The key of the round that a reply answers, as it was when the member sent it.
ALTER TABLE operation ADD COLUMN answers TEXT;
-- The day until which it asks for time: 2026-11-28.
ALTER TABLE operation ADD COLUMN asks TEXT;
-- The same of a draft: a sentence that says so was put in, whatever the member has made of it since.
ALTER TABLE draft ADD COLUMN asks TEXT;
