"""What can go wrong, as types: a document that fails, a run that cannot start."""


class BluehelmError(Exception):
    """Base of all errors that this package raises on purpose; the message is for people."""


class DocumentError(BluehelmError):
    """One document, or one row of a JSONL input, cannot be processed; the rest goes on.

    `document` names it as a person would look for it, `stage` is where it failed.
    """

    def __init__(self, document: str, stage: str, reason: str) -> None:
        super().__init__(f"{document}: {reason}")
        self.document, self.stage, self.reason = document, stage, reason


class UsageError(BluehelmError):
    """The call itself is wrong: a missing model, an output folder that cannot be written."""


class LexiconError(UsageError):
    """A file below `models/` breaks its schema; the message names the file and the row."""


class RunError(BluehelmError):
    """The run cannot go on, through no fault of the call: the disk is full, a worker was killed."""
