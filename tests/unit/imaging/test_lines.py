"""Line breaking with letters of half an em."""

from hypothesis import given
from hypothesis import strategies as st

from onbrand.imaging.lines import Extent, Font, block

INTER = Font("Inter", 400)


class HalfEmLetters:
    def width(self, text, font):
        return 0.5 * len(text)

    def extent(self, text, font):
        return Extent(0.75, 0.25)


def broken(text, width, max_lines=9, size=20):
    return block(text, INTER, size, width, max_lines, 1.2, HalfEmLetters())


def test_lines_are_as_equal_as_possible_and_no_word_is_left_alone():
    assert broken("one two three four five", 200).lines == ("one two three", "four five")


def test_a_word_left_alone_takes_its_neighbour_with_it():
    assert broken("meet morning light", 140).lines == ("meet", "morning light")


def test_line_ends_of_the_writer_are_kept():
    assert broken("one\ntwo three", 400).lines == ("one", "two three")


def test_a_word_wider_than_the_place_does_not_fit():
    assert broken("incomprehensibility", 100) is None


def test_more_lines_than_allowed_do_not_fit():
    assert broken("one two three four five six", 100, max_lines=2) is None


@given(st.lists(st.text("abc", min_size=1, max_size=8), min_size=1, max_size=12), st.integers(60, 600))
def test_no_word_is_lost_and_no_line_is_too_wide(words, width):
    result = broken(" ".join(words), width, max_lines=12)
    if result is None:
        return
    assert " ".join(result.lines).split() == words
    assert result.width <= width
    assert all(len(line) * 10 <= width for line in result.lines)
