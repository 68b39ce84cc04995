"""The keepsake: one file that opens without the bot, with its reader's words and nobody else's."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from bot import albums, calls, gestures, keepsakes
from bot.errors import Correctable
from bot.totals import Span
from store.lines import Line
from store.prompts import Prompt
from store.relationships import Relationship
from tests.life import Life
from tests.looking import LEOS, MAYAS, SHARED, day, year

GOLDEN = Path(__file__).parent / "golden" / "keepsakes"
LOADS = ("src", "href", "srcset", "data", "poster", "action", "background", "xlink:href")
EMPTY = {"meta", "br", "line", "circle", "path"}


class Page(HTMLParser):
    """A page taken apart: its elements, its attributes, its text, and whether all are closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text += data


def file(life: Life, handle: str) -> tuple[str, str]:
    """Give the name and the text of somebody's keepsake."""

    def make(tx: Any) -> tuple[str, bytes]:
        row = tx.get_one(Relationship, life.relationship.id)
        return keepsakes.file(tx, row, life.person(handle, tx), life.now)

    name, content = life.run(make)
    return name, content.decode()


def line(life: Life, words: str, handle: str = "leo") -> None:
    """Let somebody have thanked the other."""
    row, author = life.relationship, life.person(handle)
    life.run(
        lambda tx: tx.add(
            Line(
                relationship_id=row.id,
                author_id=author.id,
                kind="thanks",
                text=words,
                sent_at=day(11, 5),
            )
        )
    )


@pytest.mark.parametrize("handle", ["maya", "leo"])
def test_a_keepsake_is_the_golden_one(life: Life, handle: str, request: Any) -> None:
    year(life)
    line(life, "Thank you & <b>well</b> done,\nboth lines of it.")
    _, html = file(life, handle)
    path = GOLDEN / f"our_year_{handle}.html"
    if request.config.getoption("--rewrite-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8")
    assert html == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("handle", ["maya", "leo"])
def test_a_keepsake_needs_nothing_but_itself(life: Life, handle: str) -> None:
    year(life)
    _, html = file(life, handle)
    page = Page(html)
    assert page.open == []
    assert {"script", "link", "img", "iframe", "object", "embed", "base"} & set(page.tags) == set()
    assert [name for name, _ in page.attributes if name in LOADS] == []
    assert "://" not in html
    assert not re.search(r"@import|url\(|javascript:|\bon\w+=", html)


@pytest.mark.parametrize("handle", ["maya", "leo"])
def test_a_keepsake_can_be_read_by_everybody(life: Life, handle: str) -> None:
    year(life)
    page = Page(file(life, handle)[1])
    assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("table") == 1
    assert ("lang", "en") in page.attributes
    assert {"title", "desc", "caption"} <= set(page.tags)
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    named = [value or "" for name, value in page.attributes if name == "aria-labelledby"]
    assert {each for value in named for each in value.split()} <= set(ids)


def test_a_keepsake_holds_what_its_reader_may_see(life: Life) -> None:
    year(life)
    hers, his = Page(file(life, "maya")[1]).text, Page(file(life, "leo")[1]).text
    assert [word for word in (*SHARED, *MAYAS) if word not in hers] == []
    assert [word for word in LEOS if word in hers] == []
    assert [word for word in (*SHARED, *LEOS) if word not in his] == []
    assert [word for word in MAYAS if word in his] == []


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</style></section><h1>mine</h1>",
        "{{ 7 * 7 }} {% raw %} &amp; &lt;",
        "first line\n\tsecond line",
        "\u202eturned\u202c and \u0645\u0631\u062d\u0628\u0627",
    ],
)
def test_markup_in_peoples_words_is_read_as_words(life: Life, words: str) -> None:
    year(life)
    plain = Page(file(life, "maya")[1])
    line(life, words)
    page = Page(file(life, "maya")[1])
    shown = "".join(each for each in words if each.isprintable() or each in "\n\t")
    assert shown in page.text
    assert sorted(set(page.tags)) == sorted(set(plain.tags))


def test_a_name_is_escaped_too(life: Life) -> None:
    year(life)

    def rename(tx: Any) -> None:
        life.person("leo", tx).name = "<Leo>&co Doe"

    life.run(rename)
    page = Page(file(life, "maya")[1])
    assert "Our year: Maya and <Leo>&co" in page.text
    assert "leo" not in page.tags


def test_signs_that_no_page_may_hold_are_left_out(life: Life) -> None:
    year(life)
    line(life, "a\x00b\x08c\x1bd")
    assert "abcd" in file(life, "maya")[1]


def test_a_full_year_stays_under_a_megabyte(life: Life) -> None:
    year(life)
    for number in range(150):
        line(life, f"{number} " + "words and more words " * 100)
    assert len(file(life, "maya")[1].encode()) < 1_000_000


def test_the_same_year_makes_the_same_file(life: Life) -> None:
    year(life)
    assert file(life, "maya") == file(life, "maya")
    assert file(life, "maya")[0] == "our-year-2027-12-14.html"


def test_a_pair_that_never_met_has_a_keepsake_without_noughts(life: Life) -> None:
    relationship = year(life)

    def forget(tx: Any) -> None:
        tx.get_one(Relationship, relationship.id).begun_at = day(12, 14, 9)

    life.run(forget)
    span = Span(day(12, 14).date())

    def make(tx: Any) -> bytes:
        row = tx.get_one(Relationship, relationship.id)
        return keepsakes.file(tx, row, life.person("maya", tx), life.now, span)[1]

    text = Page(life.run(make).decode()).text
    assert re.search(r"\b0\b", text) is None
    assert "You two began" in text


def test_a_stranger_gets_no_file(life: Life) -> None:
    year(life)
    with pytest.raises(Correctable):
        file(life, "ines")
    with pytest.raises(Correctable):
        life.act("ines", "save_year", life.relationship.id)


def test_saving_says_a_message_and_posts_the_file_beneath(life: Life) -> None:
    relationship = year(life)
    answer = life.act("leo", "save_year", relationship.id)
    assert "on its way" in str(answer.sentence)
    assert life.last("leo").kinds == ["year_saved"]
    assert "Here is your year with Maya" in str(life.last("leo").body)
    [errand] = life.errands("file")
    assert errand.prompt_id == life.last("leo").prompt_id
    assert str(errand.about).count("leo") == 0


def test_a_second_tap_in_the_same_minute_is_the_same_file(life: Life) -> None:
    relationship = year(life)
    life.act("maya", "save_year", relationship.id)
    life.act("maya", "save_year", relationship.id)
    assert len(life.errands("file")) == 1
    assert life.kinds("maya") == ["year_saved"]
    life.turn(minutes=2)
    life.act("maya", "save_year", relationship.id)
    assert len(life.errands("file")) == 2


def test_the_file_is_uploaded_into_the_thread_of_its_message(life: Life) -> None:
    relationship = year(life)
    life.run(lambda tx: gestures.act(tx, life.who("maya"), "save_year", relationship.id, life.now))
    life._run_errands = lambda: 0  # type: ignore[method-assign]
    life.settle()
    [call] = [each for each in life.run(lambda tx: calls.claim(tx, "x", life.now)) if each.upload]
    assert call.upload is not None
    assert call.upload.name.endswith(".html")
    assert call.upload.channel == "Dmaya"
    assert call.upload.thread_ts == life.run(
        lambda tx: tx.get_one(Prompt, life.last("maya").prompt_id).ts
    )
    assert b"goal-private" in call.upload.content


def test_marks_lie_on_the_line_in_the_order_of_their_days(life: Life) -> None:
    year(life)

    def gather(tx: Any) -> Any:
        row = tx.get_one(Relationship, life.relationship.id)
        return albums.of(tx, row, life.person("maya", tx), Span(), life.now)

    album = life.run(gather)
    marks = keepsakes.marks(album)
    assert len(marks) == len(album.moments)
    assert [each.x for each in marks] == sorted(each.x for each in marks)
    assert all(keepsakes.EDGE <= each.x <= keepsakes.WIDTH - keepsakes.EDGE for each in marks)
    assert all(0 < each.y < keepsakes.HEIGHT for each in marks)
    assert len(keepsakes._months(album)) == 11
    assert album.until_on - album.began_on == timedelta(days=343)
