"""The people of the demo house. Nobody here exists."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class Persona:
    """One invented person: a short key, a name, a zone, what they do, and why one would sign in as them."""

    key: str
    name: str
    zone: str = "Europe/Rome"
    language: str = "en"
    practises: str = ""
    helps_with: str = ""
    sign_in_as: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@demo.invalid"


LEADS = (
    Persona(
        "marta",
        "Marta Ferraris",
        practises="Psychotherapist in private practice; couples and families.",
        helps_with="Finding the question behind the case. First rooms as a facilitator.",
        sign_in_as=gettext_noop("convenes the intervision circle, hosts rooms, has requests to decide"),
    ),
    Persona(
        "jonas",
        "Jonas Lindqvist",
        zone="Europe/Stockholm",
        practises="Site reliability at a payments company; eleven years on call.",
        helps_with="Writing incident reviews that people read.",
        sign_in_as=gettext_noop("convenes the reliability guild and looks after the whole house"),
    ),
    Persona(
        "lucia",
        "Lucia Bernasconi",
        language="it",
        practises="Mixed farm in the upper valley: goats, hay, a little rye.",
        helps_with="Grassland at altitude, selling at the farm gate.",
        sign_in_as=gettext_noop("convenes the farmers' network; reads the house in Italian"),
    ),
    Persona(
        "noor",
        "Noor Haddad",
        zone="Europe/Berlin",
        practises="First year on an infrastructure team.",
        sign_in_as=gettext_noop("is new: in one community since last week, in line for a full room"),
    ),
    Persona(
        "tomas",
        "Tomáš Novák",
        zone="Europe/Prague",
        practises="Database operations; likes failure more than he should.",
        helps_with="Backups that restore. Reading query plans.",
        sign_in_as=gettext_noop("is an active member, and holds an offer for a seat"),
    ),
)

OTHERS = (
    "Agnes Keller", "Alice Zambelli", "Amir Rahimi", "Andrea Colombo", "Anke de Vries", "Beatriz Lopes",
    "Bruno Galli", "Carmen Ruiz", "Chiara Moretti", "Daniel Okafor", "Davide Riva", "Elif Yıldız",
    "Emma Hartmann", "Fabio Censi", "Farid Mansour", "Francesca Poretti", "Giulia Sartori", "Grace Achieng",
    "Hanna Virtanen", "Hugo Martins", "Ilaria Conti", "Ines Fonseca", "Ivan Petrov", "Jana Horáková",
    "Kofi Mensah", "Laura Bianchi", "Leila Amrani", "Liam O’Connor", "Lorenzo Fontana", "Maja Kowalska",
    "Marco Tettamanti", "Mei-Lin Chang", "Michele Rossi", "Nadia Benali", "Nicola Ferrari", "Olga Sokolova",
    "Paolo Guidi", "Priya Raman", "Rahel Brunner", "Rosa Valsecchi", "Ruth Steiner", "Samir Haddad",
    "Sara Lepori", "Silvia Crivelli", "Stefan Maurer", "Teresa Quadri", "Vera Dobrev", "Yuki Tanaka",
)  # fmt: skip


def everybody() -> list[Persona]:
    """Leads first, then the others, in a fixed order."""
    keyed = [Persona(f"p{place:02}", name) for place, name in enumerate(OTHERS, start=1)]
    return [*LEADS, *keyed]
