"""The command line: the place that joins the rooms. Commands are imported only when they are run.

Each command stands in a module of its own beside this one. Guarded by tests/test_cli.py.
"""

import sys
from importlib import import_module
from typing import Final

import click

from devicelink import __version__

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "home": ("home", "The app: every screen, reached by keyboard from one place."),
    "demo": ("demo", "A guided session with a simulated device and hand, through the real client."),
    "scan": ("scan", "What is in range, and which of it is supported."),
    "pair": ("pair", "Bond with a device and remember it."),
    "forget": ("pair", "Forget a device that was paired."),
    "calibrate": ("calibrate", "Hold a device against a known mass, and keep what it is off by."),
    "session": ("session", "A guided session with a real device."),
    "record": ("record", "Record force freely, without a plan or a coach."),
    "simulate": ("simulate", "Put a simulated device on the air for another terminal."),
    "replay": ("replay", "Find holds, slips and releases in recorded force."),
    "decode": ("decode", "What a device's frames mean."),
    "points": ("points", "The atlas: find a point by name, region, or where it hurts."),
    "point": ("point", "One point: what the atlas says, and what you found there."),
    "exercise": ("exercise", "The exercises of your plan: done or not."),
    "about": ("about", "You: how long there has been pain, what is unlocked, what is open."),
    "programme": ("programme", "Programmes: how often, how long, how hard; and your own."),
    "redflags": ("redflags", "When to stop and get help."),
    "history": ("history", "Past sessions, newest first."),
    "show": ("history", "One past session, hold by hold."),
    "journal": ("journal", "The pain journal: add, list, edit, and what is due."),
    "trend": ("trend", "What the weeks say, place by place, against chance."),
    "algometry": ("algometry", "How hard until it hurts, and how much the same force hurts."),
    "limits": ("limits", "How hard at most, and why; set limits of your own."),
    "profiles": ("profiles", "Whose records are here; a record for another person."),
    "report": ("report", "The clinician's page, to read in a minute: HTML or PDF."),
    "export": ("export", "Everything that was kept: CSV, JSON Lines, Parquet, Excel, FHIR."),
    "import": ("import_", "Put an export into a profile again."),
    "backup": ("backup", "A copy of all that is kept, on this machine."),
    "restore": ("backup", "Put a copy back in the place of what is kept."),
    "explain": ("explain", "What is said about trigger points, and how sure it is."),
    "doctor": ("doctor", "Is Bluetooth usable here, and if not, what to do."),
}
"""Command to its module here and its line of help: the help is printed without importing them."""


class Commands(click.Group):
    """A group that knows its commands' names and help, and imports a command when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of a first day with the program."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command. None where there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"devicelink.cli.{COMMANDS[cmd_name][0]}")
        command = getattr(module, cmd_name, None) or getattr(module, f"{cmd_name}_")
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--data", metavar="DIR", help="Folder for what is kept (also: DEVICELINK_DATA).")
@click.version_option(__version__, prog_name="devicelink")
@click.pass_context
def cli(ctx: click.Context, data: str | None) -> None:
    """Read force from a Bluetooth pressure probe or ball, and coach a trigger-point hold.

    It helps you press steadily and keeps a record. It does not judge your health.
    """
    ctx.obj = data
    if ctx.invoked_subcommand is not None:
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.exceptions.NoArgsIsHelpError(ctx)
    from devicelink.cli.home import home  # noqa: PLC0415 - only here is a screen needed

    ctx.invoke(home, data=None, profile="default")
