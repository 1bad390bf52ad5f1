"""Very many reports in little memory."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from pipeline.records import Report
from pipeline.stages.incidents.summary import report_key

AT_HAND = 500
"""Reports that are kept as records: those that are compared lie close to each other."""


class Reports:
    """Reports of which each is kept as its JSON, a tenth of the record's size."""

    def __init__(self, reports: Iterable[Report] = ()) -> None:
        self._lines: list[bytes] = []
        self._make: Callable[[int], Report] = lru_cache(AT_HAND)(self._make_anew)
        self.extend(reports)

    def extend(self, reports: Iterable[Report]) -> None:
        """Adds reports."""
        self._lines += (report.model_dump_json().encode() for report in reports)

    def in_order(self, *others: Report) -> "Reports":
        """These reports and others, in the order of publication."""
        merged = Reports()
        lines = [*self._lines, *Reports(others)._lines]
        keys = [report_key(Report.model_validate_json(line)) for line in lines]
        merged._lines = [lines[at] for at in sorted(range(len(lines)), key=keys.__getitem__)]
        return merged

    def __getitem__(self, at: int) -> Report:
        return self._make(at)

    def __iter__(self) -> Iterator[Report]:
        return map(Report.model_validate_json, self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def _make_anew(self, at: int) -> Report:
        return Report.model_validate_json(self._lines[at])
