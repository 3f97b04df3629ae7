"""Laws of the words for chances."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiscenarios import InputError
from aiscenarios.report.words import scale, scales


@pytest.mark.parametrize("name", ["icd203", "ipcc"])
@given(percent=st.floats(0, 100))
def test_every_chance_has_a_word_whose_range_holds_it(name, percent):
    """A word is used only inside its published range, or beyond the outermost end of the scale."""
    chosen = scale(name)
    word = chosen.word(percent)
    least, most = chosen.words[0], chosen.words[-1]
    inside = word.low <= percent <= word.high
    assert inside or (word == least and percent < least.low) or (word == most and percent > most.high)


@pytest.mark.parametrize("name", ["icd203", "ipcc"])
def test_words_grow_with_the_chance(name):
    """A higher chance never has a word that stands for lower ones."""
    chosen = scale(name)
    middles = [word.low + word.high for word in (chosen.word(tenth / 10) for tenth in range(1001))]
    assert middles == sorted(middles)


def test_the_directive_has_no_gap():
    """ICD 203's words meet end to end from 1% to 99%."""
    words = scale("icd203").words
    assert [word.low for word in words[1:]] == [word.high for word in words[:-1]]
    assert (words[0].low, words[-1].high) == (1, 99)


def test_the_panels_narrowest_word_is_used():
    """Of words that overlap, the one that says most is used."""
    assert scale("ipcc").word(95).text == "very likely"
    assert scale("ipcc").word(70).text == "likely"
    assert scale("ipcc").word(0.5).text == "exceptionally unlikely"


def test_each_scale_names_its_source():
    """Every scale says where its ranges were published and how they were checked."""
    assert next(iter(scales())) == "icd203"
    assert all("ranges read in" in each.source for each in scales().values())


def test_an_unknown_scale_is_refused():
    """The known scales stand in the hint."""
    with pytest.raises(InputError, match="icd203, ipcc"):
        scale("astrology")
