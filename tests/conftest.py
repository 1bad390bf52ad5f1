"""What all tests share: one extractor a session, and one runner for the tables of cases."""

import tomllib
from pathlib import Path

import pytest

import pipeline
from pipeline.stages.annotate import load_language

CASES = Path(__file__).parent / "cases"


def pytest_addoption(parser):
    parser.addoption(
        "--write-golden", action="store_true", help="write tests/golden anew, for review"
    )


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "cases(*files): runs the test once for each [[case]] of tables in tests/cases"
    )


def pytest_generate_tests(metafunc):
    """Gives a test marked with `cases` the argument `case`, once for each row of its tables."""
    marker = metafunc.definition.get_closest_marker("cases")
    if marker is None:
        return
    rows = [
        pytest.param(case, id=f"{file.removesuffix('.toml')}: {case['text'][:60]!r}")
        for file in marker.args
        for case in tomllib.loads((CASES / file).read_text("utf-8"))["case"]
    ]
    metafunc.parametrize("case", rows)


@pytest.fixture(scope="session")
def extractor():
    """The whole pipeline, its models loaded once for all tests."""
    return pipeline.load()


@pytest.fixture(scope="session")
def read_text():
    """A function from a text and its language to its spaCy document, through all components."""

    def read(text, language="en", published=None, definitions=None):
        nlp = load_language(language)
        doc = nlp.make_doc(text)
        doc._.published = published
        doc._.definitions = definitions
        return nlp(doc)

    return read
