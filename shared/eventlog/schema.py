"""The embedded log's tables; an auditor can read them with any SQLite shell."""

VERSION = 1

TABLES = [
    """CREATE TABLE IF NOT EXISTS events (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        stream TEXT NOT NULL, version INTEGER NOT NULL, topic TEXT NOT NULL,
        shard INTEGER NOT NULL, previous INTEGER NOT NULL,
        at TEXT NOT NULL, "by" TEXT NOT NULL, recorded_at TEXT NOT NULL,
        command TEXT NOT NULL, cause TEXT, generation INTEGER NOT NULL,
        hash BLOB NOT NULL, data BLOB NOT NULL,
        UNIQUE (stream, version))""",
    "CREATE INDEX IF NOT EXISTS events_at ON events (at)",
    """CREATE TABLE IF NOT EXISTS streams (
        stream TEXT PRIMARY KEY, version INTEGER NOT NULL, position INTEGER NOT NULL,
        hash BLOB NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS shards (
        shard INTEGER PRIMARY KEY, position INTEGER NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS names (
        kind TEXT, name TEXT, stream TEXT NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS commands (
        command TEXT PRIMARY KEY, fingerprint BLOB NOT NULL, position INTEGER NOT NULL,
        answer BLOB NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS counters (
        counter TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS about (
        fact TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID""",
]

COLUMNS = (
    'position, stream, version, topic, shard, previous, at, "by", recorded_at, command, cause, '
    "generation, hash, data"
)
INSERT_EVENT = f"INSERT INTO events ({COLUMNS}) VALUES ({', '.join('?' * 14)})"
HISTORY = (
    f"SELECT {COLUMNS} FROM events WHERE stream = ? AND version > ? AND version <= ? "
    "ORDER BY version"
)
READ = (
    f"SELECT {COLUMNS} FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ?"
)
READ_TOPICS = (
    f"SELECT {COLUMNS} FROM events WHERE position > ? AND position <= ? "
    "AND topic IN (SELECT value FROM json_each(?)) ORDER BY position LIMIT ?"
)
UP_TO_TIME = (
    f"SELECT {COLUMNS} FROM events WHERE position > ? AND position <= ? AND at <= ? "
    "ORDER BY position LIMIT ?"
)
LAST_POSITION = "SELECT seq FROM sqlite_sequence WHERE name = 'events'"
HEADS = (
    "SELECT stream, version, position, hash FROM streams "
    "WHERE stream IN (SELECT value FROM json_each(?))"
)
DONE = (
    "SELECT command, fingerprint, position, answer FROM commands "
    "WHERE command IN (SELECT value FROM json_each(?))"
)
NAMED = (
    "SELECT n.kind, n.name, n.stream FROM json_each(?) AS asked JOIN names AS n "
    "ON n.kind = json_extract(asked.value, '$[0]') AND n.name = json_extract(asked.value, '$[1]')"
)
SAVE_HEAD = (
    "INSERT INTO streams VALUES (?, ?, ?, ?) ON CONFLICT (stream) DO UPDATE SET "
    "version = excluded.version, position = excluded.position, hash = excluded.hash"
)
SAVE_SHARD = "INSERT INTO shards VALUES (?, ?) ON CONFLICT (shard) DO UPDATE SET position = excluded.position"
SAVE_NAME = "INSERT INTO names VALUES (?, ?, ?)"
SAVE_COMMAND = "INSERT INTO commands VALUES (?, ?, ?, ?)"
RESERVE = (
    "INSERT INTO counters VALUES (:counter, 1 + :count) "
    "ON CONFLICT (counter) DO UPDATE SET next = next + :count RETURNING next - :count"
)
