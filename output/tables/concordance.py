"""The table old number → new number for the notice board, as XLSX, CSV or PDF."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

from ...community.numbering.community import Community, Numbering
from ...community.numbering.concordance import concordance
from .listings import check_format, write_listing
from .workbook import write_bytes

FORMATS = (".xlsx", ".csv", ".pdf")
_SHARES = (18, 18, 44, 20)


def write_concordance(
    community: Community, numbering: Numbering, title: str, target: Path, language: str, moment: str
) -> int:
    """Write the table of a run; places that may not go public are left out.

    Parameters
    ----------
    community
        The tables from before the run.
    numbering
        Its outcome.
    title
        The community's name.
    target
        The file; what its name ends in is the format.
    language
        zh or en.
    moment
        `YYYY-MM-DDTHH:MM:SSZ` that the file carries as the time of its making.

    Returns
    -------
    rows
        Number of rows written.

    Raises
    ------
    OutputError
        `output_format`; as `draft_of`.
    CommunityFileError
        `not_writable`.
    """
    suffix = check_format(target, FORMATS)
    listing = concordance(community, numbering, language)
    if suffix == ".pdf":
        from .printed import pdf_of

        write_bytes(pdf_of(listing, title, _SHARES, moment), target)
    else:
        write_listing(listing, title, target, moment)
    return len(listing.rows)


def place_beside(path: Path, moment: datetime | None = None) -> Path:
    """Return where the table of a run goes that nobody named a file for: beside the community file."""
    stamp = (moment or datetime.now(timezone.utc)).strftime("%Y%m%dT%H%M%SZ")
    return path.with_name(f"{path.stem}-concordance-{stamp}.xlsx")
