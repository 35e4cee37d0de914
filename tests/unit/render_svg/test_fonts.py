"""Text is measured with the metrics of Arimo."""

from __future__ import annotations

import pytest

from designer.render.fonts import ELLIPSIS, has_glyphs, shorten, text_width, wrap


def test_width_is_the_sum_of_advances() -> None:
    assert text_width("iii", 10) == pytest.approx(3 * 2.22)
    assert text_width("mm", 10, bold=True) == pytest.approx(2 * 8.89)
    assert text_width("", 10) == 0


def test_bold_is_wider_than_regular() -> None:
    assert text_width("Submission service", 13, bold=True) > text_width("Submission service", 13)


def test_other_scripts_are_measured_generously() -> None:
    assert text_width("日本", 10) == pytest.approx(20)
    assert text_width("🙂", 10) >= 12
    assert text_width("e\u0301", 10) == pytest.approx(text_width("e", 10), abs=3.4)
    assert text_width("\u0e01", 10) > 5


def test_letter_spacing_counts_for_each_letter() -> None:
    assert text_width("abc", 10, spacing=1) == pytest.approx(text_width("abc", 10) + 3)


def test_short_text_stays_on_one_line() -> None:
    assert wrap("Redis", 100, 13) == ("Redis",)
    assert wrap("", 100, 13) == ()


def test_text_wraps_between_words() -> None:
    assert wrap("Submission service", 90, 13, bold=True) == ("Submission", "service")


@pytest.mark.parametrize(
    "text", ["a" * 500, "one two three four five six seven eight nine ten eleven twelve", "日本語" * 40, "x/y/z-" * 50]
)
@pytest.mark.parametrize("lines", [1, 2, 3])
def test_no_line_is_wider_than_the_room(text: str, lines: int) -> None:
    found = wrap(text, 80, 12, lines=lines)
    assert 1 <= len(found) <= lines
    assert all(text_width(line, 12) <= 80.001 for line in found)
    assert found[-1].endswith(ELLIPSIS)


def test_shortened_text_is_a_start_of_the_whole() -> None:
    cut = shorten("Carrier routing engine", 80, 12)
    assert cut.endswith(ELLIPSIS) and "Carrier routing engine".startswith(cut.removesuffix(ELLIPSIS))
    assert shorten("Redis", 80, 12) == "Redis"


def test_room_for_nothing_still_ends() -> None:
    assert wrap("Redis", 1, 12) != ()


def test_packaged_font_covers_western_text_only() -> None:
    assert has_glyphs("Größe × 3 → Привет Ελλάδα")
    assert not has_glyphs("日本")
