"""Tables cut, flipped and stirred: read, or refused with a sentence, and nothing else ever."""

import random
import zipfile
from xml.sax.saxutils import escape

import openpyxl
import pytest
from commonplan.community.errors import InputError
from commonplan.community.voices.headers import suggest
from commonplan.community.voices.positions import read_shapes
from commonplan.community.voices.rows import cells_by_field
from commonplan.readers.tables import read_tables

ROWS = [
    ["序号", "意见", "位置"],
    ["1", '他说"好",\n要灯', "121.5,31.2"],
    ["2", "多种树", "31.2 121.5 0 0"],
] * 20
SHORT, LONG = 40, 3000


def opendocument(path):
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    rows = [
        [f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in r] for r in ROWS
    ]
    table = "".join(f"<table:table-row>{''.join(cells)}</table:table-row>" for cells in rows)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", f"<office:x {names}><table:table>{table}</table:table></office:x>")


def workbook(path):
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(path)


def text(path):
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in ROWS)
    path.write_bytes("\r\n".join(quoted).encode("gb18030"))


def features(path):
    point = (
        '{"type":"Feature","geometry":{"type":"Point","coordinates":[121.5,31.2]},"properties":{"意见":"灯"}}'
    )
    path.write_text(f'{{"type":"FeatureCollection","features":[{",".join([point] * 20)}]}}', encoding="utf-8")


MAKERS = {"a.csv": text, "a.xlsx": workbook, "a.ods": opendocument, "a.geojson": features}


def damaged(content, chance):
    """Return the content cut, with a piece overwritten, doubled or taken out."""
    at, length = chance.randrange(len(content)), chance.randrange(1, 64)
    way = chance.randrange(4)
    if way == 0:
        return content[:at]
    if way == 1:
        return content[:at] + chance.randbytes(length) + content[at + length :]
    if way == 2:
        return content[:at] + content[at : at + length] * 50 + content[at:]
    return content[:at] + content[at + length :]


def try_to_read(path):
    try:
        tables = read_tables(path)
    except InputError:
        return
    for table in tables:
        for kind in ("comment", "proposal"):
            given = cells_by_field(table.cells, suggest(table.cells, kind))
            read_shapes(given, table.geometry).anchors()


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("rounds", [SHORT, pytest.param(LONG, marks=pytest.mark.long)])
def test_a_damaged_table_is_read_or_refused(tmp_path, name, rounds):
    MAKERS[name](tmp_path / name)
    content = (tmp_path / name).read_bytes()
    chance = random.Random(f"{name}{rounds}")
    for _ in range(rounds):
        (tmp_path / name).write_bytes(damaged(content, chance))
        try_to_read(tmp_path / name)
