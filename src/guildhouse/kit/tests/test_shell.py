"""The shell of every page stands by itself, and the style sheet is one file when collected."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.template.loader import get_template
from django.test import override_settings

from guildhouse.kit.shell import Place, Shell
from guildhouse.kit.static import collect, in_one

ERRORS = ("400", "403", "404", "500", "503", "refused")


class Letter(forms.Form):
    purpose = forms.CharField(help_text="In a sentence.")
    seen = forms.BooleanField(required=False)
    mode = forms.ChoiceField(choices=[("o", "Online")], widget=forms.RadioSelect)


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_told_even_when_nothing_else_is_known(name):
    html = get_template(f"errors/{name}.html").render({})
    assert '<p class="lede">' in html
    assert "csrf" not in html


def test_the_page_one_is_on_is_marked_in_the_navigation():
    shell = Shell(place="rooms", nav=[Place("today", "Today", "/today/"), Place("rooms", "Rooms", "/rooms/")])
    html = get_template("errors/404.html").render({"shell": shell})
    assert '<a href="/rooms/" aria-current="page">Rooms</a>' in html


def test_the_signed_out_are_offered_a_way_in_and_hold_no_token():
    html = get_template("errors/404.html").render({"csrf_input": "<token>"})
    assert 'href="/account/login/"' in html
    assert "token" not in html


def test_an_error_stands_beside_its_field_and_is_named_by_it():
    html = get_template("shell/fields.html").render({"form": Letter({"mode": "x"})})
    assert 'aria-describedby="id_purpose-hint id_purpose-error-1"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_purpose-error-1"' in html
    assert '<fieldset class="field choices"' in html


def test_every_style_sheet_is_named_in_the_entrance():
    folder = Path(finders.find("css/app.css")).parent
    named = (folder / "app.css").read_text()
    assert [sheet.name for sheet in folder.rglob("*.css") if f"{sheet.relative_to(folder)}" not in named] == [
        "app.css"
    ]


def test_the_style_sheets_become_one_with_their_layers():
    folder = Path(finders.find("css/app.css")).parent
    text = in_one(folder, (folder / "app.css").read_text())
    assert "@import" not in text
    assert "@layer tokens {" in text
    assert "@media print {\n@layer utilities {" in text


def test_collected_files_are_named_by_content_and_point_at_each_other(tmp_path):
    stores = {**settings.STORAGES, "staticfiles": {"BACKEND": "guildhouse.kit.static.HouseStatic"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=stores):
        call_command("collectstatic", interactive=False, verbosity=0)
        collected = (tmp_path / staticfiles_storage.stored_name("css/app.css")).read_text()
    assert "@import" not in collected
    assert re.search(r"literata-latin-wght-normal\.[0-9a-f]{12}\.woff2", collected)


def test_files_are_collected_once_a_version(tmp_path):
    with override_settings(STATIC_ROOT=tmp_path / "static"):
        assert collect() is True
        assert collect() is False
