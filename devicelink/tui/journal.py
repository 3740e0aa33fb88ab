"""The journal on the screen: what is due, the entries, and forms that ask one question at a time.

Enter alone skips a question, d declines it; a wrong answer says why at once and loses nothing.
Guarded by tests/tui/test_journal.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from devicelink.care.phrases import Phrases
from devicelink.errors import DevicelinkError
from devicelink.plaintext import clean
from devicelink.tui.parts import Line, Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One entry of the list: its line, and its whole story, the newest first."""

    number: int
    line: str
    story: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a form."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What can be filled in; `place` tells several of a kind apart."""

    key: str
    title: str
    questions: Sequence[Question]
    place: str = ""
    entry: int = 0
    """Which entry it changes; 0 for a new one."""


class Journal(Protocol):
    """What the screen needs of the store."""

    def status(self) -> Sequence[str]:
        """Which day it is, and what is due."""

    def entries(self) -> Sequence[Noted]:
        """Newest first."""

    def forms(self) -> Sequence[Form]:
        """What can be filled in now, what is due first."""

    def changing(self, key: str, number: int) -> Form:
        """The form that edits an entry, or takes it back."""

    def check(self, name: str, text: str) -> None:
        """Raise DevicelinkError for an answer that cannot be read."""

    def keep(self, form: Form, typed: Mapping[str, str]) -> None:
        """Keep a filled form. Raises DevicelinkError."""


class JournalScreen(Screen[None]):
    """Entries left, the chosen one right; a letter fills in a form."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "app.one_back", "back"),
        Binding("n", "fill('entry')", "new entry"),
        Binding("c", "fill('check_in')", "check-in"),
        Binding("d", "fill('next_day')", "the day after"),
        Binding("o", "fill('care')", "care by others"),
        Binding("e", "change('edit')", "edit"),
        Binding("delete,backspace,x", "change('remove')", "take back"),
    ]

    def __init__(self, journal: Journal, phrases: Phrases) -> None:
        super().__init__()
        self._journal, self._phrases = journal, phrases
        self._entries: Sequence[Noted] = ()

    def compose(self) -> ComposeResult:
        """What is due above, entries left, one right."""
        yield Line(id="header")
        yield Static(id="due", markup=False)
        with Horizontal(id="main"):
            with Panel(id="sessions") as panel:
                panel.title(self._phrases.text("screen", "entries"))
                yield OptionList(id="list", markup=False)
            with Panel(id="chosen"), VerticalScroll(can_focus=False):
                yield Static(id="story", markup=False)
        yield Line(id="keys")

    def on_mount(self) -> None:
        """Fill the list; the newest is chosen."""
        title = self._phrases.text("screen", "journal")
        self.query_one("#header", Line).show(Content.assemble(" ", (title, "bold")))
        keys = self._phrases.text("screen", "journal_keys")
        self.query_one("#keys", Line).show(Content.assemble("  ", (keys, "dim")))
        self._fill()
        self.query_one("#list", OptionList).focus()

    def _fill(self) -> None:
        status = "\n".join(f" {clean(line, 200)}" for line in self._journal.status())
        self.query_one("#due", Static).update(Content(status))
        self._entries = self._journal.entries()
        options = self.query_one("#list", OptionList)
        options.clear_options()
        options.add_options([Option(clean(one.line, 60)) for one in self._entries])
        if self._entries:
            options.highlighted = 0
        else:
            none = self._phrases.text("screen", "journal_none")
            self.query_one("#story", Static).update(Content(none))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the whole of the entry under the cursor."""
        story = self._entries[event.option_index].story
        before = self._phrases.text("screen", "said_before")
        parts = [Content(clean(story[0], 4000))]
        parts += [
            Content.assemble("\n", (before, "dim"), " ", clean(old, 4000)) for old in story[1:]
        ]
        self.query_one("#story", Static).update(Content("\n").join(parts))

    def action_fill(self, key: str) -> None:
        """Ask the form of that key, if there is one now."""
        form = next((one for one in self._journal.forms() if one.key == key), None)
        if form is None:
            self.notify(self._phrases.text("screen", "nothing_due"))
            return
        self._open(form)

    def action_change(self, key: str) -> None:
        """Edit the chosen entry, or take it back."""
        chosen = self.query_one("#list", OptionList).highlighted
        if chosen is not None and chosen < len(self._entries):
            self._open(self._journal.changing(key, self._entries[chosen].number))

    def _open(self, form: Form) -> None:
        self.app.push_screen(FormScreen(form, self._journal, self._phrases), lambda _: self._fill())


class DueScreen(Screen[None]):
    """Some forms one after the other, then the app ends: asked before something else begins."""

    def __init__(self, forms: Sequence[Form], journal: Journal, phrases: Phrases) -> None:
        super().__init__()
        self._forms, self._journal, self._phrases = list(forms), journal, phrases

    def on_mount(self) -> None:
        """The first."""
        self._next()

    def _next(self) -> None:
        if not self._forms:
            self.app.exit()
            return
        form = FormScreen(self._forms.pop(0), self._journal, self._phrases)
        self.app.push_screen(form, lambda _: self._next())


class FormScreen(ModalScreen[bool]):
    """One question after the other; says at the end whether something was kept."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave")]

    def __init__(self, form: Form, journal: Journal, phrases: Phrases) -> None:
        super().__init__()
        self._form, self._journal, self._phrases = form, journal, phrases
        self._typed: dict[str, str] = {}
        self._at = 0

    def compose(self) -> ComposeResult:
        """The question, a line to type in, what was wrong, keys."""
        with Panel(id="form") as panel:
            panel.title(clean(self._form.title, 70))
            yield Static(id="asked", markup=False)
            yield Input(id="answer")
            yield Static(id="wrong", markup=False)
            yield Static(self._phrases.text("screen", "form_keys"), id="how", markup=False)

    def on_mount(self) -> None:
        """The first question."""
        self._ask()

    def _ask(self) -> None:
        question = self._form.questions[self._at]
        count = f"{self._at + 1}/{len(self._form.questions)}"
        self.query_one("#asked", Static).update(
            Content.assemble((count, "dim"), "  ", (question.text, "bold"))
        )
        answer = self.query_one("#answer", Input)
        answer.value = ""
        answer.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the answer and go on; one that cannot be read is asked again."""
        text, question = event.value.strip(), self._form.questions[self._at]
        wrong = self.query_one("#wrong", Static)
        wrong.update("")
        try:
            if text:
                self._journal.check(question.name, text)
                self._typed[question.name] = text
            self._at += 1
            if self._at == len(self._form.questions):
                self._at -= 1
                self._journal.keep(self._form, self._typed)
                self.dismiss(True)  # noqa: FBT003 - the screen's result
                return
        except DevicelinkError as error:
            wrong.update(Content(f"✕ {error.in_full}"))
            return
        self._ask()

    def action_leave(self) -> None:
        """Leave without keeping anything."""
        self.dismiss(False)  # noqa: FBT003 - the screen's result
