"""What the person says, as numbers: when the key was pressed, how far the pain fell."""

from devicelink.core.release_report import KEY_NAMES, LONG_AGO_S, Report


def named(report: Report, t_s: float, since_s: float, log_odds: float) -> dict[str, float]:
    features = report.features(t_s, since_s, log_odds)
    return dict(zip(KEY_NAMES, features.tolist(), strict=True))


def test_a_key_has_an_age_and_a_place_beside_the_give() -> None:
    report = Report()
    before = named(report, 20.0, 18.0, -3.0)
    assert before["pressed"] == 0.0
    assert before["key_age_s"] == LONG_AGO_S
    report.eased(20.1)
    after = named(report, 21.1, 18.0, -1.0)
    assert after["pressed"] == after["keys"] == 1.0
    assert round(after["key_age_s"], 6) == 1.0
    assert round(after["key_after_give_s"], 6) == 2.1
    assert after["recent_log_odds"] == -1.0
    report.begin()
    assert named(report, 30.0, 28.0, 0.0)["pressed"] == 0.0


def test_strong_evidence_shortly_before_the_key_is_remembered() -> None:
    report = Report()
    named(report, 17.0, 16.0, 2.0)
    report.eased(18.0)
    assert named(report, 20.0, 19.0, -2.0)["recent_log_odds"] == 2.0
    assert named(report, 40.0, 39.0, -2.0)["recent_log_odds"] == -2.0


def test_pain_falls_from_its_first_number() -> None:
    report = Report()
    assert report.fall is None
    report.hurts(7)
    assert report.fall is None
    report.hurts(6)
    report.hurts(3)
    assert report.fall == 4
