"""The one catalogue that turns an error into a sentence: what is wrong, where, what to do."""

from __future__ import annotations

from ..community.errors import CommonplanError
from .packages import install_command
from .place_messages import catalogue_sentences, site_sentences
from .sheet_messages import sheet_sentences
from .translation import tr


def render(error: CommonplanError) -> str:
    """Return the translated sentence for an error, its fields filled in.

    Made at display time: the language is the user's of that moment.
    """
    template = sentences().get(error.code, error.code + " {fields}")
    fields = {name: _shown(value) for name, value in error.fields.items()}
    if "package" in fields:
        fields.setdefault("command", install_command(fields["package"].split(", ")))
    return template.format_map(_Fields(fields))


def _shown(value: object) -> str:
    # One sentence stays one line, whatever a file was called.
    return " ".join(str(value).split())


class _Fields(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return ", ".join(f"{k}: {v}" for k, v in self.items()) if name == "fields" else "?"


def sentences() -> dict[str, str]:
    """Return all sentences by error code, in the language of this moment."""
    return {
        **_file_sentences(),
        **_table_sentences(),
        **_number_sentences(),
        **_voice_sentences(),
        **_row_sentences(),
        **_package_sentences(),
        **sheet_sentences(),
        **site_sentences(),
        **catalogue_sentences(),
        **_drawing_sentences(),
        **_survey_sentences(),
        **_background_sentences(),
        **_survey_warnings(),
        **_fit_warnings(),
    }


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
        "changed_meanwhile": tr(
            "{file} was changed by somebody else meanwhile; nothing was written, run it again."
        ),
        "unsaved_edits": tr("Save or discard the edits in {layers} first; {file} was left as it was."),
        "damaged_file": tr(
            "{file} is damaged; “Restore a backup” makes it anew from the newest copy in “backups” beside it."
        ),
        "disk_full": tr("There is no space left to write {file}; free some and try again."),
        "other_crs": tr(
            "{file} is in another coordinate system than this community; choose one of its own copies."
        ),
        "file_exists": tr("{file} exists and is not a Commonplan community; choose another folder or name."),
        "path_unfit": tr(
            "QGIS cannot open files in {folder}, because of a | or % in its name; choose another folder."
        ),
        "no_backup": tr("There is no earlier copy of {file} to restore."),
        "community_exists": tr(
            "A community already stands in {folder}; choose another folder or allow overwriting."
        ),
        "community_open": tr(
            "The community in {folder} is open in this project; close it before overwriting it."
        ),
        "invalid_boundary": tr("The outline crosses itself or holds no area; draw the boundary again."),
        "missing_name": tr("A community needs a name; set NAME."),
        "temporary_folder": tr(
            "{folder} is a temporary folder, which QGIS deletes when it is closed; keep the community with "
            "“Save a copy…”, or make it anew in a folder of its own."
        ),
    }


def _number_sentences() -> dict[str, str]:
    return {
        "confirm_published": tr(
            "The numbers are published: choose suffix or append for new places, or set CONFIRM_PUBLISHED "
            "to give everything a new number."
        ),
        "no_loop": tr("{compound} has no line to walk along; draw one and give it as LOOP."),
        "loop_not_one_line": tr("The LOOP of {compound} is not one line; join its pieces."),
        "prefix_twice": tr("Two compounds have the prefix {prefix}; give each its own."),
        "no_entrance_given": tr(
            "The main entrance is missing: give ENTRANCE as “x,y [EPSG:…]”, or a layer as ENTRANCES."
        ),
        "group_needs_entrances": tr(
            "With GROUP every group needs an entrance of its own: give ENTRANCES and ENTRANCE_GROUP."
        ),
        "group_without_entrance": tr("ENTRANCES has no entrance for {groups}; add one for each group."),
        "group_without_boundary": tr("BOUNDARY has no polygon for {groups}; add one for each group."),
        "group_field_missing": tr("Say by {parameter} which field names the group."),
        "main_not_one": tr("ENTRANCES holds {count} main entrances; mark exactly one by a field is_main."),
        "group_main_not_one": tr(
            "In {groups} not exactly one entrance is the main one; mark one in each by a field is_main."
        ),
        "entrance_away": tr("The entrance is {distance} km away from what it leads to; check its CRS."),
        "field_missing": tr("The layer {layer} has no field {field}, which {parameter} names; correct it."),
        "community_layer": tr(
            "{layer} belongs to a community; number its places with the preview in the Commonplan panel."
        ),
        "layer_read_only": tr("{layer} cannot be edited; save it as a layer of your own first."),
        "field_refused": tr(
            "The numbers do not fit into the field {field} of {layer}; choose another field or a new name."
        ),
        "no_active_layer": tr("Choose a vector layer with geometry in the layer panel first."),
        "class_missing": tr("SERIES per_class needs CLASS; choose the field that holds the class."),
        "nothing_to_number": tr(
            "INPUT holds no feature that can be numbered; choose a layer with geometry (and groups)."
        ),
        "output_in_use": tr("{file} is open elsewhere; close it, or write to another file."),
        "output_is_input": tr("{file} is read as {parameter}; write OUTPUT to another file."),
        "output_is_community": tr("{file} is a community and would be lost; write OUTPUT to another file."),
        "feature_refused": tr("OUTPUT cannot hold feature {feature} ({problem}); choose another format."),
        "sink_refused": tr("{file} cannot be made; choose another file or format for OUTPUT."),
        "number_twice": tr("Two places are locked with the number {number}; unlock one of them."),
    }


def _drawing_sentences() -> dict[str, str]:
    return {
        "not_a_drawing": tr("{file} is no DXF drawing, whatever its name; choose the drawing itself."),
        "dwg_not_read": tr("{file} is a DWG drawing; save it as DXF in your CAD program and import that."),
        "dwg_release": tr(
            "{file} is a DWG of a release ({release}) that cannot be read whole. "
            "Save it as DWG 2000 or newer, or as DXF, and import that."
        ),
        "dwg_reader_missing": tr(
            "To read {file}, install {package}: {command}, then start QGIS again. "
            "Or save the drawing as DXF and import that."
        ),
        "python_too_old": tr(
            "{file} is a DWG drawing, which needs a QGIS with Python {needed} or newer; "
            "save it as DXF and import that."
        ),
        "no_python": tr(
            "QGIS’s own Python was not found (looked in {places}); save the drawing as DXF and import that."
        ),
        "damaged_dwg": tr(
            "The DWG drawing {file} cannot be read ({problem}); save it again, or as DXF, and import that."
        ),
        "dwg_too_large": tr(
            "The DWG drawing {file} needs more memory than a drawing of its size should; "
            "save it as DXF and import that."
        ),
        "dwg_too_slow": tr(
            "The DWG drawing {file} was not read within {seconds} s; save it as DXF and import that."
        ),
        "truncated_drawing": tr("{file} breaks off before its end; copy or export it again."),
        "drawing_without_entities": tr("{file} holds no entities section; export the drawing again."),
        "damaged_drawing": tr(
            "The drawing is damaged in too many places (first at byte {offset}); export it again."
        ),
    }


def _survey_sentences() -> dict[str, str]:
    return {
        "empty_file": tr("{file} is empty; choose another file."),
        "unknown_encoding_name": tr("There is no encoding {encoding}; write GB18030, UTF-8, cp1251, …"),
        "not_a_survey": tr(
            "{file} cannot be read as a survey; choose a DXF, a point list or a vector file that QGIS reads."
        ),
        "broken_survey": tr("{file} is damaged ({problem}); export it again."),
        "not_a_point_list": tr(
            "{file} holds no coordinates: row {row} is “{text}”, where a point list has "
            "no, code, east, north, height."
        ),
        "not_one_survey": tr(
            "The archive {file} should hold one survey and holds {found}; unpack it and import what you need."
        ),
        "bad_control_points": tr(
            "Row {row} of {file} is no pair of control points; write name, x, y, easting, northing."
        ),
        "too_few_control_points": tr("Pairs of control points: {count}; give at least {needed}."),
        "coincident_control_points": tr("All control points lie in one place; give points far apart."),
        "control_points_in_line": tr(
            "The {count} control points lie in one line; give one beside it, or fit a similarity."
        ),
        "no_such_source": tr("The community holds no survey {names}; it holds: {present}."),
        "no_such_layer": tr("The survey has no layer {layers}; it has: {present}."),
        "unknown_units": tr("There is no unit {units}; choose one of {known}."),
        "crs_unreadable": tr("“{crs}” is no CRS that can be read; write a code such as EPSG:4549, or local."),
        "geographic_crs": tr(
            "{crs} measures in degrees; choose a projected CRS in metres such as EPSG:4549, or local."
        ),
        "crs_not_metric": tr("{crs} does not measure the plane in metres; choose a projected CRS in metres."),
        "crs_not_related": tr(
            "Nothing is known of how {source} lies to {target}; give CONTROL_POINTS, or the right CRS."
        ),
        "outside_crs": tr(
            "Coordinates in {source} have no place in {target}; the CRS of the survey is another one."
        ),
        "unknown_datum": tr("There is no datum {datum}; choose wgs84, gcj02, bd09 or community."),
    }


def _background_sentences() -> dict[str, str]:
    return {
        "image_unreadable": tr("{file} is no image that QGIS can read; save it as GeoTIFF or JPEG."),
        "image_without_position": tr(
            "{file} does not say where it lies: put its world file (.jgw, .tfw, .pgw) beside it, or place it "
            "with QGIS's Georeferencer first."
        ),
        "image_exists": tr(
            "{file} is there already, from another image; rename yours, or link to it instead of copying."
        ),
        "no_key_store": tr(
            "QGIS's authentication store could not be opened, so the key was not kept: set its master "
            "password under Settings → Options → Authentication."
        ),
    }


def _survey_warnings() -> dict[str, str]:
    """Return the sentences of what a survey's import warns of."""
    return {
        "large_area": tr(
            "The surveys cover {km2} km² without a gap; beyond 25 km² continuous coverage at this scale is "
            "classified."
        ),
        "implausible_size": tr("In {unit} the survey has no plausible size; check UNITS."),
        "units_not_believed": tr(
            "The drawing says its unit is {declared}, which its size contradicts; metres were taken."
        ),
        "encoding_not_believed": tr(
            "The drawing says its texts are {declared}, which they contradict; {used} was taken."
        ),
        "mixed_encodings": tr("Some texts are in another encoding than the rest ({others})."),
        "undecodable": tr("Texts that do not fit the encoding and show their bytes: {count}; try ENCODING."),
        "unlikely_crs": tr("In {crs} the survey would lie where that system is not used; check its CRS."),
        "axes_swapped": tr("North and east seem to be swapped: set AXES to north_east, or check the CRS."),
        "nothing_imported": tr("Nothing of the survey could be imported; see the report."),
        "layers_to_explain": tr(
            "Nothing of this survey can be shown in public yet: nobody has said what is drawn on its layers "
            "({names} …, {count} in all). “What survey layers are…” asks for it."
        ),
        "stray": tr("Objects far from the rest, set apart: {count}; the report lists them."),
        "foreign_objects": tr(
            "Objects that only the program that made them can read: {count}. In TArch export the drawing to "
            "T3, in any other program explode them, and import it again."
        ),
        "adrift": tr(
            "Objects that have no place in the community’s CRS: {count}; set apart with the coordinates of "
            "the file."
        ),
        "survey_replaced": tr(
            "The survey renews {file}, whose rows it replaced: added {added}, gone {gone}, moved {moved}, "
            "altered {altered}; places that need a look: {looks}."
        ),
        "survey_alike": tr(
            "The survey has {share} % of what {file} shows there and stands beside it; if it is a newer one, "
            "import it again and name that file in REPLACES."
        ),
        "flagged_texts": tr(
            "Texts or layers with words that no public map may show ({words}): {count}; they were marked as "
            "not public."
        ),
    }


def _fit_warnings() -> dict[str, str]:
    """Return the sentences of what looks wrong with a fit to control points."""
    return {
        "fit_scale": tr(
            "The control points make the survey {scale} times as large, which no grid of a city does; check "
            "UNITS and the pairs."
        ),
        "fit_mirrored": tr(
            "The survey fits only mirrored (then turned by {rotation}°); check the signs of its coordinates."
        ),
        "fit_swapped_axes": tr(
            "The survey fits only with x and y exchanged, and was exchanged: its north stands before "
            "its east."
        ),
        "fit_known_swapped": tr(
            "The known coordinates of the control points had north before east; they were exchanged."
        ),
        "fit_bad_pair": tr(
            "Control point {name} lies {off} m from where all the others put it and was left out; correct "
            "its coordinates and import again."
        ),
        "fit_apart": tr(
            "The control points contradict each other by {rmse} m on average, most of all {name} ({off} m); "
            "check their coordinates."
        ),
        "fit_unchecked": tr(
            "With {count} pairs of control points a mistake in them cannot show; give more, best of all four."
        ),
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


def _voice_sentences() -> dict[str, str]:
    return {
        "input_is_community": tr("{file} is the community itself; choose the file with the comments."),
        "no_such_sheet": tr("{file} has no sheet {sheet}; it has: {known}."),
        "no_text_column": tr(
            "No column of {file} is known to hold what people said (it has: {headings}); "
            'say which in MAPPING, such as {{"text": "heading"}}.'
        ),
        "mapping_unreadable": tr(
            'MAPPING cannot be read ({problem}); write it as {{"field": "heading", …}} with straight quotes.'
        ),
        "mapping_unknown_field": tr("MAPPING names a field {field} that does not exist; there are: {known}."),
        "mapping_unknown_heading": tr(
            "MAPPING names a heading {heading} that the table lacks; it has: {known}."
        ),
        "datum_unknown": tr(
            "{file} does not say in which datum its positions are; inside the boundary would lie: {shares}. "
            "Set DATUM to the right one."
        ),
        "datum_unknown_no_site": tr(
            "{file} does not say in which datum its positions are, and there is no boundary to tell by; "
            "set the site first, or set DATUM."
        ),
        "private_unreadable": tr(
            "The file with names and contact data, {file}, cannot be read; move it away to begin a new one."
        ),
        "no_pages_by_building_group": tr(
            "No building has a building group; fill in that column of the buildings to get a page for each."
        ),
        "no_pages_by_class": tr("No place that may be shown has a number yet; number the places first."),
        "no_pages_by_proposal": tr(
            "No proposal that may be shown names a place. On a public sheet it needs the consent of its "
            "author and a public text."
        ),
        "no_pages_by_notice_board": tr(
            "No notice board that may be shown is marked; mark one as a place of the kind notice board."
        ),
        "no_numbers": tr("No place that may be shown has a number yet; number the places first."),
        "no_communities": tr(
            "No community was found in {folder}; choose the folder that holds the folders of the communities."
        ),
        "series_too_large": tr(
            "The surveys of all communities together cover {km2} km² without a gap; beyond 25 km² continuous "
            "coverage at this scale is classified: ask before they leave together."
        ),
        "unforeseen": tr("Its sheet was stopped by something unforeseen ({error}); check the community."),
        "other_numbering": tr("Its places are numbered in another way than those of most communities."),
        "other_catalogue": tr("Its kinds of places were changed, unlike those of most communities."),
        "not_on_overview": tr(
            "Its position is unknown (local coordinates); it is missing on the overview map."
        ),
        "cannot_write": tr("{file} cannot be written; choose a folder you may write to."),
        "output_format": tr("{file} cannot be written in that form; let its name end in {known}."),
    }


def _row_sentences() -> dict[str, str]:
    """Return the sentences of a report's entries; the row stands beside them."""
    return {
        "no_text": tr("The row has no text; nothing was imported."),
        "repeated_row": tr("The same serial and text stand in an earlier row."),
        "already_imported": tr("It was imported before."),
        "already_imported_changed": tr(
            "It was imported before with a slightly different text; the text in the community was kept."
        ),
        "serial_used_twice": tr("Serial {serial} stands for another text as well; both are in."),
        "unknown_place": tr("No place is known as “{text}”; imported without a place."),
        "ambiguous_place": tr("“{text}” can mean several places; imported without a place."),
        "several_places": tr("Several places are named in “{text}”; linked to the first."),
        "unknown_building": tr("No building is known as “{text}”; imported without one."),
        "ambiguous_building": tr("“{text}” can mean several buildings; imported without one."),
        "no_place_near": tr("No place lies within {reach} m of the position; imported without a place."),
        "unreadable_position": tr("The position “{text}” cannot be read; imported without it."),
        "ambiguous_position": tr(
            "Either number of “{text}” could be the latitude; imported without the position."
        ),
        "impossible_position": tr("The position “{text}” is not on Earth; imported without it."),
        "unknown_word": tr("“{word}” is not known in column {column}; left open."),
        "unknown_comments": tr("No comments have the serials {text}."),
        "personal_data": tr("The text holds personal data ({what}); it must not go public as it is."),
        "cell_masked": tr("Personal data ({what}) were masked in the column {column}."),
        "public_text_masked": tr("Personal data ({what}) were masked in the public text."),
    }
