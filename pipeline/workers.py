"""Worker processes, each behind a pipe of its own.

The process pool of the standard library has one queue for all its workers: one that is killed
while it holds the lock of the queue, or has written half of a result, leaves all others waiting
for ever. Here the death of a worker closes its pipe, and whoever waits for its result is told.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from queue import SimpleQueue
from signal import SIG_DFL, SIG_IGN, SIGINT, SIGTERM, signal
from threading import Thread
from typing import TYPE_CHECKING, Generic, TypeVar

from pipeline import forkserver
from pipeline.errors import RunError

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

Task = TypeVar("Task")
Done = TypeVar("Done")
WAITING_TASKS = 2
"""Tasks that wait for each worker: enough to keep it busy, few enough to stay in memory."""


def in_order(
    make: Callable[[], Callable[[Task], Done]], tasks: Iterable[Task], workers: int
) -> Iterator[Done]:
    """What comes of the tasks, in their order, each done by one of so many processes.

    Every process calls `make` once, for what does its tasks. What that raises is raised here.
    Raises `RunError` where a process was killed. None of them lives on afterwards.
    """
    crew: list[_Worker[Task, Done]] = []
    idle: SimpleQueue[_Worker[Task, Done]] = SimpleQueue()

    def do(task: Task) -> Done:
        worker = idle.get()
        try:
            return worker.do(task)
        finally:
            idle.put(worker)

    with ThreadPoolExecutor(workers) as threads:
        waiting: deque[Future[Done]] = deque()
        try:
            for task in tasks:
                if len(crew) < workers:
                    crew.append(_Worker(make))
                    idle.put(crew[-1])
                waiting.append(threads.submit(do, task))
                if len(waiting) >= workers * WAITING_TASKS:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            for worker in crew:
                worker.end()


@dataclass(frozen=True, slots=True)
class _Raised:
    """What a task raised, on its way here."""

    error: Exception


class _Worker(Generic[Task, Done]):
    """One process, and this end of its pipe."""

    def __init__(self, make: Callable[[], Callable[[Task], Done]]) -> None:
        context = _context()
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(make, theirs), daemon=True)
        self._process.start()
        theirs.close()  # else the pipe would outlive the process

    def do(self, task: Task) -> Done:
        try:
            self._pipe.send(task)
            answer: Done | _Raised = self._pipe.recv()
        except (EOFError, OSError) as gone:
            raise RunError("a worker process died: killed, or out of memory") from gone
        if isinstance(answer, _Raised):
            raise answer.error
        return answer

    def end(self) -> None:
        self._process.terminate()
        self._process.join()


def _context() -> "ForkServerContext | SpawnContext":
    return get_context(forkserver.METHOD) if forkserver.can_fork() else get_context("spawn")


def _serve(make: Callable[[], Callable[[Task], Done]], pipe: Connection) -> None:
    """The life of a worker: task after task, until it is ended."""
    signal(SIGINT, SIG_IGN)  # a terminal sends it to all, and the parent decides
    signal(SIGTERM, SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()
    made = cache(make)
    with suppress(EOFError, OSError):  # the parent is gone
        while True:
            task = pipe.recv()
            try:
                pipe.send(made()(task))
            except Exception as error:
                pipe.send(_Raised(error))


def _end_with_parent() -> None:
    """Ends this process when its parent is gone, which cannot tell it so when it is killed."""
    if parent := parent_process():
        parent.join()
        os._exit(1)
