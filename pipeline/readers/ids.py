"""Ids that are handed out once, however many there are."""

import sqlite3
from types import TracebackType
from typing import Self

from pipeline.errors import RunError

TABLE = "CREATE TABLE ids (id TEXT PRIMARY KEY, claims INTEGER) WITHOUT ROWID"
CLAIM = """
INSERT INTO ids VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET claims = claims + 1 RETURNING claims
"""


class UniqueIds:
    """Hands out each id once: the second `a` becomes `a~2`, in the order of the claims.

    Use as a context. The ids lie in a database that has no name and goes when it is closed: SQLite
    keeps two megabytes of it in memory, the rest in a temporary file.
    """

    def __init__(self) -> None:
        self._ids = sqlite3.connect("", isolation_level=None)
        self._ids.execute("PRAGMA journal_mode = OFF")
        self._ids.execute(TABLE)
        self._ids.execute("BEGIN")

    def claim(self, wanted: str) -> str:
        """The id itself, or the first of `id~2`, `id~3` … that nobody has.

        Raises `RunError` where there is no room for the temporary file.
        """
        try:
            unique, claims = wanted, self._claim(wanted)
            while claims > 1:
                unique = f"{wanted}~{claims}"
                added = self._ids.execute("INSERT OR IGNORE INTO ids VALUES (?, 1)", (unique,))
                claims = 1 if added.rowcount else self._claim(wanted)
        except sqlite3.Error as error:
            raise RunError(f"cannot write to the folder for temporary files: {error}") from error
        return unique

    def _claim(self, wanted: str) -> int:
        """How often the id was asked for, this time included."""
        (claims,) = self._ids.execute(CLAIM, (wanted,)).fetchone()
        return int(claims)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ids.close()
