"""The page of a migration: what stands in it, and how it is to use in a real browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from fixer import engine
from fixer.edit import Safety, Skip
from fixer.engine import Change, Problem
from fixer.report import Tally
from fixer.report.migration import OTHER, ROOT, UNKNOWN, Page, Seen, embedded, look
from fixer.workspace.run import Outcome

if TYPE_CHECKING:
    from tests.conftest import Run

EVIL = (
    "</script><script>document.title='broken'</script><img src=x onerror=alert(1)><!--\u202e&\x1b"
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    return tmp_path


def page(*outcomes: Outcome, done: bool = False) -> str:
    parts: list[str] = []
    made, tally = Page(parts.append, done=done), Tally()
    for outcome in outcomes:
        tally.add(outcome)
        made.add(outcome)
    made.end(tally)
    return "".join(parts)


def data(text: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text)
    assert found
    return json.loads(found[1])


def outcomes(count: int) -> Iterator[Outcome]:
    """Files of three teams: a third root and fixed, a third with places left, a third neither."""
    for number in range(count):
        kind = number % 3
        diff = f"@@ -1 +1 @@\n-ENV A {number}\n+ENV A={number}\n".encode()
        yield Outcome(
            f"{'abc'[kind]}/app{number}/Dockerfile",
            changed=kind == 0,
            changes=[Change("env_key_value", 1, "it is deprecated", Safety.SAFE)] * (number % 5 + 1)
            if kind == 0
            else (),
            skips=[Skip(2, "what it runs is not known", Safety.UNSAFE, "nonroot_user")]
            if kind == 1
            else (),
            seen=Seen(
                diff if kind == 0 else b"",
                (f"image{number % 20}",),
                OTHER if kind == 2 else ROOT,
                ROOT if kind == 1 else OTHER,
            ),
        )


# What stands in it.


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ('FROM debian:12\nCOPY a /a\nCMD ["/a"]\n', ROOT, None),
        ("FROM debian:12\nUSER 1000\n", OTHER, OTHER),
        ("FROM corp.example/what\nENV A 1\n", UNKNOWN, UNKNOWN),
        ("ARG B\nFROM $B\n", UNKNOWN, UNKNOWN),
        ("FROM scratch\nCOPY a /a\n", ROOT, ROOT),
        ("FROM debian:12 AS a\nUSER 5\nFROM a\n", OTHER, OTHER),
    ],
)
def test_who_the_images_run_as(text: str, before: str, after: str | None) -> None:
    options = engine.Options(offline=True)
    seen = look(engine.fix(text.encode(), options), options, None)
    assert seen
    assert seen.before == before
    assert after is None or seen.after == after


def test_a_user_of_its_own_is_seen() -> None:
    options = engine.Options(offline=True, safety=Safety.UNSAFE)
    result = engine.fix(b'FROM debian:12\nCOPY a /a\nCMD ["/a"]\n', options)
    seen = look(result, options, None)
    assert seen
    assert (seen.before, seen.after) == (ROOT, OTHER)
    assert seen.bases == ("debian",)
    assert b"+USER" in seen.diff
    assert not seen.diff.startswith(b"diff")


def test_the_target_counts() -> None:
    text = b"FROM node:20 AS a\nUSER 5\nFROM ghcr.io/x/y:1@sha256:" + b"a" * 64 + b" AS b\nUSER 0\n"
    for target, bases, user in (("a", ("node",), OTHER), (None, ("ghcr.io/x/y",), ROOT)):
        options = engine.Options(offline=True, target=target)
        seen = look(engine.fix(text, options), options, None)
        assert seen
        assert (seen.bases, seen.before) == (bases, user)


def test_what_is_no_dockerfile_has_nothing_to_see() -> None:
    result = engine.fix(b"FRM x\n")
    assert look(result, engine.Options(), None) is None
    text = page(Outcome("x", problem=Problem("unknown", 3), failure="fixed"))
    assert data(text)["files"][0]["problem"] == "unknown"


def test_nothing_from_elsewhere_is_markup() -> None:
    text = page(
        Outcome(
            EVIL,
            True,
            [Change(EVIL, 1, EVIL, Safety.SAFE)],
            [Skip(1, EVIL, None, EVIL)],
            seen=Seen(f"+{EVIL}".encode(), (EVIL,), ROOT, ROOT),
        )
    )
    assert text.count("</script>") == 3
    assert "<img" not in text
    assert "<!--" not in text
    assert not set("\u202e\x1b") & set(text)
    assert json.loads(embedded(EVIL)) == EVIL


def test_the_page_asks_for_nothing() -> None:
    text = page(*outcomes(5))
    assert not re.search(r"https?://|url\(|@import|\bsrc=|<link", text)
    assert "default-src 'none'" in text


def test_owners_are_teams(here: Path, run: Run) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    (here / ".github").mkdir()
    (here / ".github" / "CODEOWNERS").write_text("* @corp/all\n/web/ @corp/web @me\n")
    for name in ("web", "data"):
        (here / name).mkdir()
        (here / name / "Dockerfile").write_text("FROM debian:12\nENV A 1\n")
    said = run("report")
    assert said.exit_code == 0, said.output
    found = data(said.stdout)
    assert found["by"] == "team"
    assert {file["path"]: file["group"] for file in found["files"]} == {
        "data/Dockerfile": "@corp/all",
        "web/Dockerfile": "@corp/web @me",
    }
    (here / ".github" / "CODEOWNERS").unlink()
    found = data(run("report", "web", "data").stdout)
    assert found["by"] == "folder"
    assert {file["group"] for file in found["files"]} == {"data", "web"}


def test_the_command(here: Path, run: Run) -> None:
    (here / "Dockerfile").write_text("FROM debian:12\nENV A 1\n")
    said = run("report", "-o", "report.html")
    assert said.exit_code == 0
    assert said.stdout == ""
    first = (here / "report.html").read_text("utf-8")
    assert "1970-01-01 00:00 UTC" in first
    assert "1 file would change" in first
    assert (here / "Dockerfile").read_text() == "FROM debian:12\nENV A 1\n"
    assert run("report").stdout == first
    said = run("report", "--write", "-o", "report.html")
    assert "1 file changed" in (here / "report.html").read_text("utf-8")
    assert "ENV A=1" in (here / "report.html").read_text("utf-8")
    assert (here / "Dockerfile").read_text() == "FROM debian:12\nENV A=1\n"
    (here / "Dockerfile").write_text("FRM x\n")
    assert run("report", "-o", "report.html").exit_code == 2
    assert run("report", "-").exit_code == 2
    assert run("report", "-q", "-v").exit_code == 2


def test_many_processes_see_the_same(here: Path, run: Run) -> None:
    for number in range(5):
        (here / f"{number}.Dockerfile").write_text(f"FROM debian:12\nENV A {number}\n")
    assert run("report", "-j", "2").stdout == run("report", "-j", "1").stdout


# In a browser.


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        if os.environ.get("CI"):
            pytest.fail("chromium or chromedriver is not installed")
        pytest.skip("chromium or chromedriver is not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    made = webdriver.Chrome(options=options, service=Service(driver))
    yield made
    made.quit()


@pytest.fixture
def opened(browser: webdriver.Chrome, tmp_path: Path) -> Iterator[Any]:
    """Opens a page of so many files; afterwards nothing must have been asked for or said."""

    def opens(text: str, width: int = 1280, **media: str) -> webdriver.Chrome:
        (tmp_path / "report.html").write_text(text, "utf-8")
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        media = {"prefers-reduced-motion": "reduce", **media}
        features = [{"name": name, "value": value} for name, value in media.items()]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        browser.get_log("performance")
        browser.get_log("browser")
        browser.get((tmp_path / "report.html").as_uri())
        return browser

    yield opens
    assert browser.get_log("browser") == []
    events = [json.loads(row["message"])["message"] for row in browser.get_log("performance")]
    asked = [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]
    assert [url for url in asked if not url.startswith("file:///")] == []
    assert {url.rpartition("/")[2] for url in asked} <= {"report.html"}
    assert len(asked) <= 1


def paths(browser: webdriver.Chrome) -> list[str]:
    return [each.text for each in browser.find_elements(By.CSS_SELECTOR, "#table .path")]


def count(browser: webdriver.Chrome) -> str:
    return browser.find_element(By.ID, "count").text


def header(browser: webdriver.Chrome, name: str) -> Any:
    return browser.find_element(By.CSS_SELECTOR, f"[data-sort={name}]")


def order(browser: webdriver.Chrome) -> dict[str, str]:
    return {
        each.find_element(By.TAG_NAME, "button").text: str(each.get_attribute("aria-sort"))
        for each in browser.find_elements(By.CSS_SELECTOR, "#table th")
    }


def waits(browser: webdriver.Chrome, wanted: str) -> None:
    WebDriverWait(browser, 20).until(lambda _: count(browser) == wanted)


def test_sorting_with_the_keyboard(opened: Any) -> None:
    browser = opened(page(*outcomes(30)))
    assert paths(browser)[:3] == ["a/app0/Dockerfile", "a/app3/Dockerfile", "a/app6/Dockerfile"]
    assert order(browser)["File"] == "ascending"
    header(browser, "path").send_keys(Keys.ENTER)
    assert paths(browser)[0] == "c/app29/Dockerfile"
    assert order(browser)["File"] == "descending"
    header(browser, "edits").send_keys(Keys.SPACE)
    assert order(browser) == {
        "File": "none", "Folder": "none", "Base image": "none", "User": "none",
        "Edits": "descending", "Left": "none",
    }  # fmt: skip
    figures = [
        int(each.text) for each in browser.find_elements(By.CSS_SELECTOR, "tbody td:nth-child(5)")
        if each.is_displayed()
    ]  # fmt: skip
    assert figures[:2] == [5, 5]
    assert len(set(paths(browser))) == 30


def test_filters(opened: Any) -> None:
    browser = opened(page(*outcomes(30)))
    assert count(browser) == "30 of 30 files"
    box = browser.find_element(By.ID, "filter")
    box.send_keys("APP2 env_key")
    waits(browser, "3 of 30 files")
    assert paths(browser)[0] == "a/app21/Dockerfile"
    box.send_keys(" no such thing")
    waits(browser, "0 of 30 files")
    assert "No file is like that." in browser.find_element(By.CSS_SELECTOR, "#table tbody").text
    box.clear()
    box.send_keys("x", Keys.BACKSPACE)
    waits(browser, "30 of 30 files")
    status = Select(browser.find_element(By.ID, "status"))
    for value, wanted in (("changed", 10), ("left", 10), ("root", 10), ("problem", 0), ("", 30)):
        status.select_by_value(value)
        assert count(browser) == f"{wanted} of 30 files"


def test_a_bar_of_a_chart_filters(opened: Any) -> None:
    browser = opened(page(*outcomes(30)))
    bar = browser.find_element(By.CSS_SELECTOR, '[data-query="image3"]')
    bar.send_keys(Keys.ENTER)
    assert count(browser) == "2 of 30 files"
    assert bar.get_attribute("aria-pressed") == "true"
    clear = browser.find_element(By.ID, "clear")
    assert "image3" in clear.text
    clear.send_keys(Keys.ENTER)
    assert count(browser) == "30 of 30 files"
    assert not clear.is_displayed()
    assert browser.switch_to.active_element.get_attribute("id") == "filter"
    for query, wanted in (("env_key_value", 10), ("a", 10)):
        browser.find_element(By.CSS_SELECTOR, f'[data-query="{query}"]').send_keys(Keys.ENTER)
        assert count(browser) == f"{wanted} of 30 files"


def test_a_file_shows_its_diff_and_its_reasons(opened: Any) -> None:
    browser = opened(page(*outcomes(6)))
    button = browser.find_elements(By.CSS_SELECTOR, "#table .path")[1]
    assert button.get_attribute("aria-expanded") == "false"
    button.send_keys(Keys.ENTER)
    assert button.get_attribute("aria-expanded") == "true"
    more = browser.find_element(By.CSS_SELECTOR, "tr.more")
    assert "line 1, env_key_value: it is deprecated (safe)" in more.text
    assert [each.text for each in more.find_elements(By.CSS_SELECTOR, ".diff span")] == [
        "@@ -1 +1 @@", "-ENV A 3", "+ENV A=3",
    ]  # fmt: skip
    assert more.find_element(By.CSS_SELECTOR, ".diff .add").text == "+ENV A=3"
    button.send_keys(Keys.ENTER)
    assert browser.find_elements(By.CSS_SELECTOR, "tr.more") == []
    browser.find_elements(By.CSS_SELECTOR, "#table .path")[2].send_keys(Keys.ENTER)
    more = browser.find_element(By.CSS_SELECTOR, "tr.more")
    assert "what it runs is not known (unsafe)" in more.text


def test_hostile_texts_in_a_browser(opened: Any) -> None:
    browser = opened(
        page(
            Outcome(
                EVIL,
                True,
                [Change(EVIL, 1, EVIL, Safety.SAFE)],
                [Skip(1, EVIL, None, EVIL)],
                seen=Seen(f"+{EVIL}\r\n+\u202e".encode(), (EVIL,), ROOT, ROOT),
            )
        )
    )
    assert browser.title == "Dockerfile migration: 1 of 1 files"
    browser.find_element(By.CSS_SELECTOR, "#table .path").send_keys(Keys.ENTER)
    assert browser.find_elements(By.TAG_NAME, "img") == []
    spans = browser.find_elements(By.CSS_SELECTOR, ".diff span")
    assert spans[0].text.startswith("+</script><script>document.title='broken'")
    assert spans[1].text == "+\\u202e"
    for each in browser.find_elements(By.CSS_SELECTOR, "[data-query]"):
        each.send_keys(Keys.ENTER)
        assert count(browser) == "1 of 1 files"
        each.send_keys(Keys.ENTER)


def test_the_keyboard_reaches_everything(opened: Any) -> None:
    browser = opened(page(*outcomes(3)))
    reached = []
    for _ in range(60):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        active = browser.switch_to.active_element
        reached.append(active.get_attribute("id") or active.text)
        outline = active.value_of_css_property("outline-style")
        assert active.tag_name == "body" or outline != "none", active.text
        if active.text == "c/app2/Dockerfile":
            break
    assert reached[0] == "Skip to the files"
    assert reached[-1] == "c/app2/Dockerfile"
    for wanted in ("env_key_value", "image1", "filter", "status", "Edits", "b/app1/Dockerfile"):
        assert wanted in reached


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_page_is_wider_than_the_screen(width: int, opened: Any) -> None:
    long = Outcome(
        "a/" + "long" * 60 + "/Dockerfile",
        True,
        [Change("env_key_value", 1, "why" * 80, Safety.SAFE)],
        seen=Seen(b"+" + b"wide " * 80, ("registry.example/" + "image" * 30,), ROOT, OTHER),
    )
    browser = opened(page(long, *outcomes(1200)), width=width)
    for _ in range(2):
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
        browser.find_element(By.CSS_SELECTOR, "#table .path").send_keys(Keys.ENTER)
    for summary in browser.find_elements(By.TAG_NAME, "summary"):
        summary.click()
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def luminance(color: str) -> float:
    channels = [int(each) / 255 for each in re.findall(r"\d+", color)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(scheme: str, opened: Any) -> None:
    """The contrast that WCAG's level AA asks for: 4.5 to 1."""
    browser = opened(page(*outcomes(6)), **{"prefers-color-scheme": scheme})
    for button in browser.find_elements(By.CSS_SELECTOR, "#table .path")[:3]:
        button.send_keys(Keys.ENTER)
    browser.find_element(By.TAG_NAME, "summary").click()
    pairs = browser.execute_script("""
        const solid = (color) => !/, 0\\)$/.test(color);
        return [...document.querySelectorAll("body *")]
          .filter((e) => e.offsetParent && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
          .map((e) => {
            let at = e;
            while (at.parentElement && !solid(getComputedStyle(at).backgroundColor)) at = at.parentElement;
            return [e.textContent.slice(0, 40), getComputedStyle(e).color, getComputedStyle(at).backgroundColor];
          });
    """)  # noqa: E501
    assert len(pairs) > 40
    for text, color, ground in pairs:
        high, low = sorted((luminance(color), luminance(ground)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, (text, color, ground)
    ground = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert (luminance(ground) < 0.1) == (scheme == "dark")


def test_five_thousand_files(opened: Any) -> None:
    text = page(*outcomes(5000))
    browser = opened(text)
    assert count(browser) == "5000 of 5000 files"
    assert len(paths(browser)) == 100  # what is not looked at is not laid out
    assert browser.find_element(By.ID, "page").text == "1 of 50"
    following = browser.find_element(By.ID, "next")
    following.send_keys(Keys.ENTER)
    assert browser.find_element(By.ID, "page").text == "2 of 50"
    assert browser.find_element(By.ID, "previous").is_enabled()
    browser.find_element(By.ID, "filter").send_keys("app4998/")
    waits(browser, "1 of 5000 files")
    assert not following.is_displayed()
    browser.find_element(By.CSS_SELECTOR, "#table .path").send_keys(Keys.ENTER)
    assert browser.find_element(By.CSS_SELECTOR, ".diff .add").text == "+ENV A=4998"
