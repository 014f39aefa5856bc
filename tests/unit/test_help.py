"""The help pages: every algorithm has its section, in both languages."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "resources" / "help"
NAMES = {
    name
    for path in (ROOT / "processing").glob("*.py")
    for name in re.findall(r'^    NAME = "(\w+)"', path.read_text("utf-8"), re.MULTILINE)
}


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.ids, self.links = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given[key] for key in ("href", "src") if key in given]


@pytest.fixture(params=["en", "zh"])
def page(request):
    return Page((PAGES / f"help.{request.param}.html").read_text("utf-8"))


def test_every_algorithm_has_its_section(page):
    assert NAMES
    assert NAMES - set(page.ids) == set()
    assert len(page.ids) == len(set(page.ids))


def test_all_it_needs_is_beside_it(page):
    assert [link for link in page.links if not (PAGES / link).is_file()] == []
