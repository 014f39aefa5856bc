"""Tables as people and programs write them, whole and broken."""

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from commonplan.community.errors import InputError
from commonplan.readers.tables import read_tables

ROWS = [
    ["序号", "意见内容", "电话"],
    ["007", '他说"好",\n还想要; 路灯', "13800138000"],
    ["2", "𬀩家\t漏水", ""],
]
WANTED = {
    2: {"序号": "007", "意见内容": '他说"好",\n还想要; 路灯', "电话": "13800138000"},
    3: {"序号": "2", "意见内容": "𬀩家\t漏水", "电话": None},
}


def written(tmp_path, text, encoding, name="意见.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def separated(separator):
    quoted = ['"' + cell.replace('"', '""') + '"' for row in ROWS for cell in row]
    return "\r\n".join(separator.join(quoted[i : i + 3]) for i in range(0, 9, 3))


def only(path, **options):
    (table,) = read_tables(path, **options)
    return table


def code_of(path, **options):
    with pytest.raises(InputError) as caught:
        read_tables(path, **options)
    assert caught.value.fields["file"] == str(path)
    return caught.value


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_tables_are_read_in_any_encoding_and_separator(tmp_path, separator, encoding):
    table = only(written(tmp_path, separated(separator), encoding))
    assert table.cells.to_dict("index") == WANTED


def test_the_encoding_found_is_told(tmp_path):
    assert only(written(tmp_path, separated(","), "gb18030")).encoding == "gb18030"


def test_an_encoding_that_is_given_is_taken(tmp_path):
    table = only(written(tmp_path, "序號,意見\n1,路燈", "big5"), encoding="big5")
    assert list(table.cells.columns) == ["序號", "意見"]


def test_the_separator_that_excel_declares_is_taken(tmp_path):
    table = only(written(tmp_path, "sep=;\n序号;意见\n1;路灯,坏了", "utf-8"))
    assert table.cells.to_dict("index") == {3: {"序号": "1", "意见": "路灯,坏了"}}


def test_commas_in_prose_do_not_make_columns(tmp_path):
    table = only(written(tmp_path, "意见\n路灯坏了, 请修\n很好\n没有意见", "utf-8"))
    assert table.cells.iloc[1, 0] == "很好"


def test_a_title_above_the_heading_is_skipped_and_rows_keep_their_numbers(tmp_path):
    text = "和平社区意见登记表,,\n,,\n序号,意见,\n1,路灯,备注写在无名列\n,,\n2,长椅,"
    table = only(written(tmp_path, text, "utf-8"))
    assert list(table.cells.columns) == ["序号", "意见", "column 3"]
    assert list(table.cells.index) == [4, 6]


def test_headings_that_come_twice_stay_apart(tmp_path):
    table = only(written(tmp_path, "意见,意见,意见\n1,2,3", "utf-8"))
    assert table.cells.to_dict("index") == {2: {"意见": "1", "意见_2": "2", "意见_3": "3"}}


def test_rows_longer_than_the_heading_lose_nothing(tmp_path):
    table = only(written(tmp_path, "a,b\n1,2\n1,2,3\n1,2", "utf-8"))
    assert table.cells.loc[3, "column 3"] == "3"


def test_the_apostrophe_of_an_export_is_taken_off(tmp_path):
    table = only(written(tmp_path, "id,text\n1,'=1+1\n2,'tis", "utf-8"))
    assert list(table.cells["text"]) == ["=1+1", "'tis"]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n \n,,,\n"])
def test_an_empty_text_table_is_named(tmp_path, content):
    path = tmp_path / "empty.csv"
    path.write_bytes(content)
    assert code_of(path).code == "empty_table"


def test_a_missing_file_is_named(tmp_path):
    assert code_of(tmp_path / "none.csv").code == "missing_file"


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.ods", "a.geojson", "a.gpkg"])
@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4,
        b"PK\x03\x04" + bytes(200),
        b"SQLite format 3\x00" + bytes(500),
    ],
    ids=["png", "zip", "sqlite"],
)
def test_another_kind_of_file_is_refused(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert code_of(path).code in ("not_a_table", "broken_table", "unknown_encoding")


def test_the_row_of_a_quote_that_never_ends_is_named(tmp_path):
    error = code_of(written(tmp_path, 'a,b\n1,2\n3,"never\nends\n', "utf-8"))
    assert (error.code, error.fields["row"]) == ("broken_table", 3)


def test_letters_of_no_known_encoding_are_named(tmp_path):
    path = tmp_path / "latin.csv"
    path.write_bytes("a,b\né\xff,ü\xff".encode("latin-1"))
    assert code_of(path).code == "unknown_encoding"


def test_excels_old_format_is_named(tmp_path):
    path = tmp_path / "old.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(100))
    assert code_of(path).code == "old_excel"


def workbook(path, rows=ROWS):
    book = openpyxl.Workbook()
    book.active.title = "意见录入表"
    for row in rows:
        book.active.append(row)
    return book, path


def test_a_workbook_is_read_as_text(tmp_path):
    book, path = workbook(tmp_path / "a.xlsx")
    book.active.append([3.0, date(2026, 3, 5), 13800138000.0])
    book.active.append([4, True, 2.5])
    book.active["F9"] = "   "
    hidden = book.create_sheet("lists")
    hidden.append(["x", "y"])
    hidden.sheet_state = "hidden"
    book.save(path)
    table = only(path)
    assert table.name == "意见录入表"
    assert table.cells.loc[[2, 3]].to_dict("index") == WANTED
    assert table.cells.loc[4].to_list() == ["3", "2026-03-05", "13800138000"]
    assert table.cells.loc[5].to_list() == ["4", "TRUE", "2.5"]


def test_formulas_and_external_links_are_read_as_stored_values_only(tmp_path):
    book, path = workbook(tmp_path / "a.xlsx")
    book.active["B2"] = '=WEBSERVICE("http://example.com")'
    book.active["B3"] = "='[other.xlsx]Sheet1'!A1"
    book.save(path)
    assert only(path).cells["意见内容"].isna().all()


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_unpacking(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            for _ in range(310):
                stream.write(bytes(1_000_000))
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert code_of(path).code == "table_too_large"


@pytest.mark.parametrize("member", ["xl/workbook.xml", "content.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path, member, encoding):
    path = tmp_path / "laughs.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, '<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'.encode(encoding))
    assert code_of(path).code == "not_a_table"


def test_a_cut_workbook_is_named(tmp_path):
    book, path = workbook(tmp_path / "a.xlsx")
    book.save(path)
    path.write_bytes(path.read_bytes()[:-300])
    assert code_of(path).code == "broken_table"


def test_another_office_document_is_named(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert code_of(path).code == "not_a_table"


def opendocument(path, rows):
    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {namespaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="意见">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def cell(text):
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def test_an_opendocument_is_read_with_its_million_blank_rows(tmp_path):
    rows = (
        f"<table:table-row>{cell('序号')}{cell('意见')}{cell('日期')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="3">'
        '<table:table-cell table:number-columns-repeated="3"/></table:table-row>'
        '<table:table-row><table:table-cell office:value-type="float" office:value="7"/>'
        "<table:table-cell><text:p>路灯<text:s text:c='2'/>坏</text:p><text:p>了</text:p></table:table-cell>"
        '<table:table-cell office:value-type="date" office:date-value="2026-03-05"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    table = only(opendocument(tmp_path / "a.ods", rows))
    assert table.cells.to_dict("index") == {5: {"序号": "7", "意见": "路灯  坏\n了", "日期": "2026-03-05"}}


@pytest.mark.parametrize("repeat", ["1048000", "99999999999"])
def test_an_opendocument_that_repeats_without_end_is_refused(tmp_path, repeat):
    rows = f'<table:table-row table:number-rows-repeated="{repeat}">{cell("x") * 20}</table:table-row>'
    assert code_of(opendocument(tmp_path / "a.ods", rows)).code in ("table_too_large", "broken_table")


def test_features_bring_their_geometry(tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":['
        '{"type":"Feature","geometry":{"type":"Point","coordinates":[121.5,31.2,4]},'
        '"properties":{"意见":"路灯","n":13800138000}},'
        '{"type":"Feature","geometry":null,"properties":{"意见":null,"n":1}}]}',
        encoding="utf-8",
    )
    table = only(path)
    assert table.cells.to_dict("index") == {
        1: {"意见": "路灯", "n": "13800138000"},
        2: {"意见": None, "n": "1"},
    }
    assert table.geometry.iloc[0].wkt == "POINT (121.5 31.2)"
    assert table.geometry.iloc[1] is None
    assert table.geometry.crs.is_geographic


def test_a_cut_geojson_is_refused(tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text('{"type":"FeatureCollection","features":[{"type":"Feature","geom', encoding="utf-8")
    assert code_of(path).code in ("not_a_table", "broken_table")


REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "comments"


@pytest.mark.skipif(not REAL.is_dir(), reason="the real exports are not on this machine")
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_kobotoolbox_export_keeps_quotes_line_breaks_and_long_links(suffix):
    table = only(REAL / f"quotes_newlines_and_long_urls_labels.{suffix}")
    heading = 'Enter some long text with " and linebreaks here'
    assert list(table.cells.columns) == [heading, "Some other question", "_index"]
    texts = table.cells[heading]
    assert len(texts) == 5
    assert texts.iloc[0].startswith("Check out this URL I found:\nhttps://")
    assert texts.str.len().max() > 2000


@pytest.mark.skipif(not REAL.is_dir(), reason="the real exports are not on this machine")
def test_a_kobotoolbox_export_with_repeats_gives_each_sheet():
    main, members = read_tables(REAL / "grouped_repeatable_labels.xlsx")
    assert (len(main.cells), len(members.cells)) == (6, 13)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real exports are not on this machine")
def test_a_kobotoolbox_geojson_gives_each_geometry():
    table = only(REAL / "all_geo_types.geojson")
    assert list(table.geometry.geom_type) == ["Point", "LineString", "Polygon"] * 2 + ["Point"]


def test_a_geojson_in_another_encoding_is_named_and_never_mojibake(tmp_path):
    path = tmp_path / "a.geojson"
    feature = '{"type":"Feature","geometry":null,"properties":{"意见":"路灯"}}'
    path.write_bytes(f'{{"type":"FeatureCollection","features":[{feature}]}}'.encode("gb18030"))
    assert code_of(path).code == "unknown_encoding"
