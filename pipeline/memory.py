"""How a process of ours treats its memory: the commands and the workers of a run ask for it.

A batch of texts makes and frees some tens of megabytes. By default the C library gives them back to
the system each time and is handed them anew, page by page, with the next batch: a tenth of all the
time. And Python looks through all objects after every few hundred new ones.
"""

import ctypes
import gc
from contextlib import suppress

COLLECT_AFTER = 50_000
"""New objects between two searches for cycles."""
KEPT_BYTES = 1 << 30
"""Free memory that is not given back; what is in use at the peak is the same."""
LARGE_BYTES = 1 << 25
"""What is given back at once, always: the largest that glibc takes for this setting."""
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
"""Numbers of glibc's settings, from its `malloc.h`."""


def keep_memory() -> None:
    """Makes this process keep what it frees for its next batch; where it cannot, does nothing."""
    gc.set_threshold(COLLECT_AFTER)
    with suppress(AttributeError, OSError, TypeError):  # Windows, macOS and musl have no such call
        settings = ctypes.CDLL(None).mallopt
        settings(TRIM_THRESHOLD, KEPT_BYTES)
        settings(MMAP_THRESHOLD, LARGE_BYTES)
