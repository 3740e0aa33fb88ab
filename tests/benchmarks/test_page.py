"""The page on the signal is what the last run said, of the model that is shipped."""

from benchmarks.signal import page
from benchmarks.signal.results import read
from devicelink.data import release_model


def test_page_and_picture_are_made_of_the_results() -> None:
    kept = read(page.RESULTS)
    assert page.page(page.PAGE.read_text("utf-8"), kept) == page.PAGE.read_text("utf-8")
    assert page.picture(kept) == page.PICTURE.read_text("utf-8")


def test_the_results_are_of_the_model_that_is_shipped() -> None:
    kept = read(page.RESULTS)
    assert kept.model == release_model().name
    assert kept.model in page.PAGE.read_text("utf-8")
    assert "devicelink" in kept.calibration["guided"]
