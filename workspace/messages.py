"""The one catalogue that turns an error into a sentence: what is wrong, where, what to do."""

from __future__ import annotations

from ..community.errors import CommonplanError
from .translation import tr


def render(error: CommonplanError) -> str:
    """Return the translated sentence for an error, its fields filled in.

    Made at display time: the language is the user's of that moment.
    """
    template = sentences().get(error.code, error.code + " {fields}")
    fields = {name: _shown(value) for name, value in error.fields.items()}
    return template.format_map(_Fields(fields))


def _shown(value: object) -> str:
    # One sentence stays one line, whatever a file was called.
    return " ".join(str(value).split())


class _Fields(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return ", ".join(f"{k}: {v}" for k, v in self.items()) if name == "fields" else "?"


def sentences() -> dict[str, str]:
    """Return all sentences by error code, in the language of this moment."""
    return {**_file_sentences(), **_table_sentences(), **_package_sentences()}


def _file_sentences() -> dict[str, str]:
    return {
        "missing_package": tr(
            "The Python package {package} is missing or too old; "
            "install it with: {command} — and start QGIS again."
        ),
        "missing_community": tr("No community was given; set COMMUNITY to the .gpkg of a community folder."),
        "missing_file": tr("There is no file {file}; choose an existing one."),
        "not_a_community": tr(
            "{file} is not a Commonplan community; choose the .gpkg of a community folder."
        ),
        "newer_schema": tr(
            "{file} was made by a newer Commonplan (format {version}, this one knows {ours}); "
            "update the plugin."
        ),
        "not_writable": tr("{file} cannot be written; choose a folder you may write to."),
        "locked": tr("{file} is being written by another program; close it there and try again."),
        "unsaved_edits": tr("Save or discard the edits in {layers} first; {file} was left as it was."),
        "no_backup": tr("There is no earlier copy of {file} to restore."),
        "community_exists": tr(
            "A community already stands in {folder}; choose another folder or allow overwriting."
        ),
        "community_open": tr(
            "The community in {folder} is open in this project; close it before overwriting it."
        ),
        "invalid_boundary": tr("The outline crosses itself or holds no area; draw the boundary again."),
        "missing_name": tr("A community needs a name; set NAME."),
    }


def _table_sentences() -> dict[str, str]:
    return {
        "empty_table": tr("{file} holds no table; choose a file with a heading and rows."),
        "not_a_table": tr(
            "{file} is not a table that can be read; save it as XLSX, CSV, ODS, GeoJSON or GeoPackage."
        ),
        "old_excel": tr("{file} is in Excel's old format; save it as XLSX and import that."),
        "table_too_large": tr("{file} unpacks to more than a table of comments can be; it was not read."),
        "broken_table": tr(
            "{file} is damaged at row {row} ({problem}); open it, save it again, and import that."
        ),
        "unknown_encoding": tr(
            "The letters of {file} cannot be read as {tried}; save it as UTF-8 or set ENCODING."
        ),
    }


def _package_sentences() -> dict[str, str]:
    return {
        "release_unknown_kind": tr(
            "RELEASE names {kind}, which is no kind of place; leave it out or write the kind's word."
        ),
        "coordinates_need_approval": tr(
            "Real coordinates go out only with a map approval number or a recorded exemption; "
            "enter one for the community, or choose local coordinates."
        ),
        "viewer_not_built": tr(
            "The page's template {file} is missing; run “make setup”, or install the plugin again."
        ),
    }
