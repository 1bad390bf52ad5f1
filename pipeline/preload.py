"""Importing this loads the models of all languages: once, for all workers.

Where processes can be forked, the workers of a run are forked from one that has imported this
(the "fork server" of `multiprocessing`), so that they start at once and share its memory.
"""

import gc
from contextlib import suppress

import pipeline.flow  # noqa: F401 - all that a worker runs
from pipeline.errors import UsageError
from pipeline.stages.annotate import languages, load_language

for _language in languages():
    with suppress(UsageError):  # a model that is missing is missed when a text wants it
        load_language(_language)
gc.freeze()  # else the collector would write to the pages that are shared
