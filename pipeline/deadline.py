"""A limit of time for what a hostile file may make slow: `with deadline(60): parse(data)`.

An alarm interrupts the main thread, wherever it is in Python or in a regular expression. In
other threads, and where the system knows no such alarms (Windows), there is no limit.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

AGAIN = 1.0
"""Seconds after which the alarm rings again, if a library has swallowed the first."""


class TooSlowError(Exception):
    """The work took longer than its limit; the message says so for people."""


class _Expired(BaseException):
    """Goes through code that catches every `Exception`."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """A context that raises `TooSlowError` when it lasts longer than so many seconds."""
    if not hasattr(signal, "setitimer") or current_thread() is not main_thread():
        yield
        return
    earlier = signal.signal(signal.SIGALRM, _expire)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    except _Expired as expired:
        slow = TooSlowError(f"took longer than the limit of {seconds:g} seconds")
        raise slow.with_traceback(expired.__traceback__) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, earlier)


def _expire(number: int, frame: FrameType | None) -> None:
    raise _Expired
