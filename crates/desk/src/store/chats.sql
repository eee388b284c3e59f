-- Each step of a chat is a message: chat_message.seq is the order of all changes to chats. Only places in the queue move
-- without one.
CREATE TABLE chat (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL REFERENCES user (id),
  topic TEXT,
  language TEXT,
  -- As the member gave them for this chat.
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  member_id TEXT,
  question TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'active', 'ended')),
  -- The lowest is next.
  queue INTEGER,
  -- Since when it is in the queue, this time.
  queued INTEGER,
  -- Null while nobody has taken it; who ends a chat stays its agent.
  agent TEXT REFERENCES user (id),
  -- When it was taken for the first time.
  taken INTEGER,
  -- When somebody of either side said something last, and when the desk warned of the silence since.
  spoke INTEGER NOT NULL,
  warned INTEGER,
  suggests_issue INTEGER NOT NULL DEFAULT 0,
  opened INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  ended INTEGER,
  ended_by TEXT CHECK (ended_by IN ('member', 'agent', 'idle', 'lost_contact', 'queue_timeout', 'closed')),
  changed_seq INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  CHECK ((state = 'waiting') = (queue IS NOT NULL)),
  CHECK ((state = 'waiting') = (queued IS NOT NULL)),
  CHECK (state <> 'active' OR agent IS NOT NULL),
  CHECK ((state = 'ended') = (ended IS NOT NULL)),
  CHECK ((state = 'ended') = (ended_by IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX chat_changes ON chat (owner, changed_seq);
CREATE INDEX chat_queue ON chat (queue) WHERE queue IS NOT NULL;
CREATE INDEX chat_taken ON chat (taken) WHERE taken IS NOT NULL;
-- One open chat a member.
CREATE UNIQUE INDEX chat_open ON chat (owner) WHERE state <> 'ended';
CREATE INDEX chat_active ON chat (agent) WHERE state = 'active';

CREATE TABLE chat_message (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  chat TEXT NOT NULL REFERENCES chat (id),
  place INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('text', 'joined', 'left', 'transferred', 'ended', 'suggest_issue')),
  -- Null: the desk itself.
  author TEXT REFERENCES user (id),
  author_name TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('member', 'agent', 'desk')),
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  key TEXT,
  UNIQUE (chat, place)
) STRICT;

-- Agents that are on duty, and how many chats each takes at once where it is not the desk's usual number.
CREATE TABLE duty (
  agent TEXT PRIMARY KEY REFERENCES user (id),
  since INTEGER NOT NULL,
  chats INTEGER
) STRICT, WITHOUT ROWID;

ALTER TABLE upload ADD COLUMN message TEXT REFERENCES chat_message (id);
CREATE INDEX upload_message ON upload (message, place) WHERE message IS NOT NULL;
DROP INDEX upload_unused;
CREATE INDEX upload_unused ON upload (owner, created) WHERE entry IS NULL AND message IS NULL;
