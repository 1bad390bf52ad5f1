"""The page in a real browser: filters, highlights, hostile text, no request, 20,000 incidents."""

import json
import re
import shutil
import time

import pytest
from playwright.sync_api import sync_playwright

from pipeline.cli import main
from pipeline.records import Entity
from pipeline.report import embed
from tests.export.conftest import write_outputs
from tests.stages.incidents.builders import event

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NEEDS_BROWSER = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium: install it with `apt-get install chromium`"
)
HOSTILE = (
    "</script><script>document.title='owned'</script>\"><img src=x onerror=alert(1)>\u202eevil"
)
SENTENCE = f"An attack near {HOSTILE} in Kidal killed two peacekeepers."


def told(doc, words="killed two peacekeepers", **fields):
    """An event whose evidence is the sentence."""
    start = SENTENCE.index(words)
    span = {"start": start, "end": start + len(words), "text": words}
    row = {"outcome": "killed", "count": 2, "victim": "peacekeeper", "evidence": span}
    whole = {"start": 0, "end": len(SENTENCE), "text": SENTENCE}
    return event(doc, casualties=[row], evidence=whole, **fields)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    start = SENTENCE.index("Kidal")
    kidal = {"label": "GPE", "text": "Kidal", "start": start, "end": start + 5, "source": "model"}
    entities = [Entity(doc_id="a", entry_id="a#1", entity_id="a#1/e1", **kidal)]
    french = {"language": "fr", "published": "2020-03-05", "reported_by": HOSTILE}
    events = [
        told("a", sites=["Kidal", HOSTILE]),
        told("b", sites=["Kidal"], **french),
        told("c", sites=["Bria"], mission=["MINUSCA"], country="CAF"),
    ]
    return write_outputs(tmp_path_factory.mktemp("outputs"), events, entities=entities)


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, outputs):
    """The page once it is ready, with every request and fault that it made."""
    assert main(["report", str(outputs)]) == 0
    tab = browser.new_page()
    tab.requests, tab.faults = [], []
    tab.on("request", lambda request: tab.requests.append(request.url))
    tab.on("pageerror", lambda error: tab.faults.append(str(error)))
    tab.on("dialog", lambda dialog: tab.faults.append(dialog.message))
    tab.goto((outputs / "report.html").as_uri())
    tab.wait_for_selector("body[data-ready]")
    yield tab
    tab.close()


def figure(page, name):
    return int(page.text_content(f"[data-figure={name}]").replace(",", ""))


def test_embedded_data_cannot_end_its_script():
    text = embed({"a": HOSTILE})
    assert not re.search("[<>&]", text)
    assert json.loads(text) == {"a": HOSTILE}


@NEEDS_BROWSER
def test_filters_narrow_table_and_figures(page):
    assert (figure(page, "incidents"), figure(page, "killed")) == (2, 4)
    page.select_option("[name=mission]", "MINUSCA")
    assert (figure(page, "incidents"), figure(page, "killed")) == (1, 2)
    assert page.locator("tbody tr").count() == 1
    page.click("button[type=reset]")
    page.wait_for_function("document.querySelectorAll('tbody tr').length === 2")
    page.check("[name=several]")
    assert figure(page, "reports") == 2
    page.fill("[name=words]", "nothing like it")
    assert figure(page, "incidents") == 0


@NEEDS_BROWSER
def test_columns_sort_and_say_so(page):
    page.click("th[data-name=told] button")
    cells = page.locator("tbody tr td:last-child").all_text_contents()
    assert cells == ["2", "1"]
    assert page.get_attribute("th[data-name=told]", "aria-sort") == "descending"
    assert page.get_attribute("th[data-name=date]", "aria-sort") == "none"


@NEEDS_BROWSER
def test_reports_stand_side_by_side_with_their_words_marked(page):
    page.check("[name=several]")
    page.locator("tbody button").focus()
    page.keyboard.press("Enter")
    assert page.get_attribute("tbody button", "aria-expanded") == "true"
    assert page.locator("article").count() == 2
    marks = page.locator("article").first.locator("mark").all_text_contents()
    assert marks == ["KidalGPE", "killed two peacekeeperskilled"]
    boxes = [article.bounding_box() for article in page.locator("article").all()]
    assert boxes[0]["y"] == boxes[1]["y"]


@NEEDS_BROWSER
def test_hostile_text_stays_text_and_nothing_leaves_the_page(page):
    page.check("[name=several]")
    page.click("tbody button")
    assert page.title() == "Incidents"
    assert page.locator("img").count() == 0
    quote = page.locator("blockquote").first.text_content()
    assert "<img src=x onerror=alert(1)>\\u202eevil" in quote
    assert "\u202e" not in page.locator("body").inner_text()
    assert page.faults == []
    assert [url for url in page.requests if not url.startswith("file:")] == []


@NEEDS_BROWSER
def test_light_and_dark_wide_and_narrow_fit(page):
    page.check("[name=several]")
    page.click("tbody button")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (1300, 380):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            for article in page.locator("article").all():
                box = article.bounding_box()
                assert box["x"] + box["width"] <= width
    assert page.faults == []


@NEEDS_BROWSER
def test_twenty_thousand_incidents_are_fast(browser, outputs, tmp_path):
    main(["report", str(outputs), "-o", str(tmp_path / "page.html")])
    text = (tmp_path / "page.html").read_text("utf-8")
    data = re.search(r'id="data">(.*?)</script>', text, re.DOTALL)
    rows = json.loads(data[1]) * 10_000
    many = text[: data.start(1)] + embed(rows) + text[data.end(1) :]
    (tmp_path / "page.html").write_text(many, "utf-8")
    tab = browser.new_page()
    started = time.monotonic()
    tab.goto((tmp_path / "page.html").as_uri())
    tab.wait_for_selector("body[data-ready]")
    assert time.monotonic() - started < 15
    assert figure(tab, "incidents") == 20_000
    started = time.monotonic()
    tab.select_option("[name=mission]", "MINUSCA")
    assert figure(tab, "incidents") == 10_000
    assert time.monotonic() - started < 3
    assert tab.locator("tbody tr").count() == 50
    tab.close()
