"""Two people in two real browsers (headless Chromium), against the generated service and the gateway."""

from __future__ import annotations

import shutil

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from server import eventually
from test_chat import Person, room

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


class Page:
    """The chat page in a browser of its own; `trusting` takes any certificate, and keeps what the network did."""

    def __init__(self, profile, size=(1100, 760), dark=False, trusting=False):
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or "chromium"
        for flag in ("headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
                     "disable-component-update", "disable-sync", "hide-scrollbars", "disable-dev-shm-usage",
                     f"user-data-dir={profile}", f"window-size={size[0]},{size[1]}"):
            options.add_argument("--" + flag)
        if trusting:
            options.add_argument("--ignore-certificate-errors")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"} | ({"performance": "ALL"} if trusting else {}))
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver") or "chromedriver"))
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.command("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1], deviceScaleFactor=1, mobile=size[0] < 600)

    def command(self, name: str, **arguments):
        return self.driver.execute_cdp_cmd(name, arguments)

    def find(self, selector: str):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        return self.driver.execute_script(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector)

    def join(self, server, name: str, where: str) -> "Page":
        self.driver.get(server.url + "/")
        for field, value in (("#name", name), ("#room", where)):
            self.find(field).clear()
            self.find(field).send_keys(value)
        self.find("#room").send_keys(Keys.ENTER)
        self.until_state("online")
        return self

    def state(self) -> str:
        return self.find("#state").get_attribute("data-state")

    def until_state(self, state: str) -> None:
        eventually(lambda: self.state() == state, 30, f"the page {state}")

    def say(self, text: str) -> None:
        self.find("#text").send_keys(text + Keys.ENTER)

    def sees(self, text: str, selector: str = "#messages .bubble") -> None:
        eventually(lambda: text in self.texts(selector), 20, f"{text!r} on the page")

    def complaints(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")
                if entry["level"] == "SEVERE" and "WebSocket connection" not in entry["message"] and "ERR_CONNECTION" not in entry["message"]]

    def picture(self, path) -> None:
        self.driver.save_screenshot(str(path))


@pytest.fixture
def page(tmp_path):
    opened: list[Page] = []

    def open_page(**options) -> Page:
        opened.append(Page(tmp_path / f"profile{len(opened)}", **options))
        return opened[-1]

    yield open_page
    for one in opened:
        one.driver.quit()


def test_two_people_chat_see_each_other_and_come_back_after_a_restart(start, kind, page, artefacts):
    server = start()
    where = "garden"
    ann, bob = page().join(server, "Ann", where), page(size=(390, 844), dark=True).join(server, "Bob", where)

    ann.say("Good morning, Bob!")
    bob.sees("Good morning, Bob!")
    bob.say("Hello Ann. This is my phone.")
    ann.sees("Hello Ann. This is my phone.")
    ann.sees("Good morning, Bob!", "#messages li.own:not(.pending) .bubble")       # one's own message, as the server sent it
    assert ann.texts("#messages li.pending") == []
    assert "Bob" in ann.texts("#messages .meta b")
    assert ann.find("#messages time").get_attribute("datetime").endswith("Z")
    eventually(lambda: {"Ann (you)", "Bob"} == set(ann.texts("#people span")), what="both in the list of people")
    assert bob.find("#head-count").text == "2 here"
    eventually(lambda: any(where in one for one in ann.texts("#rooms button")), what="the room in the list of rooms")
    with Person(server, "Cleo", where) as cleo:
        ann.sees("Cleo joined", "#messages li.note")
        cleo.say("And hello from a script.")
        bob.sees("And hello from a script.")
        ann.picture(artefacts / f"{kind}-desktop-light.png")
        bob.picture(artefacts / f"{kind}-phone-dark.png")
    ann.sees("Cleo left", "#messages li.note")

    # The server dies: both pages say so, keep what is written, and come back by themselves.
    port = server.port
    server.kill()
    ann.until_state("offline")
    bob.until_state("offline")
    ann.say("Written while you were away.")
    ann.sees("Written while you were away.", "#messages li.pending .bubble")
    ann.find("#text").send_keys("half a thought")
    ann.picture(artefacts / f"{kind}-offline.png")
    start(port=port)
    ann.until_state("online")
    bob.until_state("online")
    ann.sees("Written while you were away.", "#messages li.own:not(.pending) .bubble")
    assert ann.find("#text").get_attribute("value") == "half a thought"
    bob.say("We are back.")
    ann.sees("We are back.")
    assert ann.complaints() == [] and bob.complaints() == []


def test_what_people_write_stays_text(chat, page):
    where = room()
    ann = page().join(chat, "<b>Ann</b>", where)
    ann.say("<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>")
    ann.sees("<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>")
    assert ann.driver.title != "owned"
    assert ann.driver.find_elements(By.CSS_SELECTOR, "#messages img, #messages script") == []
    eventually(lambda: "<b>Ann</b> (you)" in ann.texts("#people span"), what="the name as text")
    assert ann.complaints() == []


def test_a_message_that_is_too_long_or_too_many_is_not_lost(chat, page):
    ann = page().join(chat, "Ann", room())
    assert ann.find("#text").get_attribute("maxlength") == "512"
    ann.driver.execute_script("document.querySelector('#text').value = 'x'.repeat(600)")
    ann.find("#text").send_keys(Keys.ENTER)
    eventually(lambda: "512" in ann.find("#hint").text, what="the hint")
    assert len(ann.find("#text").get_attribute("value")) == 600


def test_the_page_works_by_keyboard_and_names_its_parts(chat, page, artefacts, kind):
    ann = page()
    ann.driver.get(chat.url + "/")
    ann.picture(artefacts / f"{kind}-door.png")
    assert ann.driver.switch_to.active_element.get_attribute("id") == "name"
    ann.driver.switch_to.active_element.send_keys("Ann" + Keys.TAB)
    assert ann.driver.switch_to.active_element.get_attribute("id") == "room"
    ann.driver.switch_to.active_element.send_keys(Keys.ENTER)
    ann.until_state("online")
    assert ann.driver.switch_to.active_element.get_attribute("id") == "text"
    assert ann.find("#messages").get_attribute("role") == "log"
    unnamed = ann.driver.execute_script("""
        return [...document.querySelectorAll('button, input, textarea')].filter(e => e.offsetParent)
            .filter(e => !(e.textContent.trim() || e.labels?.length || e.getAttribute('aria-label'))).map(e => e.outerHTML)""")
    assert unnamed == []
    ann.driver.switch_to.active_element.send_keys("typed" + Keys.SHIFT + Keys.ENTER + Keys.NULL + "lines" + Keys.ENTER)
    ann.sees("typed\nlines")


def test_the_page_keeps_a_bounded_number_of_messages(chat, page):
    where = room()
    ann = page().join(chat, "Ann", where)
    people = [Person(chat, f"p{n}", where) for n in range(30)]
    for turn in range(16):
        for person in people:
            person.say(f"m{turn}")
    eventually(lambda: ann.driver.execute_script("return document.querySelector('#messages').childElementCount") == 400, 30, "400 kept")
    ann.say("and on it goes")
    ann.sees("and on it goes")
    assert ann.driver.execute_script("return document.querySelector('#messages').childElementCount") <= 401
    for person in people:
        person.socket.close()
