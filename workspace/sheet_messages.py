"""Sentences on sheets, for `messages`."""

from __future__ import annotations

from .translation import tr


def sheet_sentences() -> dict[str, str]:
    """Return the sentences on sheets, what stands on them, and their templates."""
    return {
        "unknown_compound": tr("There is no compound {compound} in this community; it has: {known}."),
        "bad_date": tr("{text} is no date; write it as 2026-11-27."),
        "bad_days": tr("{text} is no number of days; give a whole number from 1 to {most}."),
        "bad_day_count": tr("{text} is no way to count days; it is calendar or working."),
        "bad_wind": tr(
            "{text} are no wind frequencies; give 8 or 16 per cents from the north on, clockwise, "
            "that sum to 100 at most."
        ),
        "unknown_choice": tr("{text} is none of the choices: {choices}."),
        "no_web_address": tr("{text} is no address of a web page; it begins with https:// or http://."),
        "unknown_format": tr(
            "{file} is no file a sheet can be written to; end its name in one of {formats}."
        ),
        "needs_pdf": tr("Tiles and bleed need a PDF; end the name of {file} in .pdf."),
        "no_tiles_needed": tr("The sheet is no larger than {paper}: it needs no tiles of that."),
        "no_output": tr("Nothing to draw: give OUTPUT a file, or LAYOUT a name."),
        "layout_not_ours": tr(
            "The layout “{layout}” of the project was not drawn by Commonplan; choose another name."
        ),
        "not_a_template": tr(
            "{file} is no layout template that QGIS can read; save one as .qpt from the layout designer."
        ),
        "template_without_map": tr(
            "{file} has no map on its pages that is 40 mm or more in width and height; give the map of the "
            "template the item id “map”."
        ),
        "template_fetches": tr(
            "{file} would fetch {address} from a network while the sheet is drawn; let the template name a "
            "file, or embed it."
        ),
        "template_area_small": tr(
            "“{name}” of the template is too small for lines of the index; make it wider and higher."
        ),
        "template_lacks": tr(
            "The template has no item for what the sheet has to say: {names}. Give items these ids."
        ),
        "template_small": tr(
            "These items of the template are too small for what stands there: {names}. Make them larger."
        ),
        "template_left_out": tr(
            "Items of the template that would show other layers or coordinates were left out: {names}."
        ),
        "template_undivided": tr(
            "These maps are too full for their places, and on a template they are not divided: {names}. "
            "Make the map of the template larger, give each building group a page, or draw without the "
            "template."
        ),
        **_found_on_sheets(),
    }


def _found_on_sheets() -> dict[str, str]:
    """Return the sentences on what a planner has to know of a sheet that was drawn."""
    return {
        "sheet_crowded": tr(
            "The sheet is too full: these markers hide one another or have lines through them: {names}. "
            "A larger sheet, or one compound on each, gives them room."
        ),
        "sheet_divided": tr(
            "No sheet has room for all places on one map, so these were divided into sections: {names}."
        ),
        "sheet_divided_small": tr(
            "{sheet} has no room for all places on one map, so these were divided into sections: {names}. "
            "On {larger} each fits on one map."
        ),
        "places_off_map": tr("Places without a number that lie outside of the map: {names}."),
        "group_names_withheld": tr(
            "Names of building groups that may be a family's are not printed on a public sheet: {names}. A "
            "name of numbers, directions and words for buildings, such as 第3楼组, is."
        ),
        "notice_end_assumed": tr(
            "The holidays of {names} are not in the table: the last day of the notice is counted by Monday "
            "to Friday, and the sheet says so. Add the State Council's notice to the holidays of the "
            "catalogue, or give NOTICE_UNTIL."
        ),
        "prints_mobiles": tr(
            "The sheet prints mobile numbers: {names}. Make sure that they are an office's."
        ),
    }
