"""Where a reader puts what it read, so that memory holds a batch at a time and no more."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from collections.abc import Iterator
from threading import Lock

from ..community.errors import CommunityFileError
from ..community.survey.batches import Batch, Columns
from ..community.survey.shapes import Shapes

_IN_MEMORY = 8_000_000


class Spool:
    """Batches of survey rows in a temporary file, which is gone when the spool or the process is.

    What is small stays in memory.
    """

    def __init__(self) -> None:
        # Opened by nobody else, so that it may be pickled; closed, and so removed, with this object.
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._starts: list[int] = []
        self._lock = Lock()

    def add(self, batch: Batch) -> None:
        """Put a batch behind those that are here.

        Raises
        ------
        CommunityFileError
            `disk_full`.
        """
        packed = {table: _packed(columns) for table, columns in batch.items() if len(columns["geometry"])}
        with self._lock:
            try:
                self._file.seek(0, 2)
                start = self._file.tell()
                pickle.dump(packed, self._file, pickle.HIGHEST_PROTOCOL)
                self._file.flush()
            except OSError as error:
                raise CommunityFileError("disk_full", file=tempfile.gettempdir()) from error
            self._starts.append(start)

    def __iter__(self) -> Iterator[Batch]:
        for start in self._starts:
            with self._lock:
                self._file.seek(start)
                batch: Batch = pickle.load(self._file)  # noqa: S301 (written above)
            yield batch


def _packed(columns: Columns) -> Columns:
    return {**columns, "geometry": Shapes.of(columns["geometry"])}
