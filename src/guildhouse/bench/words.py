"""What the rooms and people of the bench's house are called; made up, and the same in every run."""

FIRST = (
    *("Ada", "Amir", "Bea", "Carlo", "Chiara", "Dario", "Elif", "Emma", "Farid", "Giulia", "Hanna", "Ines"),
    *(
        "Ivo",
        "Jana",
        "Joel",
        "Karim",
        "Lea",
        "Luca",
        "Maja",
        "Marek",
        "Mina",
        "Nadia",
        "Nils",
        "Olga",
        "Omar",
    ),
    *(
        "Paula",
        "Pia",
        "Rafael",
        "Rosa",
        "Samir",
        "Sara",
        "Sofia",
        "Tariq",
        "Teo",
        "Ulla",
        "Vera",
        "Yara",
        "Zoe",
    ),
)
LAST = (
    *(
        "Abbas",
        "Amato",
        "Becker",
        "Bianchi",
        "Brandt",
        "Costa",
        "Dahl",
        "Demir",
        "Eriksen",
        "Ferri",
        "Fischer",
    ),
    *("Gallo", "Haddad", "Horvat", "Ibsen", "Jansen", "Kaya", "Keller", "Kovac", "Larsen", "Leone", "Lind"),
    *("Marino", "Meyer", "Moreau", "Nagy", "Novak", "Olsen", "Perez", "Rinaldi", "Rossi", "Sala", "Santos"),
    *("Schmid", "Silva", "Soler", "Toth", "Vidal", "Weber", "Winter", "Zanetti", "Zeman"),
)
CONCERNS = (
    *("Weavers", "Orchard keepers", "Night nurses", "Bridge builders", "Bread bakers", "Field mappers"),
    *(
        "River watchers",
        "Story keepers",
        "Instrument makers",
        "Roof thatchers",
        "School cooks",
        "Bee keepers",
    ),
    *(
        "Timber framers",
        "Speech therapists",
        "Lift engineers",
        "Seed savers",
        "Glass cutters",
        "Choir leaders",
    ),
    *("Boat menders", "Bicycle mechanics"),
)
VERBS = ("Reading", "Mending", "Comparing", "Drawing", "Telling", "Rehearsing", "Measuring", "Unpicking")
THINGS = (
    *("what the last storm taught us", "a case one of us cannot let go of", "notes from the field"),
    *("the parts that never fit", "how we hand over", "what newcomers ask first", "a plan that went wrong"),
    *("the quiet half of the work", "tools we made ourselves", "what we would not do again"),
)
SENTENCES = (
    "Bring one example from your own work, finished or not.",
    "We begin with a round in which everybody says what they came for.",
    "Nobody has to prepare slides; a sketch on paper is better.",
    "What is said stays with those who were there.",
    "In the middle we stop for ten minutes and write down what surprised us.",
    "At the end we agree on one thing each of us tries before the next time.",
    "If it is your first time, sit beside somebody who has been here before.",
    "Last time we got stuck on the same question twice, so this time we begin with it.",
)
CHARTER = (
    "We meet around real work.\n\n- We say what we do not know.\n"
    "- We come, or give our seat up in time.\n- What is said in a room stays there."
)


def name(number: int) -> str:
    """The name of a person; after some hundred the same names return, as they do."""
    return f"{FIRST[number % len(FIRST)]} {LAST[number // 3 % len(LAST)]}"


def purpose(number: int) -> str:
    """What a room is for, in a line."""
    return f"{VERBS[number % len(VERBS)]} {THINGS[number // 2 % len(THINGS)]}"


def about(number: int, sentences: int = 10) -> str:
    """What a room is about, in two paragraphs."""
    said = [SENTENCES[(number + step * 3) % len(SENTENCES)] for step in range(sentences)]
    half = sentences // 2
    return " ".join(said[:half]) + "\n\n" + " ".join(said[half:])
