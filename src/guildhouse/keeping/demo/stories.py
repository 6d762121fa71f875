"""What the three communities of the demo house are about, in their own words."""

from dataclasses import dataclass, field
from datetime import time
from typing import Any


@dataclass(frozen=True, slots=True)
class SeriesStory:
    """Rooms that recur in a community, and how sought after they are (people who ask, for each seat)."""

    purpose: str
    format: str
    rrule: str
    at: time
    about: str
    fields: dict[str, Any]
    sought: float = 0.7
    group: int = 0


@dataclass(frozen=True, slots=True)
class CommunityStory:
    """One community of the demo: its call, its charter, its questions, its rooms, its people."""

    slug: str
    name: str
    convener: str
    zone: str
    domain: str
    stakes: str
    scope: str
    rhythm: str
    first_thing: str
    reasons: tuple[str, ...]
    charter: str
    charter_later: str
    confidentiality: str
    questions: tuple[tuple[str, str, str], ...]
    series: tuple[SeriesStory, ...]
    size: int
    settings: dict[str, str]
    evidence: tuple[str, ...] = field(default=())


CIRCLE = CommunityStory(
    slug="intervision-lakes",
    name="Intervision of the Lakes",
    convener="marta",
    zone="Europe/Rome",
    domain=(
        "We are psychotherapists and counsellors who look at our own cases together, without a teacher in the room. "
        "What we care about is the moment in which we no longer know: what it does to us, and what it tells about "
        "the person in front of us."
    ),
    stakes=(
        "Alone one gets clever and a little deaf. A case that is spoken about among peers, in confidence and with a "
        "form that holds, goes on differently the week after."
    ),
    scope="Cases from current practice, in person or online. No supervision by hierarchy, no diagnosis by committee.",
    rhythm="Balint evening every month, incident method every second week, triads once a month. Quiet in August.",
    first_thing="Come as an observer to an incident evening, and tell us afterwards one thing you would have asked.",
    reasons=(
        "I have worked alone for six years and miss being contradicted by people who know the work.",
        "My institute offers supervision, but nobody there is my peer.",
        "I want to hear how others stay with not knowing.",
        "The Balint group I was in dissolved, and I have been telling my cases to my dog.",
    ),
    charter=(
        "## What we agree on\n\nWhat is said about a case stays in the room. We disguise names, places and dates "
        "before we speak.\n\nWe ask before we advise. The presenter has the last word.\n\nWhoever cannot come says "
        "so as soon as they know: somebody is waiting for the seat.\n"
    ),
    charter_later=(
        "## What we agree on\n\nWhat is said about a case stays in the room. We disguise names, places and dates "
        "before we speak, and we take no notes that leave it.\n\nWe ask before we advise. The presenter has the last "
        "word.\n\nWhoever cannot come says so as soon as they know: somebody is waiting for the seat.\n\nEverybody "
        "presents at least once a year.\n"
    ),
    confidentiality="I keep to myself what I hear about the people whose cases are told here.",
    questions=(
        ("What do we do with gratitude that feels like a hook?", "working", "Two triads on it this spring."),
        ("When is silence in a first session a question, and when an answer?", "open", ""),
        (
            "How do we end when the other does not want to?",
            "learned",
            "We name the last six sessions; the sixth from last is where the work happens. From four Balint evenings.",
        ),
    ),
    series=(
        SeriesStory(
            "Balint evening",
            "balint",
            "FREQ=MONTHLY;BYDAY=2TU",
            time(19, 30),
            "One or two cases, told without notes. The same people each time, with a leader.",
            {"mode": "in_person", "place": "Como", "address": "Via dell’Olmo 12, second bell", "minutes": 105,
             "capacity": 10, "access": "fixed"},
            group=8,
        ),
        SeriesStory(
            "Incident method: a case that stays with me",
            "incident-method",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
            time(20, 0),
            "Bring a moment, not a life story. We choose one case together.",
            {"mode": "online", "link": "https://meet.example.org/lakes-incident", "minutes": 65, "capacity": 8,
             "needs_approval": True, "question": "Would you present if your case were chosen?"},
            sought=0.95,
        ),
        SeriesStory(
            "Triads: one hour, three turns",
            "triads",
            "FREQ=MONTHLY;BYDAY=1WE",
            time(18, 0),
            "Coach, client, observer; each plays each once.",
            {"mode": "online", "link": "https://meet.example.org/lakes-triads", "minutes": 120, "capacity": 12},
            sought=0.8,
        ),
    ),
    size=19,
    settings={"visibility": "listed", "joining": "request", "rooms_by": "active", "language": "en"},
    evidence=(
        "Held the silence in March when all of us wanted to help.",
        "Presented twice and asked the question that turned the evening.",
        "Prepared three newcomers for their first case.",
    ),
)  # fmt: skip

GUILD = CommunityStory(
    slug="reliability-guild",
    name="Reliability Guild",
    convener="jonas",
    zone="Europe/Berlin",
    domain=(
        "People who keep systems running and are woken when they stop. We learn from what broke: ours, and each "
        "other's. We care about incidents told honestly, on-call that a family can live with, and changes that can "
        "be taken back."
    ),
    stakes=(
        "Every team learns the same lesson at its own expense. If we tell each other early, we sleep more, and the "
        "people who use what we run notice nothing, which is the point."
    ),
    scope="Operations, on-call, incident practice, capacity. Not vendor comparisons, not recruiting.",
    rhythm="Lean coffee every week, an incident review every second week, a talk each month.",
    first_thing="Come to a lean coffee and put one topic on the board; any topic.",
    reasons=(
        "Three teams in my company had the same outage within a month and did not know of each other.",
        "I write reviews nobody reads. I would like to write one that somebody does.",
        "On-call is where people leave us. I want to know what others changed.",
        "I bring eleven years of mistakes, well documented.",
    ),
    charter=(
        "## What we agree on\n\nWe speak about systems and decisions, not about who was at fault.\n\nWhat a member "
        "tells about their employer's incidents is theirs to publish.\n\nReviews are written within two weeks or "
        "told aloud instead.\n"
    ),
    charter_later=(
        "## What we agree on\n\nWe speak about systems and decisions, not about who was at fault.\n\nWhat a member "
        "tells about their employer's incidents is theirs to publish; we may retell the pattern without the "
        "name.\n\nReviews are written within two weeks or told aloud instead.\n\nNewcomers shadow before they "
        "facilitate.\n"
    ),
    confidentiality="",
    questions=(
        ("Which alerts did we delete, and what happened then?", "working", "Priya collects; eleven so far."),
        ("How long before a new colleague can be on call alone?", "open", ""),
        ("What does a blameless review do with a decision that was reckless?", "open", ""),
        (
            "Do error budgets change what gets built?",
            "learned",
            "Only where the product owner holds the budget too. Three teams tried it; two kept it.",
        ),
    ),
    series=(
        SeriesStory(
            "Lean coffee for people on call",
            "lean-coffee",
            "FREQ=WEEKLY;BYDAY=WE",
            time(12, 30),
            "Topics from whoever comes; eight minutes each, then a vote to go on.",
            {"mode": "online", "link": "https://meet.example.org/coffee", "minutes": 60, "capacity": 10,
             "access": "site"},
            sought=0.8,
        ),
        SeriesStory(
            "Incident review, told by those who were there",
            "after-action-review",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
            time(16, 0),
            "One incident: what was meant to happen, what happened, why, what next.",
            {"mode": "online", "link": "https://meet.example.org/review", "minutes": 60, "capacity": 12},
            sought=1.05,
        ),
        SeriesStory(
            "Talk of the month",
            "talk",
            "FREQ=MONTHLY;BYDAY=3TH",
            time(17, 0),
            "Half an hour from somebody's practice, then questions.",
            {"mode": "hybrid", "place": "Berlin, and online", "address": "Hofgarten 3, hall on the left",
             "link": "https://meet.example.org/talk", "minutes": 60, "access": "site"},
            sought=0.5,
        ),
    ),
    size=24,
    settings={"visibility": "public", "joining": "open", "rooms_by": "active", "language": "en"},
    evidence=(
        "Facilitated four reviews; people who were in the incident asked for a copy.",
        "Brought the deleted-alerts list and keeps it.",
        "Answers newcomers the same day, with a question.",
    ),
)  # fmt: skip

FARMERS = CommunityStory(
    slug="upper-valley",
    name="Farmers of the Upper Valley",
    convener="lucia",
    zone="Europe/Zurich",
    domain=(
        "Farms above eight hundred metres, from the last village to the alps. We care about grass, animals and water "
        "at altitude, and about keeping a farm that somebody will want to take over."
    ),
    stakes=(
        "The summers have changed faster than the advice. What works up here we find out on our own fields, and there "
        "are too few of us to find it out twice."
    ),
    scope="Hay, pasture, small animals, water, selling direct. Machines only when somebody has one to lend.",
    rhythm="A field walk each month from April to October, a winter evening every second week. Quiet at haymaking.",
    first_thing="Come to a field walk, and bring the plant on your farm that you cannot name.",
    reasons=(
        "My father knew every spring on the slope. I know four.",
        "We all buy the same wrong seed mix every year.",
        "I would like my daughter to see that there are others.",
        "I have a hay dryer that stands still eleven months a year.",
    ),
    charter=(
        "## What we agree on\n\nWhoever hosts a walk shows what went wrong, too.\n\nNumbers (yields, prices) stay "
        "among us.\n\nWe come with clean boots: what is on them grows elsewhere.\n"
    ),
    charter_later=(
        "## What we agree on\n\nWhoever hosts a walk shows what went wrong, too.\n\nNumbers (yields, prices) stay "
        "among us unless the farm says otherwise.\n\nWe come with clean boots: what is on them grows "
        "elsewhere.\n\nDogs stay in the car.\n"
    ),
    confidentiality="",
    questions=(
        ("Which seed mix comes back after two dry summers?", "working", "Six trial strips, mowed and weighed."),
        ("Who will still be farming here in ten years, and what would they need from us?", "open", ""),
        (
            "Can hay be dried on the alp without diesel?",
            "learned",
            "With a roof collector and a fan from two panels: yes, until mid-September. Bruno lends the plans.",
        ),
    ),
    series=(
        SeriesStory(
            "Field walk",
            "story-circle",
            "FREQ=MONTHLY;BYDAY=-1SA",
            time(9, 30),
            "Two hours on somebody's fields, then bread and cheese. What grows, what does not, and why we think so.",
            {"mode": "in_person", "place": "On a farm of the valley", "address": "The host writes the way to it",
             "minutes": 150, "capacity": 10, "access": "site"},
            sought=0.75,
        ),
        SeriesStory(
            "Winter evening: one farm, one question",
            "action-learning",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
            time(20, 0),
            "One farm brings a question; the others ask until the farm knows what to do.",
            {"mode": "in_person", "place": "Olivone, parish hall", "address": "Parish hall, side door, ring twice",
             "minutes": 90, "capacity": 8},
            sought=0.7,
        ),
    ),
    size=17,
    settings={"visibility": "public", "joining": "request", "rooms_by": "members", "language": "en"},
    evidence=(
        "Hosted the walk on the washed-out field, and showed all of it.",
        "Weighed six trial strips in the rain.",
        "Lent the dryer to three farms.",
    ),
)  # fmt: skip

STORIES = (CIRCLE, GUILD, FARMERS)
