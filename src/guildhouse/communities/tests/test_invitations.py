from datetime import timedelta

import pytest
from django.test import Client

from guildhouse.communities import actions, queries
from guildhouse.communities.models import Community, Invitation, Membership, Office
from guildhouse.kit import clock, tokens
from guildhouse.kit.rules import Refused
from guildhouse.testing.cast import Cast, person


def invite(cast: Cast, community: Community | None = None, most_uses: int = 1) -> tuple[Invitation, str]:
    later = clock.now() + timedelta(days=3)
    return actions.invite(
        community or cast.weavers, most_uses=most_uses, expires_at=later, actor=cast.actor("ana")
    )


def test_only_the_hash_of_the_token_is_kept(cast: Cast) -> None:
    invitation, token = invite(cast)
    assert len(token) >= 32
    assert token not in [str(value) for value in vars(invitation).values()]
    assert invitation.token_hash == tokens.hash_of(token)


def test_an_invitation_lets_somebody_into_a_hidden_community(cast: Cast) -> None:
    invitation, _token = invite(cast, cast.glass)
    actions.accept_invitation(invitation, actor=cast.actor("cy"))
    assert Community.objects.visible_to(cast.cy).filter(pk=cast.glass.pk).exists()


def test_accepting_twice_uses_it_once(cast: Cast) -> None:
    invitation, _token = invite(cast, most_uses=2)
    for _time in range(2):
        actions.accept_invitation(invitation, actor=cast.actor("cy"))
    invitation.refresh_from_db()
    assert invitation.uses == 1


def test_a_used_up_an_expired_and_a_revoked_link_each_say_so(cast: Cast) -> None:
    used, _token = invite(cast)
    actions.accept_invitation(used, actor=cast.actor("cy"))
    lee = person("Lee")
    with pytest.raises(Refused, match="used up"):
        actions.accept_invitation(used, actor=type(cast.actor("cy"))(lee))
    old, _token = invite(cast)
    with clock.at(clock.now() + timedelta(days=4)), pytest.raises(Refused, match="run out"):
        actions.accept_invitation(old, actor=type(cast.actor("cy"))(lee))
    actions.revoke_invitation(old, actor=cast.actor("ana"))
    with pytest.raises(Refused, match="taken back"):
        actions.accept_invitation(old, actor=type(cast.actor("cy"))(lee))


def test_an_invitation_does_not_open_to_whoever_was_asked_to_stay_away(cast: Cast) -> None:
    invitation, _token = invite(cast)
    with pytest.raises(Refused, match="stay away"):
        actions.accept_invitation(invitation, actor=cast.actor("dee"))


def test_a_member_without_office_makes_no_links(cast: Cast) -> None:
    later = clock.now() + timedelta(days=1)
    with pytest.raises(Refused):
        actions.invite(cast.weavers, most_uses=1, expires_at=later, actor=cast.actor("bo"))
    actions.appoint(cast.weavers, cast.bo, kind=Office.Kind.WELCOMER, actor=cast.actor("ana"))
    assert actions.invite(cast.weavers, most_uses=1, expires_at=later, actor=cast.actor("bo"))


def test_looking_at_the_page_uses_nothing_up(cast: Cast, client: Client) -> None:
    invitation, token = invite(cast, cast.glass)
    for _time in range(3):
        page = client.get(f"/i/{token}/")
        assert "Glass makers" in page.content.decode()
    client.head(f"/i/{token}/")
    invitation.refresh_from_db()
    assert invitation.uses == 0


def test_signed_out_the_page_leads_through_an_account_and_back(cast: Cast, client: Client) -> None:
    _invitation, token = invite(cast)
    page = client.get(f"/i/{token}/").content.decode()
    assert f"/account/signup/?next=/i/{token}/" in page


def test_coming_in_through_the_page(cast: Cast, client: Client) -> None:
    _invitation, token = invite(cast, cast.glass)
    client.force_login(cast.bo)
    answer = client.post(f"/i/{token}/membership/", {"edition": 0})
    assert answer.headers["Location"] == "/c/glass/"
    assert Membership.objects.living().filter(community=cast.glass, person=cast.bo).exists()


def test_an_unknown_token_is_like_nothing(cast: Cast, client: Client) -> None:
    assert client.get("/i/nonsense/").status_code == 404


def test_the_link_is_shown_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.ana)
    page = client.post(
        "/c/weavers/invitations/", {"most_uses": 2, "days": 3, "note": "Come!"}
    ).content.decode()
    token = page.split("/i/")[1].split("/")[0]
    assert queries.invitation_by(token) is not None
    assert token not in client.get("/c/weavers/invitations/").content.decode()


def test_a_link_is_taken_back_on_the_page(cast: Cast, client: Client) -> None:
    invitation, token = invite(cast)
    client.force_login(cast.ana)
    client.post(f"/c/weavers/invitations/{invitation.public_id}/end/")
    client.force_login(cast.cy)
    assert "taken back" in client.get(f"/i/{token}/").content.decode()
