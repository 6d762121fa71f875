"""From a call to an open community."""

from datetime import datetime

from django.utils.text import slugify

from guildhouse.communities import policy, queries
from guildhouse.communities.actions.frame import lock, person_of, standing_of
from guildhouse.communities.actions.joining import add_member
from guildhouse.communities.facts import Facts
from guildhouse.communities.models import Community, Membership, Office, OldSlug, SignOn
from guildhouse.history.actions import act, record
from guildhouse.history.actors import Actor
from guildhouse.kit import clock
from guildhouse.kit.ids import public_id
from guildhouse.kit.rules import require

SLUG_LENGTH = 50


@act
def call(
    *,
    name: str,
    domain: str,
    reason: str,
    actor: Actor,
    form_key: str | None = None,
    brings: str = "",
    language: str = "en",
    zone: str = "UTC",
) -> Community:
    """Call a community into being: its name, what it is about, and why the caller cares.

    The caller becomes its first member, convenes it and is the first to have signed on. `form_key` is any text
    unique to one filled-in form: sending it again answers the same community.
    """
    at = clock.now()
    caller = person_of(actor)
    require(policy.may_call(caller))
    if form_key and (known := Community.objects.filter(form_key=form_key).first()):
        return known
    community = Community.objects.create(
        slug=free_slug(name),
        name=name,
        domain=domain,
        language=language,
        zone=zone,
        called_by=caller,
        form_key=form_key,
        created_at=at,
    )
    Membership.objects.create(community=community, person=caller, level=Membership.Level.CORE, joined_at=at)
    Office.objects.create(
        community=community, person=caller, kind=Office.Kind.CONVENER, since=at, appointed_by=caller
    )
    SignOn.objects.create(community=community, person=caller, reason=reason, brings=brings, at=at)
    record(
        Facts.CALLED,
        actor=actor,
        subject=community,
        community=community.pk,
        concerns=caller.pk,
        at=at,
        name=name,
    )
    return community


@act
def edit_call(
    community: Community,
    *,
    name: str,
    domain: str,
    stakes: str,
    scope: str,
    rhythm: str,
    first_thing: str,
    actor: Actor,
) -> Community:
    """Write the call: its domain, stakes, scope and rhythm, and a first thing a newcomer can do."""
    community = lock(community)
    require(policy.may_edit_call(standing_of(actor, community), community))
    texts = {
        "name": name,
        "domain": domain,
        "stakes": stakes,
        "scope": scope,
        "rhythm": rhythm,
        "first_thing": first_thing,
    }
    changed = [key for key, text in texts.items() if getattr(community, key) != text]
    if not changed:
        return community
    for key in changed:
        setattr(community, key, texts[key])
    community.save(update_fields=changed)
    record(Facts.CALL_EDITED, actor=actor, subject=community, community=community.pk, changed=changed)
    return community


@act
def sign_on(community: Community, *, reason: str, actor: Actor, brings: str = "") -> SignOn:
    """Sign on to a call: say why you care, and what you bring. Again, with other words, changes the words."""
    at = clock.now()
    community = lock(community)
    person = person_of(actor)
    require(policy.may_sign_on(standing_of(actor, community), community))
    signed = SignOn.objects.filter(community=community, person=person).first()
    if signed and (signed.reason, signed.brings) == (reason, brings):
        return signed
    if signed:
        signed.reason, signed.brings = reason, brings
        signed.save(update_fields=["reason", "brings"])
    else:
        signed = SignOn.objects.create(
            community=community, person=person, reason=reason, brings=brings, at=at
        )
    record(
        Facts.SIGNED_ON,
        actor=actor,
        subject=signed,
        community=community.pk,
        concerns=person.pk,
        at=at,
        reason=reason,
    )
    return signed


@act
def withdraw_sign_on(community: Community, *, actor: Actor) -> None:
    """Take one's sign-on back while the call has not opened."""
    community = lock(community)
    person = person_of(actor)
    require(policy.may_withdraw_sign_on(standing_of(actor, community), community))
    signed = SignOn.objects.filter(community=community, person=person).first()
    if signed is None:
        return
    record(Facts.SIGN_ON_WITHDRAWN, actor=actor, subject=signed, community=community.pk, concerns=person.pk)
    Office.objects.held().filter(community=community, person=person).update(ended_at=clock.now())
    signed.delete()


@act
def open_community(community: Community, *, actor: Actor) -> Community:
    """Open a call whose conditions all hold; whoever signed on is a member from then on."""
    at = clock.now()
    community = lock(community)
    standing = standing_of(actor, community)
    if community.state == Community.State.OPEN:
        require(policy.may_convene(standing))
        return community
    missing = [condition.sentence for condition in queries.missing(community, at=at)]
    require(policy.may_open(standing, community, missing))
    community.state, community.opened_at = Community.State.OPEN, at
    community.stage = Community.Stage.COALESCING
    community.save(update_fields=["state", "opened_at", "stage"])
    record(Facts.OPENED, actor=actor, subject=community, community=community.pk, at=at)
    _seat_signers(community, actor, at)
    return community


def _seat_signers(community: Community, actor: Actor, at: datetime) -> None:
    here = set(community.memberships.living().values_list("person", flat=True))
    for signed in queries.sign_ons(community):
        if signed.person_id not in here:
            add_member(community, signed.person, actor=actor, at=at, level=Membership.Level.PERIPHERAL)


@act
def bring_in(
    *,
    slug: str,
    name: str,
    domain: str,
    actor: Actor,
    stakes: str = "",
    scope: str = "",
    rhythm: str = "",
    elsewhere: str = "",
    stage: str = Community.Stage.MATURING,
    visibility: str = Community.Visibility.PUBLIC,
    joining: str = Community.Joining.OPEN,
    language: str = "en",
    zone: str = "UTC",
    parent: Community | None = None,
    form_key: str | None = None,
) -> Community:
    """Bring in a community that was founded elsewhere: it stands open without sign-ons.

    Only whoever runs the house (or a command without a person) does this. `form_key` names it for the one who
    brings it: the same key again answers the same community, unchanged. A taken slug gets a number.
    """
    at = clock.now()
    runs_house = actor.person is None or person_of(actor).is_site_admin
    require(policy.may_bring_in(policy.Standing(runs_house=runs_house)))
    if form_key and (known := Community.objects.filter(form_key=form_key).first()):
        return known
    community = Community.objects.create(
        slug=free_slug(slug),
        name=name,
        domain=domain,
        stakes=stakes,
        scope=scope,
        rhythm=rhythm,
        elsewhere=elsewhere,
        stage=stage,
        visibility=visibility,
        joining=joining,
        language=language,
        zone=zone,
        parent=parent,
        form_key=form_key,
        state=Community.State.OPEN,
        founded_elsewhere=True,
        created_at=at,
        opened_at=at,
    )
    record(Facts.BROUGHT_IN, actor=actor, subject=community, community=community.pk, at=at, name=name)
    return community


def free_slug(words: str) -> str:
    """An address made of these words that no community has or ever had."""
    base = slugify(words)[:SLUG_LENGTH].strip("-") or public_id()
    slug, number = base, 1
    while Community.objects.filter(slug=slug).exists() or OldSlug.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
