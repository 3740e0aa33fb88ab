"""The guest of the real-stack check: a Debian kernel with dbus-daemon and bluetoothd, and no more.

Made out of Debian's packages without root rights, an image or a loop device, and kept in the
user's cache folder for as long as packages and recipe stay the same. UnavailableError says that the
packages or the tools cannot be had, and nothing else. Used by checks/real_stack.py.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
TOOLS: Final = {
    "qemu-system-x86_64": "qemu-system-x86",
    "modprobe": "kmod",
    "cpio": "cpio",
    "zstd": "zstd",
    "busybox": "busybox-static",
    "dbus-daemon": "dbus",
    "socat": "socat",
}
"""What has to be on this machine, and the package it comes in."""
MODULES: Final = (
    "virtio_pci", "virtio_console", "virtio_net", "sha512_generic", "ctr", "drbg", "cmac", "ecb",
    "algif_skcipher", "algif_hash", "uhid", "hci_uart",
)  # fmt: skip
"""Those that bluetoothd makes its address with (AF_ALG), and those the controller comes in by."""
_TAKEN: Final = (
    "./boot/vmlinuz-*",
    "./lib/modules/*/modules.*",
    *(
        f"./lib/modules/*/kernel/{part}/*"
        for part in (
            "crypto", "lib", "net", "drivers/base", "drivers/bluetooth", "drivers/char",
            "drivers/hid", "drivers/mmc/core", "drivers/net", "drivers/virtio",
        )
    ),
)  # fmt: skip
_PATH: Final = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))


class UnavailableError(Exception):
    """QEMU or the packages cannot be had here: `str()` says why."""


def run(*command: str, cwd: Path | None = None) -> str:
    """The command's output. Raises CalledProcessError."""
    environment = dict(os.environ, PATH=_PATH, LC_ALL="C")
    done = subprocess.run(
        command, cwd=cwd, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def tool(name: str) -> str | None:
    """Where the program is."""
    return shutil.which(name, path=_PATH)


def have_tools() -> None:
    """Installs what is missing, where this user may. Raises UnavailableError."""
    missing = sorted(package for name, package in TOOLS.items() if tool(name) is None)
    if not missing:
        return
    wanted = f"apt-get install {' '.join(missing)}"
    if tool("apt-get") is None:
        raise UnavailableError(f"this is no Debian, and {', '.join(missing)} are not installed")
    if os.geteuid() != 0:
        raise UnavailableError(f"not installed, and this user may not install them: {wanted}")
    try:
        run("apt-get", "update", "-q")
        run("apt-get", "install", "-y", "-q", "--no-install-recommends", *missing)
    except subprocess.CalledProcessError as error:
        raise UnavailableError(f"{wanted}: {_last(error.stderr)}") from error


def guest() -> tuple[Path, Path]:
    """Kernel and initial file system, made now or out of the cache. Raises UnavailableError."""
    packages = _packages()
    recipe = b"".join((HERE / name).read_bytes() for name in ("guest.py", "init", "dbus.conf"))
    key = hashlib.sha256(recipe + repr(packages).encode()).hexdigest()[:16]
    place = _cache() / key
    if not place.exists():
        with tempfile.TemporaryDirectory(dir=_made(_cache())) as folder:
            work = Path(folder)
            debs = _download(packages, _made(work / "debs"))
            _build(debs, work, _made(work / "out"))
            (work / "out").rename(place)
    return place / "vmlinuz", place / "initrd"


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "devicelink-real-stack"


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _packages() -> list[str]:
    """Kernel and BlueZ with their versions, as the package lists have them."""
    if tool("apt-get") is None:
        raise UnavailableError("this is no Debian: the guest is made of its packages")
    try:
        found = _candidates()
        if not found:
            run("apt-get", "update", "-q")
            found = _candidates()
    except subprocess.CalledProcessError as error:
        raise UnavailableError(
            f"the package lists cannot be read: {_last(error.stderr)}"
        ) from error
    if not found:
        raise UnavailableError("the package lists have no Linux kernel or no BlueZ")
    return found


def _candidates() -> list[str]:
    """`name=version` of both, or nothing."""
    meta = run("apt-cache", "depends", "--important", "linux-image-amd64")
    kernels = [line.split()[-1] for line in meta.splitlines() if "Depends: linux-image" in line]
    found = []
    for name in (*kernels[:1], "bluez"):
        policy = run("apt-cache", "policy", name).splitlines()
        versions = [line.split()[-1] for line in policy if "Candidate:" in line]
        found += [f"{name}={version}" for version in versions if version != "(none)"]
    return found if len(found) == 2 else []


def _download(packages: list[str], folder: Path) -> list[Path]:
    try:
        run("apt-get", "download", "-q", *packages, cwd=folder)
    except subprocess.CalledProcessError:
        try:  # lists that are older than the archive name versions it no longer has
            run("apt-get", "update", "-q")
            names = [one.partition("=")[0] for one in packages]
            run("apt-get", "download", "-q", *names, cwd=folder)
        except subprocess.CalledProcessError as error:
            why = f"the packages cannot be downloaded: {_last(error.stderr)}"
            raise UnavailableError(why) from error
    return sorted(folder.glob("*.deb"))


def _build(debs: list[Path], work: Path, out: Path) -> None:
    """Kernel and file system into `out`."""
    kernel = next(one for one in debs if one.name.startswith("linux-image"))
    bluez = next(one for one in debs if one.name.startswith("bluez"))
    extracted, root = _made(work / "kernel"), _made(work / "root")
    archive = work / "kernel.tar"
    with archive.open("wb") as file:
        subprocess.run(("dpkg-deb", "--fsys-tarfile", str(kernel)), stdout=file, check=True)
    subprocess.run(  # tar complains where a pattern fits nothing; what is missing shows below
        ("tar", "-xf", archive, "-C", extracted, "--wildcards", *_TAKEN),
        stderr=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    shutil.copy(next((extracted / "boot").glob("vmlinuz-*")), out / "vmlinuz")
    _put_modules(extracted, _made(root / "mods"))
    run("dpkg-deb", "-x", str(bluez), str(work / "bluez"))
    bluetoothd, btattach = "usr/libexec/bluetooth/bluetoothd", "usr/bin/btattach"
    _put_programs([work / "bluez" / one for one in (bluetoothd, btattach)], root)
    _put_settings(root)
    archived = "find . | cpio -o -H newc --quiet | zstd -q -12 -T0"
    with (out / "initrd").open("wb") as file:
        subprocess.run(("sh", "-c", archived), cwd=root, stdout=file, check=True)


def _put_modules(extracted: Path, to: Path) -> None:
    """The kernel's modules and, in `order`, what has to be loaded before what."""
    version = next((extracted / "lib/modules").iterdir()).name
    run("depmod", "-b", str(extracted), version)
    order: dict[str, Path] = {}
    for name in MODULES:
        told = run("modprobe", "-d", str(extracted), "-S", version, "--show-depends", name)
        lines = [line.split() for line in told.splitlines() if line.startswith("insmod")]
        order.update({Path(path).name: Path(path) for _, path, *_ in lines})
    for path in order.values():
        shutil.copy(path, to)
    (to / "order").write_text("\n".join(order) + "\n")


def _put_programs(programs: list[Path], root: Path) -> None:
    """The programs, this machine's D-Bus and relay, and the libraries of all of them."""
    to = _made(root / "usr/bin")
    own = [Path(str(tool(name))) for name in ("dbus-daemon", "socat")]
    for one in (*programs, *own):
        shutil.copy(one, to)
        for line in run("ldd", str(one)).splitlines():
            if "not found" in line:
                raise UnavailableError(f"{one.name} lacks {line.split()[0]} on this machine")
            found = [word for word in line.split() if word.startswith("/")]
            for library in map(Path, found[:1]):
                shutil.copy(library, _made(root / library.parent.relative_to("/")))
    shutil.copy(str(tool("busybox")), _made(root / "bin") / "busybox")


def _put_settings(root: Path) -> None:
    for folder in ("proc", "sys", "dev", "run", "tmp", "etc/bluetooth"):
        _made(root / folder)
    (root / "etc/passwd").write_text("root:x:0:0:root:/:/bin/sh\n")
    (root / "etc/group").write_text("root:x:0:\n")
    (root / "etc/bluetooth/main.conf").write_text("[Policy]\nAutoEnable=true\n")
    shutil.copy(HERE / "dbus.conf", root / "etc/dbus.conf")
    shutil.copy(HERE / "init", root / "init")
    (root / "init").chmod(0o755)


def _last(text: str | None) -> str:
    lines = (text or "").strip().splitlines()
    return lines[-1] if lines else "no reason given"
