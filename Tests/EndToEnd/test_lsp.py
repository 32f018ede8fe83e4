"""The language server as an editor uses it: a real process, real framing, files on disk."""

from __future__ import annotations

import pytest

from language_client import LanguageClient


@pytest.fixture
def client(gen, workdir):
    with LanguageClient([gen, "lsp", "--stdio"]) as client:
        capabilities = client.result(
            "initialize", {"processId": None, "rootUri": workdir.as_uri(), "capabilities": {}}
        )["capabilities"]
        assert capabilities["textDocumentSync"]["change"] == 1
        client.notify("initialized", {})
        yield client


def opened(client, path, text=None):
    uri = path.as_uri()
    text = path.read_text() if text is None else text
    client.notify(
        "textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}}
    )
    return uri


def changed(client, uri, text):
    client.notify(
        "textDocument/didChange", {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": text}]}
    )


def place(text, word, offset=0):
    """Parameters for the place of a word in a text, columns in UTF-16."""
    before = text[: text.index(word) + offset]
    return {"line": before.count("\n"), "character": len(before.rpartition("\n")[2].encode("utf-16-le")) // 2}


def test_a_session_from_opening_to_exit(client, workdir):
    path = workdir / "chat.yaml"
    text = path.read_text()
    uri = opened(client, path)
    assert client.diagnostics(uri) == []

    changed(client, uri, text.replace("presence: chat", "presence: chatt"))
    (finding,) = client.diagnostics(uri)
    assert finding["code"] == "GEN0301" and "did you mean 'chat'" in finding["message"]
    line = finding["range"]["start"]["line"]
    assert "chatt" in text.replace("presence: chat", "presence: chatt").splitlines()[line]
    changed(client, uri, text)
    assert client.diagnostics(uri) == []

    at = {"textDocument": {"uri": uri}, "position": place(text, "returns: Message", 10)}
    assert "What someone said in a room." in client.result("textDocument/hover", at)["contents"]["value"]
    target = client.result("textDocument/definition", at)
    assert target["uri"] == uri
    assert text.splitlines()[target["range"]["start"]["line"]].strip() == "Message:"

    edits = client.result("textDocument/rename", {**at, "newName": "Line"})["changes"][uri]
    lines = text.splitlines()
    for edit in sorted(edits, key=lambda edit: (edit["range"]["start"]["line"], -edit["range"]["start"]["character"])):
        start, end = edit["range"]["start"], edit["range"]["end"]
        line = lines[start["line"]]
        assert line[start["character"] : end["character"]] == "Message"
        lines[start["line"]] = line[: start["character"]] + edit["newText"] + line[end["character"] :]
    renamed = "\n".join(lines) + "\n"
    changed(client, uri, renamed)
    client.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert "Message" not in renamed.replace("postMessage", "").replace("message: Line", "")

    names = [symbol["name"] for symbol in client.result("textDocument/documentSymbol", {"textDocument": {"uri": uri}})]
    assert names == ["info", "types", "unions", "aliases", "routes", "hubs"]

    changed(client, uri, text.replace("service: chat", "service:   chat"))
    (edit,) = client.result(
        "textDocument/formatting", {"textDocument": {"uri": uri}, "options": {"tabSize": 2, "insertSpaces": True}}
    )
    assert edit["newText"] == text

    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert client.result("shutdown") is None
    assert client.exit() == 0


def test_completion_while_the_text_is_no_yaml(client, workdir):
    path = workdir / "chat.yaml"
    text = path.read_text() + "upstreams:\n  old:\n    bal"
    uri = opened(client, path, text)
    assert client.diagnostics(uri)
    end = {"line": text.count("\n"), "character": 7}
    items = client.result("textDocument/completion", {"textDocument": {"uri": uri}, "position": end})
    assert {"balance", "targets"} <= {item["label"] for item in items}


def test_an_imported_file_is_checked_with_the_spec_that_imports_it(client, workdir):
    (workdir / "parts").mkdir()
    part = workdir / "parts" / "types.yaml"
    part.write_text("types:\n  Shared: { name: string }\n")
    main = workdir / "main.yaml"
    main.write_text(
        "spec: 1\nservice: main\nimport: [parts/types.yaml]\nroutes:\n  GET /: { handler: get, returns: Shared }\n"
    )
    uri = opened(client, part)
    assert client.diagnostics(uri) == []
    changed(client, uri, "types:\n  Shared: { name: Nmae }\n")
    assert [finding["code"] for finding in client.diagnostics(uri)] == ["GEN0123"]
    # The main file is not open, but what is wrong there now is told too.
    changed(client, uri, "types:\n  Other: { name: string }\n")
    assert [finding["code"] for finding in client.diagnostics(main.as_uri())] == ["GEN0123"]
    at = {"textDocument": {"uri": opened(client, main)}, "position": {"line": 2, "character": 12}}
    assert client.result("textDocument/definition", at)["uri"] == uri


@pytest.mark.parametrize("garbage", [b"GET / HTTP/1.1\r\n\r\n", b"Content-Length: 9\r\n", b"\x00" * 20000, b""])
def test_what_is_no_protocol_ends_it_with_a_status_and_no_crash(gen, garbage):
    with LanguageClient([gen, "lsp"]) as client:
        client.write(garbage)
        client.process.stdin.close()
        assert client.process.wait(30) == 1


def test_messages_that_make_no_sense_are_answered_and_the_session_goes_on(client):
    client.write(b"Content-Length: 8\r\n\r\nnot json")
    assert client.read()["error"]["code"] == -32700
    assert client.request("no/such", {})["error"]["code"] == -32601
    assert client.request("textDocument/hover", 7)["error"]["code"] == -32602
    assert client.request("textDocument/hover", {"textDocument": {"uri": "file:///nowhere"}})["error"]["code"] == -32803
    body = b"[" * 100000
    client.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    assert client.read()["error"]["code"] == -32700
    assert client.result("shutdown") is None
    assert client.exit() == 0
