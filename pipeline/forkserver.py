"""The process that workers are forked from, where processes can be forked.

It loads the models once, for all of them, and is started as early as it is known that workers will
be wanted: so it loads while this process does.
"""

from multiprocessing import get_all_start_methods
from typing import Final

METHOD: Final = "forkserver"


def can_fork() -> bool:
    """Whether this platform has fork servers."""
    return METHOD in get_all_start_methods()


def start() -> None:
    """Starts the server of this process, unless it runs or there is none on this platform."""
    if can_fork():
        from multiprocessing import forkserver

        forkserver.set_forkserver_preload(["pipeline.preload"])
        forkserver.ensure_running()
