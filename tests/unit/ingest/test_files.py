"""Which files are found, and what becomes of those that can't be opened."""

import zipfile
from pathlib import Path

import pytest

from imr_reports.errors import UnreadLetterError, UsageError
from imr_reports.ingest import file_at, find_files, read_index, read_letter
from imr_reports.ingest.files import MAX_ZIP_EXPANSION
from imr_reports.records.identified import Medium


def names(*paths: Path) -> list[str]:
    return [file.relative for file in find_files(paths)]


def test_folders_are_searched_in_order_and_hidden_files_passed_over(tmp_path: Path) -> None:
    for name in ("b/two.txt", "b/.hidden.txt", "a.pdf", ".git/x.txt", "c.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names(tmp_path) == ["a.pdf", "b/two.txt", "c.docx"] or names(tmp_path) == [
        "a.pdf",
        "c.docx",
        "b/two.txt",
    ]


def test_what_is_no_text_pdf_or_zip_is_counted_not_dropped(tmp_path: Path) -> None:
    (tmp_path / "scan.tiff").write_bytes(b"II*\0")
    (file,) = find_files((tmp_path,))
    with pytest.raises(UnreadLetterError) as caught:
        file.read()
    assert caught.value.reason == "not a text, PDF or zip"


def test_a_missing_path_is_named_by_its_position_only(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        list(find_files((tmp_path, tmp_path / "Jane Roe.txt")))
    assert "number 2" in str(caught.value)
    assert "Roe" not in str(caught.value)


def test_zip_members_nested_zips_and_the_way_back_from_a_locator(tmp_path: Path) -> None:
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deep.txt", "deep text")
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "inner.zip")
        archive.writestr("x/one.txt", "one")
        archive.writestr("__MACOSX/junk.txt", "junk")
    inner.unlink()
    files = list(find_files((tmp_path,)))
    assert [file.read() for file in files] == [b"deep text", b"one"]
    assert [file.name for file in files] == ["deep.txt", "one.txt"]
    again = file_at(files[0].locator)
    assert again is not None
    assert again.read() == b"deep text"
    outer.unlink()
    assert file_at(files[0].locator) is None


@pytest.mark.parametrize("content", [b"PK\x03\x04 nothing", b"", b"no zip at all"])
def test_a_broken_zip_is_one_unread_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.zip").write_bytes(content)
    (file,) = find_files((tmp_path,))
    assert file.unread == "broken zip"


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.txt", b"0" * (MAX_ZIP_EXPANSION * 20_000))
    (file,) = find_files((tmp_path,))
    with pytest.raises(UnreadLetterError) as caught:
        file.read()
    assert caught.value.reason == "too large"


def test_a_zip_that_was_replaced_is_read_anew(tmp_path: Path) -> None:
    target = tmp_path / "letters.zip"
    for text in ("first", "second one"):
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("a.txt", text)
        (file,) = find_files((target,))
        assert file.read() == text.encode()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Zoë\r\nline".encode(), "Zoë\r\nline"),
        (b"\xef\xbb\xbfwith a mark", "with a mark"),
        ("“quoted” – dash".encode("cp1252"), "“quoted” – dash"),
        ("wide".encode("utf-16"), "wide"),
    ],
)
def test_text_is_decoded_and_line_ends_stay(data: bytes, text: str) -> None:
    letter = read_letter(data)
    assert letter.text == text
    assert letter.medium is Medium.TEXT


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\x00\x01\x02binary", "unreadable"),
        (b"%PDF-1.7\nnot really", "unreadable"),
    ],
)
def test_what_holds_no_text_has_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadLetterError) as caught:
        read_letter(data)
    assert caught.value.reason == reason


def test_a_picture_of_a_page_is_scanned_and_a_locked_one_is_password_protected(tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    blank = pikepdf.new()
    blank.add_blank_page()
    blank.save(tmp_path / "scan.pdf")
    lock = pikepdf.Encryption(owner="owner", user="secret")
    blank.save(tmp_path / "locked.pdf", encryption=lock)
    reasons = []
    for name in ("scan.pdf", "locked.pdf"):
        with pytest.raises(UnreadLetterError) as caught:
            read_letter((tmp_path / name).read_bytes())
        reasons.append(caught.value.reason)
    assert reasons == ["scanned", "password-protected"]


def test_real_pdfs_with_an_empty_password_are_read(shared: Path) -> None:
    files = list(find_files((shared / "letters" / "pdf",)))
    letters = [read_letter(file.read()) for file in files[:5]]
    assert len(files) == 93
    assert all("IMR ISSUES, DECISIONS AND RATIONALES" in letter.text for letter in letters)
    assert not any("\x02" in letter.text or "\r" in letter.text for letter in letters)


def test_an_index_gives_dates_and_groups(tmp_path: Path) -> None:
    file = tmp_path / "index.csv"
    file.write_text("File,Decision Date,Client\nA.txt,3/31/2015,North\nb.txt,,South\n")
    first, second = read_index(file)
    assert (first.key, f"{first.dates['decided']:%Y-%m-%d}", first.groups["Client"]) == (
        "a.txt",
        "2015-03-31",
        "North",
    )
    assert not second.dates


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,date\nx,1\n", "column 'file' or 'case_number'"),
        ("file,decided\nsecret.txt,soon\n", "line 2"),
    ],
)
def test_a_bad_index_says_where_without_quoting(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "index.csv"
    file.write_text(text)
    with pytest.raises(UsageError) as caught:
        read_index(file)
    assert words in str(caught.value)
    assert "secret" not in str(caught.value)
