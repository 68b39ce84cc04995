"""A file that isn't an export as it came is refused in words, whatever it holds, and never long."""

import io
import json
import struct
import zipfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import parcels, scripts
from bot.parcels import Refused
from tests.parcels import AT, card, export, full, goal, relationship, zipped

QUIETLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda each: st.lists(each) | st.dictionaries(st.text(), each),
    max_leaves=30,
)


def why(content: bytes) -> str:
    """Give why a file is refused; the test fails where it isn't, or where there are no words."""
    with pytest.raises(Refused) as refused:
        parcels.read(content)
    assert scripts.error(refused.value.why, most=10)
    return refused.value.why


def refused_or_read(content: bytes) -> None:
    """Hold that a file is either an export through and through, or refused in words."""
    try:
        read = parcels.read(content)
    except Refused:
        why(content)
    else:
        assert (read["format"], read["version"]) == (parcels.FORMAT, parcels.VERSION)


def boxed(entries: dict[str, bytes], **more: Any) -> bytes:
    """Give a zip of just these entries."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", more.pop("method", zipfile.ZIP_DEFLATED)) as parcel:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = parcel.compression
            for key, value in more.items():
                setattr(entry, key, value)
            parcel.writestr(entry, content)
    return box.getvalue()


def good() -> bytes:
    """Give the bytes of a good data.json."""
    return json.dumps(full()).encode()


def test_an_export_is_read_as_it_was_made() -> None:
    assert parcels.read(zipped(full())) == full()
    assert parcels.read(zipped(export(), **{"index.html": b"<p>", "sessions.ics": b""})) == export()


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"{}", json.dumps(full()).encode(), b"\x00" * 5000, b"PK\x05\x06" + b"\x00" * 18],
)
def test_what_is_no_zip_is_refused(content: bytes) -> None:
    assert why(content) == "import_not_ours"


@pytest.mark.parametrize(
    "name",
    [
        "../data.json", "/data.json", "C:\\data.json", "a/data.json", "data.json/", "other.txt",
        "..\\..\\data.json", "DATA.JSON", "data.json ",
    ],
)  # fmt: skip
def test_no_entry_but_the_four_at_the_root_is_let_in(name: str) -> None:
    assert why(boxed({name: good()})) == "import_not_ours"
    assert why(boxed({"data.json": good(), name: b"x"})) == "import_not_ours"


def test_two_entries_of_one_name_are_refused() -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as parcel:
        parcel.writestr("data.json", good())
        with pytest.warns(UserWarning, match="Duplicate"):
            parcel.writestr("data.json", good())
    assert why(box.getvalue()) == "import_not_ours"


def test_a_name_cut_short_by_a_zero_is_refused() -> None:
    content = boxed({"data.jsonXYZ": good()}).replace(b"data.jsonXYZ", b"data.json\x00YZ")
    assert why(content) == "import_not_ours"


def test_a_link_in_the_place_of_the_data_is_refused() -> None:
    assert why(boxed({"data.json": b"/etc/passwd"}, external_attr=0o120777 << 16)) == (
        "import_not_ours"
    )


def test_an_encrypted_zip_is_refused() -> None:
    content = bytearray(boxed({"data.json": good()}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert why(bytes(content)) == "import_not_ours"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_packing_is_refused(method: int) -> None:
    assert why(boxed({"data.json": good()}, method=method)) == "import_not_ours"


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    assert why(boxed({"data.json": b"[" * 50_000_000})) == "import_too_big"
    spaces = good() + b" " * (parcels.MOST_DATA + 1)
    assert why(boxed({"data.json": spaces}, method=zipfile.ZIP_STORED)) == "import_too_big"


def test_a_bomb_that_lies_about_its_size_is_not_read_to_its_end() -> None:
    content = bytearray(boxed({"data.json": b" " * 40_000_000}))
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = struct.pack("<I", 4000)
    content[22:26] = struct.pack("<I", 4000)
    assert why(bytes(content)) in ("import_not_ours", "import_too_big")


def test_a_bomb_beside_the_data_is_refused_too() -> None:
    assert why(zipped(full(), **{"index.html": b"a" * 30_000_000})) == "import_too_big"


def test_a_file_over_slacks_limit_is_refused() -> None:
    assert why(b"x" * (parcels.MOST_BYTES + 1)) == "import_too_big"


def test_a_directory_without_end_is_not_even_listed() -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as parcel:
        for n in range(3000):
            parcel.writestr(f"{n}", b"")
    assert why(box.getvalue()) == "import_too_big"


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe{\x00}\x00", b"\xef\xbb\xbf{}", "é".encode("latin-1"), b"[]", b"null", b"1",
        b"{", b"[" * 9000 + b"]" * 9000, b'{"a":' * 9000 + b"1" + b"}" * 9000, b"1" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_plain_json_is_refused(raw: bytes) -> None:
    assert why(zipped(raw)) == "import_not_ours"


def test_more_things_than_anybody_has_are_refused() -> None:
    many = [goal(n, "x") for n in range(20_001)]
    assert why(zipped(export(relationships=[relationship(goals=many)]))) == "import_too_big"


@pytest.mark.parametrize("version", [0, 2, "1", None, 1.5, True])
def test_an_unknown_version_says_so(version: Any) -> None:
    assert why(zipped(export(version=version))) == "import_version"


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "other"},
        {"extra": 1},
        {"person": {"id": "../../etc"}},
        {"made_at": "yesterday"},
        {"made_at": "2027-13-45T14:35:00Z"},
        {"made_at": "9999-12-31T23:59:59Z"},
        {"card": card(written_at="2027-02-30T00:00:00Z")},
        {"card": card(path="x" * 20_001)},
        {"card": card(path="nul\x00")},
        {"card": card(path="\ud800")},
        {"relationships": [relationship(id="b" * 31)]},
        {"relationships": [relationship(role="organizer")]},
        {"relationships": [relationship(goals=[goal(1, "x", by="maya")])]},
        {"relationships": [relationship(held={"sessions": -1, "minutes": 1})]},
        {"relationships": [relationship(minutes=float("nan"))]},
        {"relationships": [relationship(minutes=10**30)]},
        {"relationships": {}},
    ],
)
def test_what_the_schema_doesnt_have_is_refused(wrong: dict[str, Any]) -> None:
    assert why(zipped(export(**wrong))) == "import_not_ours"


@given(st.binary(max_size=3000))
@QUIETLY
def test_no_bytes_do_more_than_be_refused(content: bytes) -> None:
    why(content)


@given(st.data())
@QUIETLY
def test_no_bent_zip_does_more_than_be_refused(data: st.DataObject) -> None:
    content = bytearray(zipped(export(card=card(written_at=AT))))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    refused_or_read(bytes(content))


@given(st.dictionaries(st.sampled_from(sorted(export())), JSON, min_size=1))
@QUIETLY
def test_no_json_in_its_place_does_more_than_be_refused(bent: dict[str, Any]) -> None:
    refused_or_read(zipped({**export(), **bent}))


@given(st.lists(st.tuples(st.text(min_size=1, max_size=40), st.binary(max_size=50)), max_size=6))
@QUIETLY
def test_no_entries_of_any_name_get_in_beside_the_data(entries: list[tuple[str, bytes]]) -> None:
    names = {name for name, _ in entries}
    try:
        content = boxed({**dict(entries), "data.json": good()})
    except (ValueError, UnicodeError):
        return
    if names <= parcels.NAMES:
        assert parcels.read(content) == full()
    else:
        assert why(content) == "import_not_ours"
