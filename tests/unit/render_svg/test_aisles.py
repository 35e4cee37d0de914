"""Between two rows of cards: what stands side by side shares heights, what stands in line keeps its distance."""

from __future__ import annotations

from designer.render.layout_aisles import Aisle, Edge, Piece, aisle_heights

TRACK = Piece(0, 100)
BESIDE = Piece(200, 300)
WORDS = Piece(20, 80, 30)


def test_words_below_a_track_keep_away_from_it() -> None:
    found = aisle_heights(Aisle(uppers=[(0, TRACK)], labels=[WORDS]))
    assert found.labels[0] - WORDS.size / 2 >= found.uppers[0] + 5


def test_a_track_beside_words_takes_no_height_of_its_own() -> None:
    alone = aisle_heights(Aisle(labels=[WORDS])).size
    assert aisle_heights(Aisle(uppers=[(0, BESIDE), (1, BESIDE)], labels=[WORDS])).size == alone
    assert aisle_heights(Aisle(uppers=[(0, TRACK), (1, TRACK)], labels=[WORDS])).size > alone


def test_tracks_keep_their_order_and_their_distance() -> None:
    found = aisle_heights(Aisle(uppers=[(1, TRACK), (0, TRACK)], lowers=[(0, TRACK), (1, BESIDE)]))
    assert found.uppers[1] < found.uppers[0] < found.lowers[0]
    assert found.uppers[0] - found.uppers[1] >= 6
    assert found.lowers[0] - found.uppers[0] >= 6


def test_words_stand_side_by_side_where_they_can() -> None:
    found = aisle_heights(Aisle(uppers=[(0, TRACK)], labels=[WORDS, Piece(200, 300, 44)]))
    assert found.labels[0] == found.labels[1]


def test_words_that_share_a_range_stand_one_above_the_other() -> None:
    high = Piece(60, 140, 20)
    found = aisle_heights(Aisle(labels=[WORDS, high, Piece(130, 190, 20)]))
    assert found.labels[1] - found.labels[0] >= (WORDS.size + high.size) / 2
    assert found.labels[2] < found.labels[1]


def test_a_boundary_keeps_away_only_what_passes_it() -> None:
    inside, outside = Edge(0, 100, 20), Edge(400, 500, 20)
    free = aisle_heights(Aisle(uppers=[(0, TRACK)])).uppers
    assert aisle_heights(Aisle(uppers=[(0, TRACK)], ends=[outside])).uppers == free
    assert aisle_heights(Aisle(uppers=[(0, TRACK)], ends=[inside])).uppers[0] > 20
    below = aisle_heights(Aisle(lowers=[(0, TRACK)], starts=[inside]))
    assert below.lowers[0] < below.size - 20


def test_an_arrow_from_below_has_room() -> None:
    assert aisle_heights(Aisle(uppers=[(0, TRACK)], is_hit=True)).uppers[0] >= 12


def test_a_held_aisle_is_as_high_as_it_was() -> None:
    found = aisle_heights(Aisle(uppers=[(0, TRACK)], labels=[WORDS], lowers=[(0, TRACK)]), 300.0)
    assert found.size == 300
    assert found.uppers[0] < 20 and found.lowers[0] > 280 - 20 and 100 < found.labels[0] < 200
