from html.parser import HTMLParser

from evaluation.builders import DOC, TEXT, event, labels, mention
from pipeline.evaluation.errors import list_errors
from pipeline.evaluation.gold import Labels
from pipeline.evaluation.page import build_page, highlight
from pipeline.evaluation.rows import Mention
from pipeline.evaluation.score import score_document
from pipeline.records import Entry

HOSTILE = "<script>alert(1)</script> & \"quoted\" 'words' <img src=x onerror=y>"


class Tags(HTMLParser):
    """Collects the tags, the attributes' names and the text of a page."""

    def __init__(self):
        super().__init__()
        self.tags, self.names, self.text = [], [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.names += [name for name, _ in attrs]

    def handle_data(self, data):
        self.text += data


def parse(page):
    parser = Tags()
    parser.feed(page)
    return parser


def hostile_labels(**marks):
    doc_id = "en/<b>-1"
    entry = Entry(doc_id=doc_id, entry_id="e", start=0, end=len(HOSTILE), language="en")
    mentions = [
        Mention(
            doc_id=doc_id,
            entry_id="e",
            entity_id=label,
            label=label,
            start=start,
            end=end,
            text=HOSTILE[start:end],
        )
        for label, (start, end) in marks.items()
    ]
    return Labels(doc_id, (entry,), tuple(mentions))


def build(gold, predicted, text):
    texts = {gold.doc_id: text}
    errors = list_errors([score_document(gold, predicted, text)], texts)
    return build_page(errors, {gold.doc_id: gold}, {gold.doc_id: predicted}, texts)


def test_everything_of_a_document_is_escaped():
    page = build(hostile_labels(GPE=(0, 30)), hostile_labels(ORG=(5, 40)), HOSTILE)
    parsed = parse(page)
    assert {"script", "img", "b"} & set(parsed.tags) == set()
    assert "onerror" not in parsed.names
    assert HOSTILE in parsed.text
    assert "en/<b>-1" in parsed.text


def test_the_page_loads_nothing():
    page = build(hostile_labels(GPE=(0, 30)), hostile_labels(), HOSTILE)
    assert "default-src 'none'" in page
    assert {"link", "iframe", "script", "img"} & set(parse(page).tags) == set()
    assert {"src", "href"} & set(parse(page).names) == set()


def test_the_text_is_whole_under_its_marks():
    gold = [mention("GPE", "Bria"), mention("CASUALTY", "Two policemen died in Bria")]
    predicted = [mention("GPE", "Bria"), mention("ROLE", "policemen")]
    assert parse(highlight(TEXT, gold, predicted)).text == TEXT


def test_marks_say_right_missed_and_false():
    marked = highlight(
        TEXT, [mention("GPE", "Bria"), mention("ORG", "Council")], [mention("GPE", "Bria")]
    )
    assert '<span class="hit" title="GPE">Bria</span>' in marked
    assert '<span class="missed" title="gold ORG">Council</span>' in marked
    wrong = highlight(TEXT, [mention("GPE", "Bria")], [mention("LOC", "Bria")])
    assert '<span class="missed false" title="gold GPE, predicted LOC">Bria</span>' in wrong


def test_documents_without_errors_are_left_out():
    gold = labels(entities=[mention("GPE", "Bria")], events=[event()])
    assert DOC not in build(gold, gold, TEXT)
    page = build(gold, labels(), TEXT)
    assert DOC in page
    assert "missed events.untyped" in page
