import Foundation
import TestSupport
import Testing

/// The protocol's own client, which we did not write, lists and calls every tool, and holds what comes against its schema.
@Suite("The Model Context Protocol's own client")
struct AgentClientTests {
    private let archive: MeasuredArchive

    init() throws { archive = try MeasuredArchive() }

    private func ask(_ arguments: [String]) throws {
        let result = try Program(URL(fileURLWithPath: "/usr/bin/env")).run(
            ["python3", "-c", Self.client, Checkout.agentClient.path] + arguments)
        #expect(result.exitCode == 0, "\(result.stderr)")
        #expect(result.stdout == "legacy 2025-06-18\nauto 2025-06-18\n")
    }

    @Test("lists and calls every tool on stdin and stdout")
    func stdio() throws {
        try ask(["stdio", MetricsctlRun.url.path, "mcp", "--db", archive.path])
    }

    @Test("lists and calls every tool over HTTP")
    func http() throws {
        let token = "0123456789abcdef"
        let file = archive.folder.url.appending(path: "token")
        try Data(token.utf8).write(to: file)
        let server = try ServedProgram(archive: archive.path, arguments: ["--quiet", "--token-file", file.path])
        try ask(["http", "\(server.url)/mcp", token])
    }

    private static let client = #"""
        import asyncio, json, sys
        sys.path.insert(0, sys.argv[1])
        import httpx2
        from mcp import Client, StdioServerParameters
        from mcp.client.streamable_http import streamable_http_client

        at = "2025-10-17T05:31:00Z"
        calls = [
            ("list_models", {}), ("list_models", {"model": ["llama*"], "limit": 1}),
            ("latency", {"hours": "24h", "below": ["200ms", "2s"], "by": ["source"]}),
            ("latency", {"measure": "ttft", "source": ["east"], "by": ["region"], "where": ["region=eu"]}),
            ("latency", {"measure": "itl"}), ("latency", {"measure": "errors"}), ("latency", {"measure": "output_tokens"}),
            ("latency_history", {"hours": 1, "source": "east"}),
            ("latency_history", {"measure": "errors", "source": ["east"]}),
            ("latency_history", {"measure": "itl", "source": ["east"], "step": "15m"}),
            ("objectives", {"below": "2s", "target": "99%"}), ("compare", {}),
            ("compare", {"since": "1h", "against": "last-week", "by": ["source"], "hours": "7d"}),
            ("health", {}), ("latency", {"model": ["nobody"]}),
        ]

        async def ask(client):
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert len(tools) == 6 and set(tools) == {name for name, _ in calls}, tools
            for tool in tools.values():
                assert tool.annotations.read_only_hint is True
                assert tool.input_schema["additionalProperties"] is False
                assert tool.output_schema["additionalProperties"] is False
            for name, arguments in calls:
                # It raises where what comes is not what the schema says.
                result = await client.call_tool(name, {**arguments, "at": at})
                assert not result.is_error, (name, result)
                assert json.loads(result.content[0].text) == result.structured_content, name
                told = result.structured_content
                rows = told["comparison"]["data"] if name == "compare" else told["data"]
                assert rows or arguments.get("model") == ["nobody"], (name, told)
            wrong = await client.call_tool("latency", {"modl": "x"})
            assert wrong.is_error and "did you mean model?" in wrong.content[0].text, wrong

        async def main():
            kind, rest = sys.argv[2], sys.argv[3:]
            for mode in ("legacy", "auto"):
                if kind == "stdio":
                    server = StdioServerParameters(command=rest[0], args=rest[1:])
                    async with Client(server, mode=mode) as client:
                        await ask(client)
                        print(mode, client.protocol_version)
                    continue
                headers = {"Authorization": "Bearer " + rest[1]}
                async with httpx2.AsyncClient(headers=headers) as http:
                    async with Client(streamable_http_client(rest[0], http_client=http), mode=mode) as client:
                        await ask(client)
                        print(mode, client.protocol_version)

        asyncio.run(main())
        """#
}
