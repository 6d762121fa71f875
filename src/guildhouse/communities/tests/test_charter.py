from datetime import date, timedelta

import pytest
from django.test import Client

from guildhouse.communities import actions, queries
from guildhouse.communities.models import Acceptance, CharterEdition
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused
from guildhouse.testing.cast import Cast


def write(cast: Cast, text: str, **more: int) -> CharterEdition:
    return actions.write_edition(cast.weavers, text=text, reason="Why", actor=cast.actor("ana"), **more)


def test_editions_count_up_and_the_same_text_is_no_new_one(cast: Cast) -> None:
    assert [write(cast, "One.").number, write(cast, "Two.").number, write(cast, "Two.").number] == [1, 2, 2]


def test_two_writers_do_not_overwrite_each_other(cast: Cast) -> None:
    write(cast, "One.", follows=0)
    with pytest.raises(Refused, match="Somebody wrote another edition"):
        write(cast, "Other.", follows=0)


def test_members_do_not_write_the_charter(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only a convener"):
        actions.write_edition(cast.weavers, text="Mine.", reason="Why", actor=cast.actor("bo"))


def test_accepting_twice_is_one_acceptance(cast: Cast) -> None:
    write(cast, "One.")
    for _time in range(2):
        actions.accept_charter(cast.weavers, number=1, name="Bo", actor=cast.actor("bo"))
    assert Acceptance.objects.count() == 1


def test_an_edition_that_was_followed_is_not_accepted_any_more(cast: Cast) -> None:
    write(cast, "One.")
    write(cast, "Two.")
    with pytest.raises(Refused, match="newer edition"):
        actions.accept_charter(cast.weavers, number=1, name="Bo", actor=cast.actor("bo"))


def test_differences_are_shown_sentence_by_sentence() -> None:
    pieces = queries.differences("We listen. We laugh.", "We listen. We weep.\nAnd we eat.")
    assert pieces == [
        ("same", "We listen."),
        ("removed", "We laugh."),
        ("added", "We weep."),
        ("added", "And we eat."),
    ]


def test_a_quiet_notice_stands_on_the_pages_until_the_new_edition_is_accepted(
    cast: Cast, client: Client
) -> None:
    write(cast, "We listen. We laugh.")
    actions.accept_charter(cast.weavers, number=1, name="Bo", actor=cast.actor("bo"))
    client.force_login(cast.bo)
    assert "new edition" not in client.get("/c/weavers/agenda/").content.decode()
    write(cast, "We listen. We weep.")
    assert "new edition" in client.get("/c/weavers/agenda/").content.decode()
    page = client.get("/c/weavers/charter/").content.decode()
    assert "<del>We laugh.</del>" in page
    assert "<ins>We weep.</ins>" in page
    client.post("/c/weavers/charter/acceptance/", {"edition": 2, "name": "Bo"})
    assert "new edition" not in client.get("/c/weavers/agenda/").content.decode()


def test_the_charter_page_keeps_what_a_second_writer_typed(cast: Cast, client: Client) -> None:
    write(cast, "One.")
    client.force_login(cast.ana)
    answer = client.post("/c/weavers/charter/new/", {"text": "My own.", "reason": "So", "follows": 0})
    assert answer.status_code == 422
    assert "My own." in answer.content.decode()


def test_older_editions_stay_readable_with_what_they_changed(cast: Cast, client: Client) -> None:
    write(cast, "One.")
    write(cast, "Two.")
    assert "<del>One.</del>" in client.get("/c/weavers/charter/2/").content.decode()
    assert client.get("/c/weavers/charter/9/").status_code == 404


def test_a_pause_is_declared_once_and_ended_early(cast: Cast) -> None:
    today = clock.now().date()
    days = {"from_on": today, "until_on": today + timedelta(days=7)}
    declared = actions.pause(cast.weavers, actor=cast.actor("ana"), **days)
    assert actions.pause(cast.weavers, actor=cast.actor("ana"), **days) == declared
    assert queries.pause_on(cast.weavers, clock.now()) == declared
    actions.end_pause(declared, actor=cast.actor("ana"))
    assert queries.pause_on(cast.weavers, clock.now()) is None


def test_a_pause_does_not_end_before_it_begins(cast: Cast, client: Client) -> None:
    with pytest.raises(Refused, match="on or after"):
        actions.pause(
            cast.weavers, from_on=date(2030, 5, 2), until_on=date(2030, 5, 1), actor=cast.actor("ana")
        )
    client.force_login(cast.ana)
    answer = client.post("/c/weavers/rhythm/pauses/", {"from_on": "2030-05-02", "until_on": "2030-05-01"})
    assert answer.status_code == 422
    assert "on or after" in answer.content.decode()


def test_the_rhythm_is_set_by_a_convener(cast: Cast, client: Client) -> None:
    client.force_login(cast.ana)
    client.post("/c/weavers/rhythm/words/", {"rhythm": "Every full moon"})
    assert "Every full moon" in client.get("/c/weavers/rhythm/").content.decode()
    with pytest.raises(Refused):
        actions.set_rhythm(cast.weavers, rhythm="Never", actor=cast.actor("bo"))
