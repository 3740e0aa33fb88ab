"""Writes docs/commands.md from the commands themselves: python tools/commands.py

The page is never edited by hand; tests/test_docs.py fails when it and the program differ, and when
a command or an option has no word of help.
"""

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from devicelink.cli import cli

PAGE = Path(__file__).resolve().parents[1] / "docs" / "commands.md"
HEADER = """\
# Commands

Made from the program by `tools/commands.py`. stdout is data, stderr is speech. Exit code: 0 done,
1 failed (one line why, one line what to do), 2 wrong usage, 130 interrupted.
"""


def commands(group: click.Group, name: str = "devicelink") -> Iterator[tuple[str, click.Command]]:
    """Each command with its full name, groups before their members."""
    yield name, group
    context = click.Context(group, info_name=name)
    for part in group.list_commands(context):
        command = group.get_command(context, part)
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {part}")
        elif command is not None:
            yield f"{name} {part}", command


def options(command: click.Command) -> list[click.Option]:
    """The options a person can give, `--help` left out."""
    return [param for param in command.params if isinstance(param, click.Option)]


def plain(text: str | None) -> str:
    """Text of a help page without click's marks for what must not be wrapped."""
    return inspect.cleandoc((text or "").replace("\b\n", ""))


def row(option: click.Option, context: click.Context) -> str:
    """One line of a command's table: how the option is written, and what it does."""
    forms, text = option.get_help_record(context) or (", ".join(option.opts), "")
    return "| `{}` | {} |".format(*(cell.replace("|", "\\|") for cell in (forms, text)))


def render() -> str:
    """The whole page."""
    parts = [HEADER]
    for name, command in commands(cli):
        context = click.Context(command, info_name=name)
        usage = " ".join([name, *command.collect_usage_pieces(context)])
        parts.append(f"## {name}\n\n{plain(command.help)}\n\n```\n{usage}\n```\n")
        rows = [row(option, context) for option in options(command)]
        if rows:
            parts.append("\n".join(["| option | what it does |", "|---|---|", *rows, ""]))
        if command.epilog:
            parts.append(f"```\n{plain(command.epilog)}\n```\n")
    return "\n".join(parts)


def main() -> None:
    """Write the page."""
    PAGE.write_text(render(), "utf-8")


if __name__ == "__main__":
    main()
