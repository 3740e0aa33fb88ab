"""Documents are held to the program: links, commands, pictures made from the code, and words.

Nothing is claimed that intended use rules out; nothing that can be typed is left undocumented.
"""

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from devicelink.cli import cli
from tools import commands, floors

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    """The headings of a page, as a link names them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_there() -> None:
    names = set(map(name_of, PAGES))
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "INTENDED_USE.md"} <= names
    assert {"docs/architecture.md", "docs/commands.md", "docs/protocol.md"} <= names


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text("utf-8")):
        place, _, anchor = link.partition("#")
        if place.startswith(("https://", "mailto:")):
            continue
        target = (page.parent / place).resolve() if place else page
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link}: no such heading"


def typed_commands() -> list[list[str]]:
    """Every command line of the README, as words."""
    text = (ROOT / "README.md").read_text("utf-8")
    lines = re.findall(r"^    (.+)$", text, re.MULTILINE) + re.findall(r"`(\./run [^`]+)`", text)
    return [shlex.split(line, comments=True) for line in lines]


@pytest.mark.parametrize("words", typed_commands(), ids=" ".join)
def test_readme_commands_exist(words: list[str]) -> None:
    """Each command line would be understood: its command, its options, its number of arguments."""
    if words[0] == "./run":
        usage = subprocess.run(
            [ROOT / "run", "--help"], capture_output=True, text=True, check=True
        ).stdout
        assert f"\n  {words[1]} " in usage
        words = words[1:] if words[1] == "demo" else []
    if not words:
        return
    name, *arguments = words[1:] if words[0] == "devicelink" else words
    command = cli.get_command(click.Context(cli), name)
    assert command is not None, f"there is no command {name}"
    command.make_parser(click.Context(command)).parse_args(list(arguments))


def test_every_command_and_option_has_its_help() -> None:
    for name, command in commands.commands(cli):
        assert command.help, f"{name} says nothing of itself"
        for option in commands.options(command):
            assert option.help, f"{name} {option.opts[0]} says nothing of itself"


def test_the_commands_page_is_the_programs() -> None:
    written = (ROOT / "docs/commands.md").read_text("utf-8")
    assert written == commands.render(), "python tools/commands.py"


def test_the_floors_are_the_contracts() -> None:
    written = (ROOT / "docs/architecture.md").read_text("utf-8")
    assert floors.render() in written, "python tools/floors.py"
    for module in {name for floor in floors.floors() for name in floor}:
        assert re.search(rf"`(?:devicelink/)?{module}(?:/|\.py)`", written), f"{module} is no room"


def test_intended_use_is_where_people_look() -> None:
    """The honest line stands in the README, not only in a file of its own."""
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "Not a medical device" in readme
    assert "cannot_tell" in readme
    assert "(INTENDED_USE.md)" in readme
