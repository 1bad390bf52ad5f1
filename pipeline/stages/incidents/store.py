"""Very many reports in little memory."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from zlib import compressobj, decompressobj

from pipeline.records import Report
from pipeline.stages.incidents.summary import report_key

AT_HAND = 500
"""Reports that are kept as records: those that are compared lie close to each other."""


class Reports:
    """Reports of which each is kept as its JSON, packed by what it shares with the first one."""

    def __init__(self, reports: Iterable[Report] = ()) -> None:
        self._first = b""
        self._packed: list[bytes] = []
        self._make: Callable[[int], Report] = lru_cache(AT_HAND)(self._unpack)
        self.extend(reports)

    def extend(self, reports: Iterable[Report]) -> None:
        """Adds reports."""
        for report in reports:
            line = report.model_dump_json().encode()
            self._first = self._first or line
            packer = compressobj(zdict=self._first)
            self._packed.append(packer.compress(line) + packer.flush())

    def in_order(self, *others: Report) -> "Reports":
        """These reports and others, in the order of publication."""
        merged = Reports()
        merged._first, merged._packed = self._first, self._packed[:]
        merged.extend(others)
        keys = [report_key(report) for report in merged]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        merged._packed = [merged._packed[at] for at in order]
        return merged

    def __getitem__(self, at: int) -> Report:
        return self._make(at)

    def __iter__(self) -> Iterator[Report]:
        return map(self._unpack, range(len(self)))

    def __len__(self) -> int:
        return len(self._packed)

    def _unpack(self, at: int) -> Report:
        packed = decompressobj(zdict=self._first)
        return Report.model_validate_json(packed.decompress(self._packed[at]))
