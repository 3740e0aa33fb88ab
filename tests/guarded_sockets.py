"""`python -m tests.guarded_sockets ALLOWED COMMAND...`: commands with their sockets guarded.

Whatever leaves the process is refused and told on stderr, `NETWORK` first, but for the addresses in
the JSON list ALLOWED: those that were named on the command line, and the bus of this computer.
Python's own sockets are seen, which are all that the program and its radio use, and processes that
are started, in which nothing would be seen; not what a library might do in its own machine code.
"""

import json
import socket
import sys

ADDRESSED = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
NAMES = {
    "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo",
    "urllib.Request", "subprocess.Popen", "os.system", "os.posix_spawn",
}  # fmt: skip
UNADDRESSED = socket.AF_UNIX if hasattr(socket, "AF_UNIX") else socket.AF_INET
"""Of the pair with which an event loop wakes itself; Windows has it on loopback."""
ALLOWED: list[object] = []


def is_within(event: str, arguments: tuple[object, ...]) -> bool:
    """Whether nothing of it goes beyond this process and what was named."""
    if event == "socket.__new__":
        return arguments[1] in {UNADDRESSED, socket.AF_INET}  # what it is for shows its address
    if event in ADDRESSED:
        address = arguments[1]
        if sys.platform == "win32" and isinstance(address, tuple) and address[0] == "127.0.0.1":
            return True
        return address in ALLOWED
    return event not in NAMES


def tell(*words: object) -> None:
    """At once, whatever comes of it."""
    sys.stderr.write(" ".join(map(str, words)) + "\n")
    sys.stderr.flush()


def guard(event: str, arguments: tuple[object, ...]) -> None:
    """The audit hook."""
    if is_within(event, arguments):
        if event in ADDRESSED:
            tell("ALLOWED", event, arguments[1])
        return
    tell("NETWORK", event, arguments)
    raise PermissionError(event)


if __name__ == "__main__":
    told = json.loads(sys.argv[1])
    ALLOWED += [tuple(one) if isinstance(one, list) else one for one in told]
    sys.addaudithook(guard)
    from devicelink.__main__ import main  # only now: what is loaded is guarded too

    for command in sys.argv[2:]:
        sys.stdout.write(f"{main(command.split())} {command}\n")
