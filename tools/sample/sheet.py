"""The surveyor's own sheet: frame, grid crosses, title, notes; and two things importers leave aside."""

from __future__ import annotations

from .canvas import Canvas

WEST, SOUTH, SIZE = 612_250.0, 3_449_030.0, 500.0
"""Lower left corner and side of a sheet at 1:1000, in map coordinates."""

_NOTES = "\\P".join(
    (
        "2026年3月数字化测图。",
        "2000国家大地坐标系,中央子午线120°。",
        "1985国家高程基准,等高距0.5米。",
        "GB/T 20257.1-2017 地形图图式。",
    )
)


def draw_sheet(canvas: Canvas) -> None:
    """Draw the sheet, square to the grid, in map coordinates."""
    canvas.msp.reset_extents((WEST, SOUTH, 0), (WEST + SIZE, SOUTH + SIZE, 0))
    _draw_frame(canvas)
    _write_margins(canvas)
    _draw_dimension(canvas)
    _fill_paper_space(canvas)


def _draw_frame(canvas: Canvas) -> None:
    traits = {"layer": "TK"}
    for margin in (0, 12):
        a, b = WEST - margin, SOUTH - margin
        c, d = WEST + SIZE + margin, SOUTH + SIZE + margin
        canvas.msp.add_lwpolyline([(a, b), (c, b), (c, d), (a, d)], close=True, dxfattribs=traits)
    for x in (612_300.0 + 100 * i for i in range(5)):
        for y in (3_449_100.0 + 100 * i for i in range(5)):
            canvas.msp.add_line((x - 5, y), (x + 5, y), traits)
            canvas.msp.add_line((x, y - 5), (x, y + 5), traits)


def _write_margins(canvas: Canvas) -> None:
    middle, top = WEST + SIZE / 2, SOUTH + SIZE
    style = {"layer": "TK", "style": "HZ"}
    for words, size, at in (
        ("和平社区地形图", 9.0, (middle - 31, top + 30)),
        ("3449.03-612.25", 4.0, (middle - 17, top + 20)),
        ("1:1000", 6.0, (middle - 11, SOUTH - 26)),
        ("测绘单位:和平测绘院", 4.0, (WEST + SIZE - 60, SOUTH - 24)),
        ("612.3", 3.0, (612_296.0, SOUTH - 8)),
        ("3449.1", 3.0, (WEST - 11.6, 3_449_100.0)),
    ):
        canvas.msp.add_text(words, height=size, dxfattribs={**style, "insert": at})
    corner = {"char_height": 3.0, "insert": (WEST, SOUTH - 18), "attachment_point": 1, "width": 160}
    canvas.msp.add_mtext(_NOTES, {**style, **corner})


def _draw_dimension(canvas: Canvas) -> None:
    dimension = canvas.msp.add_linear_dim(
        base=(WEST + 380, SOUTH + 40),
        p1=(WEST + 350, SOUTH + 50),
        p2=(WEST + 400, SOUTH + 50),
        dimstyle="Standard",
        override={"dimtxt": 2.5, "dimasz": 1.5},
        dxfattribs={"layer": "ASSIST"},
    )
    dimension.render()


def _fill_paper_space(canvas: Canvas) -> None:
    layout = canvas.doc.layout("Layout1")
    middle = (WEST + SIZE / 2, SOUTH + SIZE / 2)
    layout.add_viewport(center=(210, 148), size=(400, 280), view_center_point=middle, view_height=520)
    layout.add_text("图纸空间", height=5, dxfattribs={"layer": "TK", "insert": (20, 20)})
