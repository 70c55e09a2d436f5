"""The server on standard input and output. It keeps nothing between two calls: each reads the repository anew."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import anyio
from anyio import CapacityLimiter
from mcp.server.lowlevel.server import Server
from mcp.server.stdio import stdio_server
from mcp_types import CallToolRequestParams, CallToolResult, ListToolsResult, TextContent, ToolAnnotations
from mcp_types import Tool as ListedTool
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ArgsKwargs

from dualtrack import __version__
from dualtrack.changes.change import Refusal
from dualtrack.mcp.tools import Tool, Tools
from dualtrack.workspace.answers import schema_of, without

_ABOUT = "The board of an ML team: experiments with criteria, tasks with a Definition of Done, checked against runs and git."


def listed(name: str, tool: Tool) -> ListedTool:
    """A tool as it is told to agents: descriptions of types are left out, as each costs tokens in every conversation."""
    hints = ToolAnnotations(read_only_hint=not tool.writes, destructive_hint=False, open_world_hint=False)
    asked = without(tool.call.json_schema(), "title", "default")
    told = without(schema_of(tool.answer), "description")
    return ListedTool(name=name, description=tool.about, input_schema=asked, output_schema=told, annotations=hints)


def called(tools: Tools, name: str, arguments: dict[str, Any]) -> CallToolResult:
    """What a tool answers; what cannot be followed is said in words."""
    tool = tools.all.get(name)
    try:
        if not tool:
            raise Refusal(f"there is no tool {name}; there are {', '.join(tools.all)}")
        answer = tool.call.validate_python(ArgsKwargs((), arguments))
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        return _said("; ".join(faults), is_error=True)
    except Refusal as refusal:
        return _said(str(refusal), is_error=True)
    told = TypeAdapter[Any](tool.answer).dump_python(answer, mode="json")
    return _said(json.dumps(told, ensure_ascii=False, separators=(",", ":")), told)


def _said(text: str, told: Any = None, is_error: bool = False) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=told, is_error=is_error)


def server(roots: tuple[Path, ...]) -> Server[Any]:
    """The server of the tools on the repositories below some folders."""
    tools, one_at_a_time = Tools(roots), CapacityLimiter(1)
    told = ListToolsResult(tools=[listed(name, tool) for name, tool in tools.all.items()])

    async def list_tools(*_: object) -> ListToolsResult:
        return told

    async def call_tool(_: object, asked: CallToolRequestParams) -> CallToolResult:
        call = partial(called, tools, asked.name, asked.arguments or {})
        return await anyio.to_thread.run_sync(call, limiter=one_at_a_time)

    return Server("dualtrack", version=__version__, instructions=_ABOUT, on_list_tools=list_tools, on_call_tool=call_tool)


def main(roots: tuple[Path, ...]) -> None:
    """Serve until the agent leaves."""

    async def serve() -> None:
        served = server(roots)
        async with stdio_server() as (reading, writing):
            await served.run(reading, writing, served.create_initialization_options())

    anyio.run(serve)
