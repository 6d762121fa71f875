"""The folder of a house stays out of the checkout it may lie in, and a folder of somebody else's stays as it is."""

from pathlib import Path

from guildhouse.kit.secret import data_folder


def test_a_new_folder_tells_git_to_leave_it_alone(tmp_path: Path) -> None:
    made = data_folder(tmp_path / "deep" / "house")
    assert (made / ".gitignore").read_text() == "*\n"
    assert made.stat().st_mode & 0o777 == 0o700


def test_a_folder_with_things_in_it_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    assert [path.name for path in data_folder(tmp_path).iterdir()] == ["mine"]
