"""Compares records with gold: what is right, what is wrong, and why.

    texts = load_texts(Path("corpus/documents"))
    gold = load_labels(Path("corpus/gold"), texts)
    predicted = load_labels(Path("outputs"), texts)
    report = score(gold, predicted)

Nothing here reads spaCy, apart from the peers that are spaCy.
"""
