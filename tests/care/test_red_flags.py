"""When to get help: every sign of the source list, the most urgent first, nothing scored."""

import pytest

from devicelink.care.red_flags import red_flags_of
from devicelink.data import red_flags
from devicelink.errors import PlanError

SIGNS = {
    "Emergency": ["bladder or bowel", "saddle", "weak fast", "Chest pain", "breathlessness",
                  "worst headache", "drooping face", "slurred", "double vision", "balance",
                  "hot, swollen calf"],
    "Today": ["Fever", "fall or a crash", "shin or forearm", "foot that has begun to drop"],
    "Soon": ["Weight", "night", "cancer", "grown for weeks", "Numbness that spreads"],
    "Ask a professional": ["deep", "reach safely", "four sessions, or two weeks"],
}  # fmt: skip


def test_s51_s52_s53_every_sign_of_the_list_is_there() -> None:
    flags = red_flags()
    assert [level.name for level in flags.level] == list(SIGNS)
    for level in flags.level:
        text = " ".join(level.signs)
        assert level.do
        for sign in SIGNS[level.name]:
            assert sign in text, sign


def test_it_is_information_and_no_score() -> None:
    flags = red_flags()
    assert "does not judge" in flags.note
    for level in flags.level:
        assert all("?" not in sign for sign in level.signs), "nothing is asked"


def test_a_broken_file_is_told() -> None:
    with pytest.raises(PlanError, match="red flags"):
        red_flags_of({"version": "1"})
