"""guildhouse import"""

import argparse
import json
import sys
from pathlib import Path

from django.utils.text import slugify
from django.utils.translation import gettext as _

from guildhouse.history.actors import Actor
from guildhouse.imports import actions, queries, reports
from guildhouse.imports.applying.report import Report
from guildhouse.imports.plan import Plan
from guildhouse.imports.reading.answers import Answers, read_answers, with_new_questions
from guildhouse.imports.reading.landscape import read_landscape
from guildhouse.imports.reading.sources import decoded
from guildhouse.kit import clock
from guildhouse.kit.rules import Refused, forbid
from guildhouse.people.models import Person


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["landscape"], help="communities, people and meetings")
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a YAML file; docs/import.md says in which shape"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be made, and make nothing")
    parser.add_argument(
        "--answers",
        type=Path,
        metavar="FILE",
        help="answers to its questions; FILE.answers.yaml if it is there",
    )
    parser.add_argument(
        "--write-answers", type=Path, metavar="FILE", help="where a dry run writes the open questions"
    )
    parser.add_argument(
        "--source", default="", metavar="NAME", help="what the landscape is called across imports"
    )
    parser.add_argument(
        "--as", dest="email", metavar="EMAIL", help="who brings it in: somebody who runs the house"
    )
    parser.add_argument("--json", action="store_true", help="the whole account as JSON")
    parser.epilog = (
        "What has an open question is left out and said; everything else goes in. Again changes nothing."
    )


def run(options: argparse.Namespace) -> int:
    try:
        person = _person(options.email)
        content = options.file.read_bytes()
        answers_file = options.answers or options.file.with_name(options.file.name + ".answers.yaml")
        answers = _answers(answers_file, required=options.answers is not None)
        plan = read_landscape(
            content,
            file=options.file.name,
            source=slugify(options.source),
            day=clock.now().date(),
            answers=answers,
        )
        if options.dry_run:
            _say_plan(plan, options.json)
            _write_questions(plan, options.write_answers or answers_file)
            return 0
        report = actions.apply(plan, actor=Actor(None, actions.VIA), progress=_progress)
        if report.touched:
            text = decoded(content, options.file.name)
            actions.keep_record(plan, text, report, person=person, actor=Actor(person, actions.VIA))
        if options.write_answers:
            _write_questions(plan, options.write_answers)
    except Refused as refused:
        return _say_no(str(refused))
    except OSError as error:
        return _say_no(f"{error.filename}: {error.strerror}")
    _say_report(plan, report, options.json)
    return 0


def _person(email: str | None) -> Person | None:
    if email is None:
        return None
    person = Person.objects.living().filter(email__iexact=email, is_site_admin=True).first()
    if person is None:
        sentence = _("Nobody with the address %(email)s runs this house.") % {"email": email}
        raise Refused(forbid("not_house", sentence))
    return person


def _answers(file: Path, *, required: bool) -> Answers:
    if not required and not file.exists():
        return Answers()
    return read_answers(file.read_bytes(), file=file.name)


def _write_questions(plan: Plan, file: Path) -> None:
    """Write the open questions; what stands in the file already, answered or not, stays as it is."""
    if not plan.questions:
        return
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    after = with_new_questions(before, plan.questions, file=file.name)
    if after != before:
        file.write_text(after, encoding="utf-8")
    print(f"Questions are in {file}: write the answers there, and import again.", file=sys.stderr)


def _progress(done: int, total: int, words: str) -> None:
    line = f"{done * 100 // max(total, 1):3d} %  {words}"
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r{line[:76]:<76}", end=end, file=sys.stderr, flush=True)
    elif done == total or done % max(total // 10, 1) == 0:
        print(line, file=sys.stderr, flush=True)


def _say_plan(plan: Plan, as_json: bool) -> None:
    if as_json:
        print(reports.as_json(plan))
        return
    print(reports.as_text(plan), end="")
    print("\n" + _("In this house"))
    print("\n".join(f"    {line}" for line in reports.compared(queries.compare(plan))))
    print("\n" + _("Nothing was changed: this was a dry run."))


def _say_report(plan: Plan, report: Report, as_json: bool) -> None:
    if as_json:
        whole = json.loads(reports.as_json(plan)) | {"report": report.as_json()}
        print(json.dumps(whole, ensure_ascii=False, indent=1))
        return
    print(reports.as_text(plan))
    print("\n".join(reports.told(report.as_json())))


def _say_no(why: str) -> int:
    print(f"guildhouse import: {why}", file=sys.stderr)
    return 1
