from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from guildhouse.communities.seasons import HANDING_OVER, Season, season_after, season_on

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
seasons = st.builds(
    lambda begins, length: Season(begins, begins + timedelta(days=length)), days, st.integers(14, 366)
)


def test_without_a_word_seasons_are_the_quarters_of_the_year():
    assert season_on(date(2026, 11, 21)) == (date(2026, 10, 1), date(2026, 12, 31))
    assert season_after(season_on(date(2026, 11, 21))) == (date(2027, 1, 1), date(2027, 3, 31))
    assert season_on(date(2024, 2, 29)) == (date(2024, 1, 1), date(2024, 3, 31))


def test_after_a_declared_season_they_go_on_by_three_months():
    declared = [Season(date(2026, 9, 15), date(2026, 11, 30))]
    assert season_on(date(2026, 11, 30), declared) == declared[0]
    assert season_on(date(2026, 12, 1), declared) == (date(2026, 12, 1), date(2027, 2, 28))
    assert season_on(date(2026, 9, 14), declared) == (date(2026, 7, 1), date(2026, 9, 14))


def test_it_is_handed_over_in_the_last_two_weeks():
    season = Season(date(2026, 10, 1), date(2026, 12, 31))
    told = [season.hands_over_on(date(2026, 12, day)) for day in (17, 18, 31)]
    assert told == [False, True, True]
    assert not season.hands_over_on(date(2027, 1, 1))
    assert timedelta(days=14) == HANDING_OVER


@given(days, st.lists(seasons, max_size=4))
def test_every_day_lies_in_one_season_and_the_next_begins_the_day_after(day, declared):
    season = season_on(day, declared)
    assert season.begins_on <= day <= season.ends_on
    assert season_on(season.begins_on, declared) == season_on(season.ends_on, declared) == season
    assert season_after(season, declared).begins_on == season.ends_on + timedelta(days=1)
