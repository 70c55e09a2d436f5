"""The server as it is called: `dualtrack lsp`, and `dualtrack-lsp`."""

import socket
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from dualtrack import __version__

from tests.cli.commands import ENV

pytestmark = pytest.mark.slow

OWN = "from dualtrack.lsp.main import run; run()"
WHOLE = "from dualtrack.cli.main import run; run()"
CALLS = [(OWN, ()), (WHOLE, ("lsp",))]
HELLO = b'{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}'
BYE = b'{"jsonrpc": "2.0", "method": "exit"}'


def called(program: str, *words: str, said: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The end of a call to which this is said."""
    return subprocess.run([sys.executable, "-c", program, *words], input=said, env=ENV, capture_output=True, timeout=60)


@pytest.mark.parametrize(("program", "words"), [*CALLS, (WHOLE, ("mcp",))])
def test_it_says_what_it_is(program: str, words: tuple[str, ...]) -> None:
    version = called(program, *words, "--version")
    assert (version.returncode, version.stdout.decode().strip()) == (0, f"dualtrack {__version__}")
    helped = called(program, *words, "--help")
    assert (helped.returncode, helped.stderr) == (0, b"")
    assert b"Protocol" in helped.stdout
    assert b"--version" in helped.stdout


@pytest.mark.parametrize(("program", "words"), [*CALLS, (WHOLE, ("mcp",))])
def test_an_option_that_it_does_not_have_is_refused(program: str, words: tuple[str, ...]) -> None:
    refused = called(program, *words, "--socket=6000")
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert b"--socket=6000" in refused.stderr


@pytest.mark.parametrize(("program", "words"), CALLS)
def test_what_editors_say_of_themselves_is_taken(program: str, words: tuple[str, ...], tmp_path: Path) -> None:
    said = b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(each), each) for each in (HELLO, BYE))
    answered = called(program, *words, "--stdio", "--clientProcessId=1", said=said)
    assert b'"capabilities"' in answered.stdout


def test_messages_may_come_from_a_file(tmp_path: Path) -> None:
    said = tmp_path / "said"
    said.write_bytes(b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(each), each) for each in (HELLO, BYE)))
    with said.open("rb") as opened:
        answered = subprocess.run([sys.executable, "-c", OWN], stdin=opened, env=ENV, capture_output=True, timeout=60)
    assert b'"capabilities"' in answered.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot have a socket as its standard input there")
def test_the_server_leaves_with_a_client_that_breaks_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        client = socket.create_connection(listening.getsockname())
        served, _ = listening.accept()
    pipes = {"stdin": served, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with served, subprocess.Popen([sys.executable, "-c", OWN], env=ENV, **pipes) as server:
        client.sendall(b"Content-Length: %d\r\n\r\n%s" % (len(HELLO), HELLO))
        assert server.stdout and server.stdout.readline()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()  # at once, so that reading fails
        assert server.stderr and (server.wait(30), server.stderr.read()) == (0, b"")
