"""Checks the packages of the extension: their archives by the registries' rules, their libraries by what their headers say.

`check.py PLATFORM FOLDER` prints a table of all packages in FOLDER, writes what they hold to contents.txt, and runs what can
run here: the package for PLATFORM with each Python there is.
"""

import json
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

ROOT = Path(__file__).parents[2]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
NATIVE = ("pydantic_core/_pydantic_core", "pyromark/_pyromark", "yaml/_yaml")
FORMATS = {
    "linux-x64": ("elf", "x64", "x86_64-linux-gnu"),
    "linux-arm64": ("elf", "arm64", "aarch64-linux-gnu"),
    "alpine-x64": ("elf", "x64", "x86_64-linux-musl"),
    "alpine-arm64": ("elf", "arm64", "aarch64-linux-musl"),
    "darwin-x64": ("macho", "x64", "darwin"),
    "darwin-arm64": ("macho", "arm64", "darwin"),
    "win32-x64": ("pe", "x64", "win_amd64"),
    "win32-arm64": ("pe", "arm64", "win_arm64"),
}
"""What the header of a library in C says, and how its name ends."""
MAGIC = {b"\x7fELF": ("elf", "<H", 18), b"\xcf\xfa\xed\xfe": ("macho", "<I", 4), b"MZ": ("pe", "<H", 0)}
"""How each format begins, and where it says the machine."""
MACHINES = {62: "x64", 183: "arm64", 0x01000007: "x64", 0x0100000C: "arm64", 0x8664: "x64", 0xAA64: "arm64"}
NEEDED = (
    *("package.json", "package.nls.json", "package.nls.de.json", "l10n/bundle.l10n.de.json"),
    *("readme.md", "changelog.md", "LICENSE.txt", "NOTICE", "extension/dist/extension.js", "server/boot.py"),
)


def main(here: str, folder: Path) -> int:
    """The exit code is 1 if a package is not as it should be."""
    contents: list[str] = []
    rows: list[list[str]] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.vsix")):
        platform = path.stem.removeprefix("dualtrack-")
        with ZipFile(path) as archive:
            entries = archive.infolist()
            found = [*broken_rules(archive), *missing_libraries(archive, platform)]
            cells = [libraries_for(archive, platform, python, found) for python in PYTHONS]
            if platform == here:
                cells = [probed(archive, python, found) or cell for python, cell in zip(PYTHONS, cells, strict=True)]
        faults += [f"{path.name}: {fault}" for fault in found]
        contents += [f"{path.name}\t{entry.file_size}\t{entry.CRC:08x}\t{entry.filename}" for entry in entries]
        rows.append([platform, f"{path.stat().st_size / 1e6:.1f} MB", str(len(entries)), *cells])
    (folder / "contents.txt").write_text("\n".join([*contents, ""]))
    head = ["platform", "size", "files", *PYTHONS]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, ["-" * width for width in widths], *rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def broken_rules(archive: ZipFile) -> Iterator[str]:
    """What Open VSX refuses, and what would make two builds differ."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    yield from (f"{entry.filename} has extra fields" for entry in entries if entry.extra or local_extra(archive, entry))
    yield from (f"{entry.filename} has a time of its own" for entry in entries if entry.date_time != (1980, 1, 1, 0, 0, 0))
    normal = [re.sub(r"[\\/]+", "/", name).lower() for name in names]
    yield from (f"{name} is there twice" for name in sorted({name for name in normal if normal.count(name) > 1}))
    paths = map(PurePosixPath, names)
    yield from (f"{path} is no safe path" for path in paths if path.is_absolute() or ".." in path.parts or "\\" in str(path))
    yield from (f"{name} is for one machine only" for name in names if re.search(r"__pycache__|\.pyc$|\.stamp$", name))
    pure = [name for name in names if "/bundled/pure/" in name]
    yield from (
        f"{name} is a library in C" for name in pure if archive.read(name).startswith((b"\x7fELF", b"\xcf\xfa\xed\xfe"))
    )
    yield from (f"{name} is missing" for name in NEEDED if f"extension/{name}" not in names)


def local_extra(archive: ZipFile, entry: ZipInfo) -> int:
    """How many bytes of extra fields stand before the content, where the directory at the end need not tell them."""
    assert archive.fp
    archive.fp.seek(entry.header_offset + 28)
    return int(struct.unpack("<H", archive.fp.read(2))[0])


def missing_libraries(archive: ZipFile, platform: str) -> Iterator[str]:
    """The libraries of requirements.lock that a package does not bring; the universal one brings the list instead."""
    names = archive.namelist()
    if platform not in FORMATS:
        if any("/bundled/" in name for name in names) or "extension/server/requirements.lock" not in names:
            yield "it is to bring the list of libraries, and none of them"
        return
    locked = re.findall(r"^([\w.-]+)==(\S+)(?: ; (\S+))?", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    for name, version, marker in locked:
        info = f"extension/server/bundled/pure/{name.replace('-', '_').lower()}-{version}.dist-info/METADATA"
        if info not in names and (not marker or platform.startswith("win32")):
            yield f"{name} {version} is missing"


def libraries_for(archive: ZipFile, platform: str, python: str, faults: list[str]) -> str:
    """Whether the libraries in C are there for a Python, and are for this platform and no other."""
    if platform not in FORMATS:
        return "its own"
    kind, machine, suffix = FORMATS[platform]
    abi = python.replace(".", "")
    folder = f"extension/server/bundled/native/cp{abi}/"
    inside = [name for name in archive.namelist() if name.startswith(folder)]
    if not inside:
        return "no wheels"
    compiled = {name: content for name in inside if (content := archive.read(name)).startswith(tuple(MAGIC))}
    faults += [
        f"{name} is missing" for each in NATIVE if (name := f"{folder}{each}.{tagged(kind, abi, suffix)}") not in compiled
    ]
    faults += [
        f"{name} is for {is_for}" for name, content in compiled.items() if (is_for := header(content)) != (kind, machine)
    ]
    # What the tools for wheels put beside a library has a name that holds a hash, by which the library loads it.
    beside = {PurePosixPath(name).name for name in inside}
    loaded = {
        found.decode() for content in compiled.values() for found in re.findall(rb"[\w.+-]+-[0-9a-f]{8}\.so[.\d]*", content)
    }
    faults += [f"{name} is missing for Python {python}" for name in sorted(loaded - beside)]
    return "libraries"


def tagged(kind: str, abi: str, suffix: str) -> str:
    """How the name of a library in C goes on behind the name of its module."""
    return f"cp{abi}-{suffix}.pyd" if kind == "pe" else f"cpython-{abi}-{suffix}.so"


def header(content: bytes) -> tuple[str, str]:
    """The format of a library in C and the machine it is for."""
    kind, size, place = MAGIC[next(each for each in MAGIC if content.startswith(each))]
    if kind == "pe":
        place = struct.unpack_from("<I", content, 0x3C)[0] + 4
    return kind, MACHINES.get(struct.unpack_from(size, content, place)[0], "another machine")


def probed(archive: ZipFile, python: str, faults: list[str]) -> str:
    """Ask the package's server whether it runs with a Python of this machine; empty where there is no such Python."""
    command = find_python(python)
    if not command:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        archive.extractall(folder)
        boot = Path(folder, "extension", "server", "boot.py")
        done = subprocess.run([command, "-I", "-S", "-B", boot, "--probe"], capture_output=True, text=True)
    answer = json.loads(done.stdout or "{}")
    if not answer.get("ok"):
        faults.append(f"it does not run with {command}: {answer.get('reason', done.stderr)}")
        return "fails"
    return f"ran {answer['python']}"


def find_python(version: str) -> str:
    """The Python of this version on PATH, or one that pyenv keeps beside it."""
    kept = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"))
    for command in (shutil.which(f"python{version}"), *map(str, kept)):
        if command and subprocess.run([command, "-c", ""], capture_output=True).returncode == 0:
            return command
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
