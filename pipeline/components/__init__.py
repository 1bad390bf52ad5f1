"""The spaCy components of the project; importing this package registers their factories.

Each can be added to any pipeline of a language that has a folder in `models/lexicon/`:
`nlp.add_pipe("bluehelm_names")`. An installed package registers them without an import.
"""

from pipeline.components import (
    acronyms,
    casualties,
    dates,
    mentions,
    names,
    ner,
    sentences,
    triggers,
)

__all__ = ["acronyms", "casualties", "dates", "mentions", "names", "ner", "sentences", "triggers"]
