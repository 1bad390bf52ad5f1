"""Which full name a short one stands for."""

import pytest

from pipeline.persons import full_names


@pytest.mark.parametrize(
    ("written", "full"),
    [
        (["Jean-Pierre Lacroix", "Lacroix"], ["Jean-Pierre Lacroix"] * 2),
        (["Lacroix", "Jean-Pierre Lacroix"], ["Jean-Pierre Lacroix"] * 2),
        (["Mahamat Saleh Annadif", "Saleh Annadif"], ["Mahamat Saleh Annadif"] * 2),
        (["António Guterres", "Antonio Guterres"], ["António Guterres"] * 2),
        (["Seán Rooney", "SEAN ROONEY"], ["Seán Rooney"] * 2),
        (["CHERYL PEARCE"], ["Cheryl Pearce"]),
        (
            ["Awa Diallo", "Moussa Diallo", "Diallo"],
            ["Awa Diallo", "Moussa Diallo", "Moussa Diallo"],
        ),
        (["Ban Ki-moon", "Ban"], ["Ban Ki-moon", "Ban"]),
        (["Murphy"], ["Murphy"]),
        ([], []),
    ],
)
def test_a_short_name_is_the_end_of_a_longer_one(written, full):
    assert full_names(written) == full
