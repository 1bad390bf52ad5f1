"""Runs an entry through the spaCy pipeline of its language.

`models/<lang>/config.cfg` says which trained model and which components; a language without
such a file has no pipeline, and its entries pass unannotated. Models are loaded when the first
entry of their language comes, once per process.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import get_package_path, is_package, load_config, load_meta
from thinc.api import NumpyOps, get_current_ops, use_ops
from threadpoolctl import ThreadpoolController

from pipeline.components.tokens import (
    BARE,
    BoundedTokenizer,
    end_symbols,
)  # the package registers the factories
from pipeline.errors import UsageError
from pipeline.model_files import digest_of
from pipeline.patterns import quick_patterns
from pipeline.records import Entry
from pipeline.resources import models_folder

BATCH_SIZE = 64
WORDS_KEPT = 10_000
"""A vocabulary forgets none before it has that many: each takes spaCy some twenty calls to make."""
QUICKER = {"ner": "bluehelm_ner"}
"""Factories of spaCy that have one of ours which does the same in less time."""
Item = tuple[Entry, str, dict[str, str]]
"""An entry, its text, and what the acronyms of its document stand for."""


_loaded: list[Language] = []
"""The pipelines of this process."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """An entry with its spaCy document, null where its language has no pipeline."""

    entry: Entry
    doc: Doc | None


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a pipeline, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in models_folder().glob("*/config.cfg")))


def load_language(language: str, model: str | None = None) -> Language:
    """The spaCy pipeline of a language, once per process; `model`: a package or path to use.

    Raises `UsageError` with the command that installs the model where it is missing, or where
    its files are not those that its digest in `config.cfg` is of.
    """
    return _load(language, model)  # one key however it is asked for: a load takes a second


@cache
def _load(language: str, model: str | None) -> Language:
    config = load_config(models_folder() / language / "config.cfg")
    wanted, order = config["model"], config["nlp"]["pipeline"]
    name = model_of(language, model)
    everything = _components_of(_data_folder(name))
    try:
        with quick_patterns(), _quick_products():
            nlp = spacy.load(
                name,
                exclude=[part for part in everything if part not in wanted["keep"]],
                config={
                    f"components.{part}.factory": QUICKER[factory]
                    for part, factory in everything.items()
                    if factory in QUICKER
                }
                | _tokenizer_of(_data_folder(name)),
            )
    except (OSError, ValueError) as error:
        raise UsageError(f"the model {name} cannot be loaded: {error}") from error
    end_symbols(nlp.tokenizer)
    nlp.tokenizer = BoundedTokenizer(nlp.tokenizer)
    own = [part for part in order if part not in wanted["keep"]]
    kept = [part for part in order if part in wanted["keep"]]
    for part in own:
        following = [k for k in kept if order.index(k) > order.index(part)]
        options = dict(config["components"][part])
        factory = options.pop("factory")
        nlp.add_pipe(factory, name=part, before=following[0] if following else None, config=options)
    _loaded.append(nlp)
    return nlp


@cache
def model_of(language: str, model: str | None) -> str:
    """The package or path of the model to use; raises `UsageError` where there is none."""
    wanted = load_config(models_folder() / language / "config.cfg")["model"]
    names: tuple[str, ...] = (model,) if model else tuple(wanted["names"])
    installed = [n for n in names if is_package(n) or Path(n).is_dir()]
    if not installed:
        raise UsageError(
            f"no {language} model: {' or '.join(names)} is not installed; "
            f"install it with: pip install {wanted['package']}"
        )
    chosen = [n for n in installed if n == model or _is_known(n, wanted)]
    if not chosen:
        raise UsageError(
            f"the files of {installed[0]} are not those of {wanted['package']}: install that, "
            f"or ask for these with --model {language}={installed[0]}"
        )
    return chosen[0]


@contextmanager
def rare_words_forgotten() -> Iterator[None]:
    """While this is open, vocabularies that have their words learn others only until it closes.

    Else they would grow without end. No document that was made in it may be used afterwards, nor
    may another thread make any meanwhile.
    """
    with ExitStack() as stack:
        for nlp in _loaded:
            if len(nlp.vocab) >= WORDS_KEPT:
                stack.enter_context(nlp.memory_zone())
        yield


@contextmanager
def _quick_products() -> Iterator[None]:
    """While open, models are made to multiply with numpy's BLAS, where they use the processor.

    thinc's own BLIS runs at a third of its speed on processors that it does not know.
    """
    if type(get_current_ops()) is not NumpyOps:  # a graphics card, or a Mac's own library
        yield
        return
    with use_ops("numpy", use_blis=False):
        yield


def _components_of(folder: Path) -> dict[str, str]:
    """The components of a trained model in order, each with the factory that makes it."""
    settings = load_config(folder / "config.cfg")
    parts = settings["nlp"]["pipeline"]
    return {part: settings["components"][part].get("factory", "") for part in parts}


def _tokenizer_of(folder: Path) -> dict[str, dict[str, str]]:
    """The setting that keeps spaCy from making rules which those of the model then replace."""
    written = load_config(folder / "config.cfg")["nlp"].get("tokenizer", {}).get("@tokenizers")
    replaced = written == "spacy.Tokenizer.v1" and (folder / "tokenizer").exists()
    return {"nlp.tokenizer": {"@tokenizers": BARE}} if replaced else {}


def _is_known(name: str, wanted: dict[str, list[str]]) -> bool:
    """Whether the files of a model are those that it was chosen with."""
    return digest_of(_data_folder(name), wanted["keep"]) in wanted["sha256"]


def _data_folder(name: str) -> Path:
    """Where the files of a model lie; raises `UsageError` where it has none."""
    folder = Path(name) if Path(name).is_dir() else get_package_path(name)
    config = next(iter(sorted(folder.rglob("config.cfg"))), None)
    if config is None:
        raise UsageError(f"the model {name} cannot be loaded: it has no config.cfg")
    return config.parent


def annotate(items: list[Item], models: dict[str, str]) -> list[Annotated]:
    """The entries with their documents, in the order given.

    Each comes with its text and the acronyms that its document defines; `models` overrides
    the model of a language.
    """
    docs: dict[int, Doc] = {}
    for language in sorted({entry.language for entry, _, _ in items} & set(languages())):
        nlp = load_language(language, models.get(language))
        mine = [number for number, (entry, _, _) in enumerate(items) if entry.language == language]
        made = (_make_doc(nlp, *items[number]) for number in mine)
        with _blas().limit(limits=1, user_api="blas"):  # `workers` says how many processors to use
            docs |= zip(mine, nlp.pipe(made, batch_size=BATCH_SIZE), strict=True)
    return [Annotated(entry, docs.get(number)) for number, (entry, _, _) in enumerate(items)]


@cache
def _blas() -> ThreadpoolController:
    """The libraries of this process that have threads of their own; to find them takes a while."""
    return ThreadpoolController()


def _make_doc(nlp: Language, entry: Entry, text: str, definitions: dict[str, str]) -> Doc:
    doc = nlp.make_doc(text)
    doc._.published = entry.published
    doc._.definitions = definitions
    return doc


def model_names(models: dict[str, str]) -> list[str]:
    """The packages or paths that the trained model of each language may come from."""
    configs = {each: load_config(models_folder() / each / "config.cfg") for each in languages()}
    wanted = [config["model"]["names"] for each, config in configs.items() if each not in models]
    return [*(name for names in wanted for name in names), *models.values()]


def model_versions(spoken: list[str], models: dict[str, str]) -> dict[str, str]:
    """Name and version of the trained model of each of these languages that has one.

    They are read from its files: the process that asks need not have loaded it.
    """
    found = {}
    for language in spoken:
        if language in languages():
            meta = load_meta(_data_folder(model_of(language, models.get(language))) / "meta.json")
            found[language] = f"{meta['lang']}_{meta['name']} {meta['version']}"
    return found
