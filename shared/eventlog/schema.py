"""The embedded log's tables and every statement on them; any SQLite shell can read them.

Positions are never used twice (AUTOINCREMENT). `shards` and `names` follow from the events and are
kept so that they are found without reading the log; the end of a stream is found by its index.
`events_at` serves whoever asks the file what happened between two moments.
"""

from typing import Final

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
POSITION: Final = 0
STREAM: Final = 1
VERSION_OF: Final = 2
TOPIC: Final = 3
SHARD: Final = 4
PREVIOUS: Final = 5
AT: Final = 6
HASH: Final = 12
DATA: Final = 13

INSERT_EVENT = f"INSERT INTO events ({COLUMNS}) VALUES ({', '.join('?' * 14)})"
SAVE_SHARD = (
    "INSERT INTO shards VALUES (?, ?) "
    "ON CONFLICT (shard) DO UPDATE SET position = excluded.position"
)
SAVE_NAME = "INSERT INTO names VALUES (?, ?, ?)"
SAVE_COMMAND = "INSERT INTO commands VALUES (?, ?, ?, ?)"
SAVE_COUNTER = (
    "INSERT INTO counters VALUES (?, ?) ON CONFLICT (counter) DO UPDATE SET next = excluded.next"
)
SAVE_FACT = (
    "INSERT INTO about VALUES (?, ?) ON CONFLICT (fact) DO UPDATE SET value = excluded.value"
)

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
READ_STREAMS = (
    f"SELECT {COLUMNS} FROM events WHERE (stream, version) > (?, ?) AND position <= ? "
    "ORDER BY stream, version LIMIT ?"
)
LAST_POSITION = "SELECT seq FROM sqlite_sequence WHERE name = 'events'"
SHARDS_ENDS = "SELECT shard, position FROM shards"
ENDS = (
    "SELECT stream, version, position, hash FROM events WHERE position IN (SELECT ("
    "SELECT position FROM events WHERE stream = asked.value ORDER BY version DESC LIMIT 1"
    ") FROM json_each(?) AS asked)"
)
DONE = (
    "SELECT command, fingerprint, position, answer FROM commands "
    "WHERE command IN (SELECT value FROM json_each(?))"
)
NAMED = "SELECT stream FROM names WHERE kind = ? AND name = ?"
NAMED_PAIRS = (
    "SELECT n.kind, n.name, n.stream FROM json_each(?) AS asked CROSS JOIN names AS n "
    "ON n.kind = json_extract(asked.value, '$[0]') AND n.name = json_extract(asked.value, '$[1]')"
)
NAMED_ALL = (
    "SELECT name, stream FROM names WHERE kind = ? AND name IN (SELECT value FROM json_each(?))"
)
KINDS = """WITH RECURSIVE each_kind (kind) AS (
    SELECT min(kind) FROM names UNION ALL
    SELECT (SELECT min(kind) FROM names WHERE kind > each_kind.kind) FROM each_kind WHERE kind IS NOT NULL)
SELECT kind FROM each_kind WHERE kind IS NOT NULL"""
"""From kind to kind, without a look at the names between them."""
COUNTERS = "SELECT counter, next FROM counters"
FACTS = "SELECT fact, value FROM about"
