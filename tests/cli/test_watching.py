"""`session --watch`: where the page is, that it is there, and what is no address."""

import asyncio

import pytest

from devicelink.cli.watching import Page, endpoint_of, shown_to_watchers
from devicelink.clock import Clock
from devicelink.errors import UsageError
from devicelink.watch import Endpoint


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        ("127.0.0.1:0", Endpoint("127.0.0.1", 0)),
        ("0.0.0.0:8080", Endpoint("0.0.0.0", 8080)),  # noqa: S104
        (":8080", Endpoint("127.0.0.1", 8080)),
        ("localhost", Endpoint("localhost", 0)),
        ("[::1]:81", Endpoint("::1", 81)),
        ("[::1]", Endpoint("::1", 0)),
    ],
)
def test_where_to_listen(text: str, endpoint: Endpoint) -> None:
    assert endpoint_of(text) == endpoint


@pytest.mark.parametrize("text", ["here:there", "127.0.0.1:70000", "a:-1", "1:2:x"])
def test_what_is_no_address_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        endpoint_of(text)
    assert "--watch 127.0.0.1:8080" in refused.value.what_to_do


async def test_nobody_listens_unless_asked() -> None:
    """No network unless asked."""
    async with shown_to_watchers(lambda: None, None) as link:
        assert link == ""


async def test_the_link_is_told_and_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    async with shown_to_watchers(lambda: None, Page(Endpoint("127.0.0.1", 0), Clock().now)) as link:
        said = capsys.readouterr().err
        assert link in said
        assert "not encrypted" not in said  # it never leaves this computer
        host, _, path = link.removeprefix("http://").partition("/")
        reader, writer = await asyncio.open_connection(*host.split(":"))
        writer.write(f"GET /{path} HTTP/1.1\r\n\r\n".encode())
        assert b"200 OK" in await reader.readline()
        writer.close()


async def test_a_port_that_is_taken_is_said_and_what_to_do() -> None:
    async with shown_to_watchers(lambda: None, Page(Endpoint("127.0.0.1", 0), Clock().now)) as link:
        taken = int(link.split(":")[2].split("/")[0])
        with pytest.raises(UsageError, match=f"127.0.0.1:{taken}"):
            async with shown_to_watchers(
                lambda: None, Page(Endpoint("127.0.0.1", taken), Clock().now)
            ):
                pass


async def test_beyond_this_computer_it_is_said_who_can_see_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with shown_to_watchers(lambda: None, Page(Endpoint("0.0.0.0", 0), Clock().now)):  # noqa: S104
        assert "not encrypted" in capsys.readouterr().err


async def test_the_link_of_a_further_point_is_the_same_and_told_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whoever watches keeps the page open from point to point."""
    page, links = Page(Endpoint("127.0.0.1", 0), Clock().now), set()
    for _ in range(3):
        async with shown_to_watchers(lambda: None, page) as link:
            links.add(link)
    assert len(links) == 1
    assert capsys.readouterr().err.count(links.pop()) == 1
