"""Turn the residents' voices into the clerk's table of 160 rows, and say what each row is.

`voices.csv` holds every sentence as written by hand; personal data stand in it as `{kind:value}`, so
that the truth knows each. A position is in site metres; one that starts with `!` goes in as it is.
"""

from __future__ import annotations

import csv
import random
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from .frame import Point, to_gcj02, to_map
from .people import NAMES, PHONES, dwelling
from .scatter import SEED

COLUMNS = (
    "序号",
    "提交时间",
    "姓名",
    "电话",
    "联系住址",
    "楼号/门牌",
    "地点编号",
    "位置(经度,纬度)",
    "类别",
    "主题",
    "意见内容",
    "渠道",
    "是否同意公开",
    "公开内容",
    "备注",
)

_CHANNELS = (
    "线上",
    "线上",
    "线上",
    "议事厅",
    "座谈会",
    "入户",
    "入户",
    "纸质",
    "有奖征集",
    "主题沙龙",
    "听证会",
)
_MARK = re.compile(r"\{(name|nickname|phone|landline|id_number|wechat|qq|email|plate|room):([^}]*)\}")


@dataclass
class Row:
    """A row of the table: its cells, the personal data in it and what an import should make of it."""

    cells: dict[str, object]
    truth: dict[str, object]
    personal: list[dict[str, str]] = field(default_factory=list)


def read_voices() -> list[dict[str, str]]:
    """Read the sentences in file order."""
    with (Path(__file__).parent / "voices.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows() -> list[Row]:
    """Return the table's rows: the sound ones in mixed order, the others strewn among the later ones."""
    chance = random.Random(SEED + 2)
    voices = read_voices()
    sound = [voice for voice in voices if not voice["expect"]]
    chance.shuffle(sound)
    others = [voice for voice in voices if voice["expect"]]
    repeated = {voice["text"] for voice in others}
    sound.sort(key=lambda voice: voice["text"] not in repeated)
    for i, voice in enumerate(others):
        sound.insert(62 + 8 * i, voice)
    names, phones = list(NAMES), list(PHONES)
    chance.shuffle(names)
    moments = sorted(_moment(chance) for _ in sound)
    table: list[Row] = []
    for number, voice in enumerate(sound, start=1):
        row = _row(number, voice, moments[number - 1], chance)
        _add_person(row, "十岁" in voice["text"], names, phones, chance)
        _reuse_serial(row, voice, table)
        table.append(row)
    return table


def _moment(chance: random.Random) -> datetime:
    """Return a time between breakfast and bedtime of the weeks in which voices were gathered."""
    return datetime(2026, 4, 6, 8) + timedelta(days=chance.randrange(46), minutes=chance.randrange(13 * 60))


def _row(number: int, voice: dict[str, str], moment: datetime, chance: random.Random) -> Row:
    text, personal = _unmark(voice["text"], "意见内容")
    public, slips = _unmark(voice["text"] if voice["public"] == "=" else voice["public"], "公开内容")
    position, point = _position(voice["position"])
    consent = "是" if public else chance.choice(("否", "否", "否", "", "是"))
    cells: dict[str, object] = dict.fromkeys(COLUMNS, "")
    cells.update(
        {
            "序号": number,
            "提交时间": moment,
            "楼号/门牌": voice["building"],
            "地点编号": voice["place"],
            "位置(经度,纬度)": position,
            "类别": voice["kind"],
            "主题": voice["topic"],
            "意见内容": text,
            "渠道": chance.choice(_CHANNELS),
            "是否同意公开": consent,
            "公开内容": public,
        }
    )
    truth = _truth(number, voice, point)
    truth["consent"] = consent == "是"
    truth["public"] = bool(public) and truth["status"] == "ok"
    truth["personal_in_public_text"] = bool(slips)
    return Row(cells, truth, personal + slips)


def _truth(number: int, voice: dict[str, str], point: Point | None) -> dict[str, object]:
    """Say what the row is about, and whether an import should take it."""
    status, _, reason = voice["expect"].partition(":")
    building = re.match(r"(?:南里)?(\d+)(?:栋|号楼)", voice["building"])
    scopes = (("place", voice["place"]), ("building", building), ("position", voice["position"]))
    return {
        "row": number,
        "serial": number,
        "status": status or "ok",
        "reason": reason,
        "about": next((scope for scope, given in scopes if given), "community"),
        "place_number": voice["place"].replace("－", "-"),
        "building": f"{building[1]}栋" if building else "",
        "datum": "gcj02" if voice["position"] else "",
        "x": point[0] if point else None,
        "y": point[1] if point else None,
    }


def _position(position: str) -> tuple[str, Point | None]:
    """Return the cell's text and the map position meant."""
    if not position:
        return "", None
    if position.startswith("!"):
        return position[1:].replace("/", ","), None
    x, y = (float(part) for part in position.split())
    point = to_map((x, y))
    longitude, latitude = to_gcj02(point)
    return f"{longitude:.6f},{latitude:.6f}", point


def _unmark(text: str, column: str) -> tuple[str, list[dict[str, str]]]:
    """Take the marks off a sentence and list what they marked."""
    found = [{"kind": kind, "value": value, "column": column} for kind, value in _MARK.findall(text)]
    return _MARK.sub(lambda mark: mark[2], text), found


def _add_person(row: Row, child: bool, names: list[str], phones: list[str], chance: random.Random) -> None:
    """Give about two rows in three a name, half of them a phone, some an address."""
    anonymous = not names or chance.random() >= 0.66
    name = "李子涵" if child else chance.choice(("", "", "匿名")) if anonymous else names.pop()
    row.cells["姓名"] = name
    if name in ("", "匿名"):
        return
    _note_personal(row, "name", "姓名", name)
    if phones and chance.random() < 0.55:
        _note_personal(row, "phone", "电话", phones.pop(0))
    if chance.random() < 0.3:
        _note_personal(row, "room", "联系住址", dwelling(chance))


def _note_personal(row: Row, kind: str, column: str, value: str) -> None:
    row.cells[column] = value
    row.personal.append({"kind": kind, "value": value, "column": column})


def _reuse_serial(row: Row, voice: dict[str, str], table: list[Row]) -> None:
    """Give a repeated row the serial of the one it repeats."""
    if voice["expect"].endswith("same_serial_and_text"):
        original = next(r for r in table if r.cells["意见内容"] == row.cells["意见内容"])
    elif voice["expect"].endswith("serial_used_twice"):
        original = table[40]
    else:
        return
    row.cells["序号"] = row.truth["serial"] = original.cells["序号"]
    row.cells["备注"] = "重复录入?"
    row.truth["same_serial_as_row"] = original.truth["row"]
