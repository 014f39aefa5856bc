"""The page's file: data that no browser can take for markup or script."""

import json
import re

import pytest
from commonplan.community import catalogue
from commonplan.community.errors import OutputError
from commonplan.output.package.page import TEMPLATE, as_script, render

HOSTILE = "</script><script>alert(1)</script><!-- & \u2028\u2029 {{title}} ]]>"


def template(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(
        '<html lang="{{language}}"><title>{{title}}</title><script id="data">{{data}}</script>', "utf-8"
    )
    return path


def data(**more):
    return {"languages": ["zh"], "title": "和平 <b>", **more}


def test_data_cannot_end_their_script():
    text = as_script({"text": HOSTILE})
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == {"text": HOSTILE}


def test_text_that_looks_like_a_placeholder_stays_text(tmp_path):
    page = render(data(text=HOSTILE), template(tmp_path))
    assert page.startswith('<html lang="zh-CN"><title>和平 &lt;b&gt;</title>')
    block = re.search(r'id="data">(.*)</script>', page)[1]
    assert json.loads(block)["text"] == HOSTILE


def test_numbers_that_json_does_not_know_are_refused():
    with pytest.raises(ValueError):
        as_script({"x": float("nan")})


def test_a_missing_template_is_said(tmp_path):
    with pytest.raises(OutputError) as error:
        render(data(), tmp_path / "page.html")
    assert error.value.code == "viewer_not_built"


@pytest.mark.skipif(not TEMPLATE.exists(), reason="make setup builds the template")
def test_the_template_lets_only_its_own_script_and_style_run():
    import base64
    import hashlib

    text = TEMPLATE.read_text("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    for directive, content in {"script-src": script, "style-src": style}.items():
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    for placeholder in ("{{language}}", "{{title}}", "{{data}}"):
        assert text.count(placeholder) == 1


def test_every_word_the_page_says_is_in_the_catalogue():
    from pathlib import Path

    sources = Path(__file__).resolve().parents[2] / "viewer" / "src"
    text = "".join(path.read_text("utf-8") for path in sorted(sources.glob("*.ts")))
    said = set(re.findall(r'"(page_[a-z_]+)"', text))
    families = set(re.findall(r"`(page_[a-z_]+_)\$", text))
    known = {key for key in catalogue.terms("zh") if key.startswith("page_")}
    assert said <= known
    spare = {key for key in known - said if not key.startswith(tuple(families))}
    assert spare - {"page_map", "page_list"} == set()
