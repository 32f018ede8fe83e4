"""What a chat client can rely on, seen with the `websockets` library, against the generated service and the gateway."""

from __future__ import annotations

import contextlib
import json
import uuid

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from server import eventually


def room() -> str:
    return "r" + uuid.uuid4().hex[:10]


class Person:
    """One WebSocket client that keeps what it gets."""

    def __init__(self, server, name: str, where: str | None = None, **options):
        path = f"/ws/{where}?name={name}" if where else f"/ws?name={name}"
        self.socket = connect(server.ws(path), open_timeout=10, close_timeout=1, compression=None, **options)

    def say(self, text: str) -> None:
        self.socket.send(json.dumps({"text": text}, ensure_ascii=False))

    def next(self, kind: str | None = None) -> dict:
        while True:
            event = json.loads(self.socket.recv(timeout=10))
            if kind is None or event["type"] == kind:
                return event

    def closed(self) -> tuple[int, str]:
        with pytest.raises(ConnectionClosed):
            while True:
                self.socket.recv(timeout=15)
        return self.socket.close_code, self.socket.close_reason

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()


def test_what_one_says_everyone_in_the_room_gets_the_sender_too(chat):
    where = room()
    with Person(chat, "ann", where) as ann, Person(chat, "bob", where) as bob:
        ann.say("hello")
        for person in (ann, bob):
            event = person.next("message")
            assert (event["user"], event["text"], event["room"]) == ("ann", "hello", where)
            assert event["id"] == 1
            assert event["sentAt"].endswith("Z")
        bob.say("hi ann")
        assert ann.next("message")["id"] == 2


def test_a_newcomer_gets_the_roster_and_the_others_hear_of_it(chat):
    where = room()
    with Person(chat, "ann", where) as ann:
        assert ann.next() == {"type": "roster", "users": ["ann"]}
        with Person(chat, "bob", where) as bob:
            assert sorted(bob.next()["users"]) == ["ann", "bob"]
            assert ann.next() == {"type": "joined", "user": "bob"}
        assert ann.next() == {"type": "left", "user": "bob"}


def test_a_second_tab_of_one_person_is_not_announced(chat):
    where = room()
    with Person(chat, "ann", where) as ann, Person(chat, "bob", where) as bob:
        bob.next("roster")
        ann.next("joined")
        with Person(chat, "bob", where) as tab:
            assert sorted(tab.next("roster")["users"]) == ["ann", "bob"]
        bob.say("still here")
        assert ann.next()["type"] == "message"      # neither joined nor left came between


def test_rooms_are_apart_and_main_is_the_room_of_the_bare_path(chat):
    here, there = room(), room()
    with Person(chat, "ann", here) as ann, Person(chat, "bob", there) as bob, Person(chat, "eve") as eve:
        bob.say("elsewhere")
        bob.next("message")
        ann.say("here")
        assert ann.next("message")["text"] == "here"
        eve.say("in main")
        assert eve.next("message")["room"] == "main"


def test_presence_lists_rooms_and_who_is_in_them(chat):
    where = room()
    with Person(chat, "ann", where), Person(chat, "bob", where):
        eventually(lambda: sorted(chat.rooms().get(where, [])) == ["ann", "bob"], what="both in the room")
    eventually(lambda: where not in chat.rooms(), what="the empty room gone")


def test_messages_of_one_sender_arrive_in_order_each_in_its_own_frame(chat):
    where = room()
    with Person(chat, "ann", where) as ann, Person(chat, "bob", where) as bob:
        for number in range(15):
            ann.say(f"line one {number}\nline two")
        for number in range(15):
            event = bob.next("message")
            assert event["text"] == f"line one {number}\nline two"
            assert event["id"] == number + 1
            assert ann.next("message") == event


def test_text_is_trimmed_and_what_is_empty_is_ignored(chat):
    with Person(chat, "ann", room()) as ann:
        ann.say("   ")
        ann.say("  hi  ")
        event = ann.next("message")
        assert (event["id"], event["text"]) == (1, "hi")


@pytest.mark.parametrize("frame, part", [
    ('{"text": 5}', "text"),
    ("{}", "text"),
    (json.dumps({"text": "x" * 513}), "text"),
    ("not json", ""),
    ("[1]", ""),
])
def test_a_message_that_breaks_its_type_is_answered_and_the_connection_stays(chat, frame, part):
    where = room()
    with Person(chat, "ann", where) as ann, Person(chat, "bob", where) as bob:
        ann.socket.send(frame)
        problem = ann.next("problem")
        assert problem["status"] in (400, 422)
        assert part in json.dumps(problem.get("violations", problem))
        ann.say("fine")
        assert ann.next("message")["text"] == "fine"
        bob.next("roster")
        assert bob.next()["type"] in ("message", "joined")


def test_a_binary_frame_is_no_json_message_and_closes_with_1003(chat):
    with Person(chat, "ann", room()) as ann:
        ann.socket.send(b'{"text": "hi"}')
        assert ann.closed()[0] == 1003


def test_a_message_over_the_limit_closes_with_1009(chat):
    with Person(chat, "ann", room()) as ann:
        ann.socket.send("x" * 5000)
        assert ann.closed()[0] == 1009


def test_too_many_messages_a_second_close_with_1008(chat):
    with Person(chat, "ann", room()) as ann:
        with contextlib.suppress(ConnectionClosed):
            for _ in range(100):
                ann.say("spam")
        assert ann.closed()[0] == 1008


@pytest.mark.parametrize("path, statuses", [
    ("/ws", (400, 422)),
    ("/ws?name=", (400, 422)),
    ("/ws?name=" + "n" * 33, (422,)),
    ("/ws/" + "r" * 65 + "?name=ann", (422,)),
    ("/nowhere", (404,)),
])
def test_a_bad_handshake_is_refused_before_the_upgrade_with_a_problem(chat, path, statuses):
    with pytest.raises(InvalidStatus) as refused:
        connect(chat.ws(path), open_timeout=10)
    response = refused.value.response
    assert response.status_code in statuses
    assert response.headers["Content-Type"].startswith("application/problem+json")
    assert json.loads(response.body)["status"] == response.status_code


@pytest.mark.parametrize("origin, welcome", [
    ("http://evil.example", False), ("null", False), ("SAME", True), (None, True), ("https://127.0.0.1.evil.example", False),
])
def test_only_the_same_host_may_connect_from_a_page(chat, origin, welcome):
    origin = f"http://127.0.0.1:{chat.port}" if origin == "SAME" else origin
    if welcome:
        connect(chat.ws(), origin=origin, open_timeout=10).close()
    else:
        with pytest.raises(InvalidStatus) as refused:
            connect(chat.ws(), origin=origin, open_timeout=10)
        assert refused.value.response.status_code == 403


def test_a_handler_nobody_has_written_answers_501(chat):
    response = chat.request("POST", "/rooms/main/messages", {"user": "ann", "text": "hi"})
    assert response.status == 501
    assert response.getheader("Content-Type").startswith("application/problem+json")
    assert "postMessage" in response.text


def test_ping_is_answered_and_close_is_echoed(chat):
    with Person(chat, "ann", room()) as ann:
        assert ann.socket.ping().wait(10)
        ann.socket.close(3001, "bye")
        assert ann.socket.close_code == 3001
