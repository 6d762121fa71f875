"""The answers file: a dry run writes the open questions with their choices, people answer, imports read it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import yaml
from django.utils.translation import gettext as _

from guildhouse.imports.plan import Choice, Question
from guildhouse.imports.reading.sources import Fields, Leaf, Row, read_yaml
from guildhouse.kit.rules import Refused, no

LEAVE_OUT = "leave out"
HEAD = """\
# Questions that the import could not answer by itself.
# Write your answer behind "answer:" and import again with this file. An answer is one of the choices as it stands
# there, or the same thing in your own words. A question without an answer stays open, and what it is about is left
# out; everything else is imported. When the source changes what it says, its question is asked again.
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer and what the source said when it was given."""

    answer: str
    written: str
    line: int


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to questions, by the questions' ids."""

    by_id: dict[str, Answered] = field(default_factory=dict)

    def to(self, question_id: str, written: str) -> str:
        """The answer to a question, or "" when there is none or it was given to another text."""
        found = self.by_id.get(question_id)
        return found.answer if found and found.written in ("", " ".join(written.split())) else ""


def read_answers(content: bytes | str, *, file: str) -> Answers:
    """The answers in a file that `write_answers` wrote and somebody filled in; raises `Refused` with a sentence."""
    root = read_yaml(content, file=file)
    if isinstance(root, Leaf) and root.is_empty:
        return Answers()
    if not isinstance(root, Row):
        sentence = _("%(file)s: an answers file is a list of questions.") % {"file": file}
        raise Refused(no("answers_unreadable", sentence))
    found: dict[str, Answered] = {}
    for item in root.items:
        texts = (
            {name: node for name, node in item.entries if isinstance(node, Leaf)}
            if isinstance(item, Fields)
            else {}
        )
        if "id" not in texts:
            sentence = _("%(file)s, line %(line)s: a question has an id.") % {"file": file, "line": item.line}
            raise Refused(no("answers_unreadable", sentence))
        answer, written = texts.get("answer"), texts.get("written")
        if answer and not answer.is_empty:
            said = " ".join(written.text.split()) if written else ""
            found[texts["id"].text] = Answered(" ".join(answer.text.split()), said, answer.line)
    return Answers(found)


def write_answers(questions: Iterable[Question], answers: Answers | None = None) -> str:
    """The answers file for `questions`, with the answers already given that still count."""
    answers = answers or Answers()
    parts = [HEAD]
    parts += [_entry(question, answers.to(question.id, question.written)) for question in questions]
    return "\n".join(parts) if len(parts) > 1 else HEAD + "\n[]\n"


def with_new_questions(text: str, questions: Iterable[Question], *, file: str) -> str:
    """An answers file with those of `questions` behind it that are not in it yet; nothing in it is changed.

    A question the source has changed since is asked again, below: the last answer to a question is the one that
    counts. Raises `Refused` when the text is no answers file.
    """
    if not text.strip():
        return write_answers(questions)
    asked = _asked(text, file)
    new = [each for each in questions if (each.id, " ".join(each.written.split())) not in asked]
    if not new:
        return text
    if not asked:
        return write_answers(new)
    return "\n".join([text.rstrip("\n") + "\n", *(_entry(each, "") for each in new)])


def _asked(text: str, file: str) -> set[tuple[str, str]]:
    read_answers(text, file=file)
    root = read_yaml(text, file=file)
    found: set[tuple[str, str]] = set()
    for item in root.items if isinstance(root, Row) else ():
        entries = item.entries if isinstance(item, Fields) else ()
        texts = {name: " ".join(node.text.split()) for name, node in entries if isinstance(node, Leaf)}
        found.add((texts.get("id", ""), texts.get("written", "")))
    return found


def _entry(question: Question, answer: str) -> str:
    lines = [f"# {question.place}"]
    if question.answer_refused:
        lines.append(
            "# " + _("The answer “%(answer)s” was not understood.") % {"answer": question.answer_refused}
        )
    lines += [
        f"- id: {_quoted(question.id)}",
        f"  question: {_quoted(question.text)}",
        f"  written: {_quoted(question.written)}",
        "  choices:",
        *(_choice(choice) for choice in question.choices),
    ]
    if question.free:
        lines.append(f"  # {question.free}")
    lines.append(f"  answer: {_quoted(answer) if answer else ''}".rstrip())
    return "\n".join(lines) + "\n"


def _choice(choice: Choice) -> str:
    return f"    - {_quoted(choice.value)}" + (
        f"  # {' '.join(choice.label.split())}" if choice.label else ""
    )


def _quoted(text: str) -> str:
    """`text` as one line of YAML in double quotes."""
    return yaml.dump(text, default_style='"', width=1_000_000, allow_unicode=True).strip()
