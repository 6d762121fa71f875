import pytest
from django.test import Client

from guildhouse.communities import actions
from guildhouse.communities.facts import Facts
from guildhouse.communities.models import Question
from guildhouse.history.models import Fact
from guildhouse.kit.rules import Refused
from guildhouse.testing.cast import Cast


def ask(cast: Cast, who: str = "bo") -> Question:
    return actions.ask_question(cast.weavers, text="Why does wool shrink?", actor=cast.actor(who))


def test_asking_twice_is_one_question(cast: Cast) -> None:
    assert ask(cast) == ask(cast, "ana")
    assert Fact.objects.filter(kind=Facts.QUESTION_ASKED).count() == 1


@pytest.mark.parametrize(("who", "why"), [("cy", "Join the community"), ("dee", "stay away")])
def test_outsiders_do_not_ask(cast: Cast, who: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        ask(cast, who)


def test_a_question_is_worked_on_learned_and_opened_again(cast: Cast) -> None:
    question = ask(cast)
    actions.work_on(question, working_on="Bo, with hot water", actor=cast.actor("bo"))
    for _time in range(2):
        actions.learned(question, learned="Heat and motion.", actor=cast.actor("ana"))
    question.refresh_from_db()
    assert (question.state, question.learned) == (Question.State.LEARNED, "Heat and motion.")
    assert Fact.objects.filter(kind=Facts.QUESTION_LEARNED).count() == 1
    actions.reopen(question, actor=cast.actor("ana"))
    question.refresh_from_db()
    assert (question.state, question.learned) == (Question.State.OPEN, "Heat and motion.")


def test_the_agenda_is_walked_through_the_pages(cast: Cast, client: Client) -> None:
    client.force_login(cast.bo)
    client.post("/c/weavers/agenda/questions/", {"text": "Which sheep?"})
    one = Question.objects.get(text="Which sheep?")
    assert client.post(f"/c/weavers/agenda/{one.public_id}/work/", {"working_on": ""}).status_code == 422
    client.post(f"/c/weavers/agenda/{one.public_id}/work/", {"working_on": "Ana asks the shepherd"})
    client.post(f"/c/weavers/agenda/{one.public_id}/answer/", {"learned": "The black ones."})
    assert "The black ones." in client.get("/c/weavers/agenda/").content.decode()


def test_a_question_of_a_hidden_community_is_nowhere(cast: Cast, client: Client) -> None:
    hidden = actions.ask_question(cast.glass, text="How hot?", actor=cast.actor("ana"))
    client.force_login(cast.bo)
    assert client.get(f"/c/weavers/agenda/{hidden.public_id}/").status_code == 404
    assert client.get(f"/c/glass/agenda/{hidden.public_id}/").status_code == 404
