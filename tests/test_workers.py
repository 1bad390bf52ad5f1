"""Worker processes: the order of what they do, and what becomes of a run when they die."""

import os
import signal
import time
from functools import partial
from multiprocessing import active_children

import pytest

from pipeline.errors import LexiconError, RunError
from pipeline.workers import in_order

LARGE = 1 << 20
"""More than a pipe holds."""


def squares():
    return square


def square(number):
    time.sleep(0.01 * (number % 3))
    return number * number


def dying(how):
    return partial(die, how, set())


def die(how, done, number):
    """Ends the process at the third task that comes to it, in one way or another."""
    done.add(number)
    if len(done) == 3 and how == "at work":
        os.kill(os.getpid(), signal.SIGKILL)
    return bytes(LARGE) if how == "asleep" else number


def broken():
    raise LexiconError("models/events.toml: not valid")


def failing():
    return lambda number: 1 // (number - 5)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_the_order_of_the_tasks(workers):
    assert list(in_order(squares, range(40), workers)) == [each * each for each in range(40)]
    assert not active_children()


def test_no_more_processes_than_tasks():
    results = in_order(squares, iter([3]), 4)
    assert next(results) == 9
    assert len(active_children()) == 1
    assert not list(results)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals of POSIX")
def test_a_worker_that_is_killed_at_work_ends_the_run():
    with pytest.raises(RunError, match="a worker process died"):
        list(in_order(partial(dying, "at work"), range(40), 2))
    assert not active_children()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals of POSIX")
def test_a_worker_that_is_killed_while_it_writes_ends_the_run():
    """Half a result is in its pipe, and nobody is left to write the rest."""
    results = in_order(partial(dying, "asleep"), range(40), 2)
    next(results)
    for worker in active_children():
        os.kill(worker.pid, signal.SIGKILL)
    with pytest.raises(RunError, match="a worker process died"):
        list(results)
    assert not active_children()


def test_what_cannot_be_made_and_what_a_task_raises_is_raised_here():
    with pytest.raises(LexiconError, match="not valid"):
        list(in_order(broken, range(4), 2))
    with pytest.raises(ZeroDivisionError):
        list(in_order(failing, range(9), 2))
    assert not active_children()


def test_no_process_lives_on_when_nobody_wants_more():
    results = in_order(squares, range(400), 2)
    assert next(results) == 0
    results.close()
    assert not active_children()
