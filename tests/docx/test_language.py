"""What templates may say, and what neither a template nor a value can make happen."""

from __future__ import annotations

import pickle
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.docx import (
    CompiledTemplate,
    ExpressionFailed,
    LimitReached,
    MissingFields,
    RenderFailed,
    TemplateRefused,
    compile_template,
    text_of,
)

CANARY = Path("/tmp/vankien-template-canary")  # noqa: S108  # never written: that is the test

PAYLOADS = [
    "{{ cycler.__init__.__globals__.os.popen('touch /tmp/vankien-template-canary').read() }}",
    "{{ joiner.__init__.__globals__.os.system('touch /tmp/vankien-template-canary') }}",
    "{{ namespace.__init__.__globals__.os.system('touch /tmp/vankien-template-canary') }}",
    "{{ lipsum.__globals__['os'].popen('touch /tmp/vankien-template-canary') }}",
    "{{ lipsum(n=100000000) }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ x.__class__ }}",
    "{{ x['__class__'] }}",
    "{{ x|attr('__class__') }}",
    "{{ x|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ [x]|map(attribute='__class__')|list }}",
    "{{ '{0.__class__}'.format(x) }}",
    "{{ ('{0.__class__}'.format)(x) }}",
    "{{ x.format_map({}) }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ x.upper() }}",
    "{{ x|safe }}",
    "{{ x|pprint }}",
    "{{ x|list }}",
    "{{ x|center(100000000) }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self }}",
    "{{ _context }}",
    "{{ dict(a=1) }}",
    "{{ x[0:1] }}",
    "{{ {'a': 1} }}",
    "{{ 1.5 }}",
    "{{ x if x }}",
    "{% include 'x' %}",
    "{% import 'x' as y %}",
    "{% from 'x' import y %}",
    "{% extends 'x' %}",
    "{% macro m() %}{% endmacro %}",
    "{% call x() %}{% endcall %}",
    "{% block b %}{% endblock %}",
    "{% filter upper %}x{% endfilter %}",
    "{% autoescape false %}{{ x }}{% endautoescape %}",
    "{% with y = 1 %}{% endwith %}",
    "{% raw %}{{ x }}{% endraw %}",
    "{% for a in x recursive %}{{ loop(a) }}{% endfor %}",
    "{% for a in [1] %}{{ loop.__class__ }}{% endfor %}",
    "{% debug %}",
    "{% do x %}",
    "{{p x }}",
    "{{ x | upper(y=1) }}",
    "{{ x | map('upper') }}",
    "{{ x | selectattr('a', 'equalto', 'b') }}",
    "{{ x | join(attribute='_a') }}{{ x | attr('a') }}",
    "{{ x | title }}{{ x | random }}",
    "{% set a, b = x %}",
    "{% set a.b = x %}",
    "{% set _a = x %}",
    "{% set a %}x{% endset %}",
    "{{ range }}{{ range() }}",
    "{{ range(**x) }}",
    "{{ x.range(3) }}",
    "{{ x.cycle(3) }}",
    "{{ (x ~ 'y')(3) }}",
    "{{ x is sameas none }}",
]
RUN_TIME_PAYLOADS = [  # named like something of Python, and nothing of the kind
    "{{ '%s' % x }}",
    "{{ 'a' * 1000000000 }}",
    "{{ x.upper }}",
    "{{ x.environment }}",
    "{% for a in [1] %}{{ loop.nextitem }}{% endfor %}",
    "{% for letter in x %}{{ letter }}{% endfor %}",
    "{{ x[0] }}",
    "{{ x + x }}",
    "{{ x * 99 }}",
    "{{ 1 // 0 }}",
    "{{ 1 < x }}",
    "{{ x | map(attribute='__class__') | join }}",
    "{{ [x] | map(attribute='a') | join }}",
    "{{ x | sum }}{{ x | first }}",
    "{{ [[x], [x]] | sort | length }}",
    "{% if [[x]] == [[x]] %}{% endif %}",
    "{{ x | batch(0) | length }}",
    "{{ x | replace('', 'aaaa') }}",
    "{{ 1 | round(99) }}",
    "{{ range(x) | length }}",
]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("place", ["body", "header", "footer", "note"])
def test_a_template_cannot_say_more_than_the_language(
    word: SimpleNamespace, payload: str, place: str
) -> None:
    """
    What is not in the language is refused when the template is compiled, in every part.
    """
    source = {
        "body": lambda: word.file(payload),
        "header": lambda: word.file(header=payload),
        "footer": lambda: word.file(footer=payload),
        "note": lambda: word.with_footnote(word.file("x"), payload.replace("<", "&lt;")),
    }[place]()
    with pytest.raises((TemplateRefused, MissingFields)) as caught:
        compile_template(source).render({"x": "x"})

    assert not CANARY.exists()
    # a name of Jinja2's library that is only mentioned is a name nobody gave
    assert (
        isinstance(caught.value, TemplateRefused) or payload == "{{ environment }}{{ x.environment.globals }}"
    )


@pytest.mark.parametrize("payload", RUN_TIME_PAYLOADS)
def test_a_value_has_no_attributes_or_operators_of_python(word: SimpleNamespace, payload: str) -> None:
    """
    Text has no parts, no letters to loop over and no arithmetic.
    """
    with pytest.raises(ExpressionFailed):
        compile_template(word.file(payload)).render({"x": "x"})


@pytest.mark.parametrize("payload", ["{{ 7*7 }}", *PAYLOADS, *RUN_TIME_PAYLOADS])
def test_a_tag_in_a_value_is_text(everywhere: CompiledTemplate, payload: str) -> None:
    """
    Values are never read as template text, footnotes and several sections included.
    """
    lines = text_of(everywhere.render({"x": payload})).split("\n")

    for place in ("header", "body", "cell", "note", "footer"):
        assert f"{place}: {payload}" in lines
    assert not CANARY.exists()


def test_a_tag_in_a_value_is_text_with_footnotes_and_sections(word: SimpleNamespace) -> None:
    """
    With footnotes and two sections docxtpl renders what it rendered before; here a note is rendered once.
    """
    section = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
    source = word.edited(
        word.with_footnote(word.file("{{ x }}"), "note: {{ x }}"),
        "word/document.xml",
        lambda xml: xml.replace("<w:sectPr", f"{section * 2}<w:sectPr", 1),
    )

    assert "note: {{ 7*7 }}" in text_of(compile_template(source).render({"x": "{{ 7*7 }}"}))


@given(
    payload=st.sampled_from(["{{ 7*7 }}", *PAYLOADS]),
    before=st.text("ab{%#", max_size=3),
    after=st.text("cd}%#", max_size=3),
)
def test_a_tag_among_pieces_of_tags_is_text(
    everywhere: CompiledTemplate, payload: str, before: str, after: str
) -> None:
    """
    No neighbour makes a value into a tag.
    """
    value = f"{before}{payload}{after}"

    assert f"body: {value}" in text_of(everywhere.render({"x": value})).split("\n")


def test_all_missing_names_are_reported_at_once(word: SimpleNamespace) -> None:
    """
    One rendering names everything that is missing, in all parts, with its path.
    """
    template = compile_template(
        word.with_footnote(
            word.file(
                "{{ congress.name }} {{ congress.place }} {{ chair }}",
                "{% if open %}x{% endif %}",
                "{% for d in delegates %}{{ d.name }}{{ d.unit }}{% endfor %}",
                "{% for g in guests %}{{ g }}{% endfor %}{{ total + 1 }}{{ names | join(', ') }}",
                header="{{ heading }}",
            ),
            "{{ note }}",
        )
    )
    with pytest.raises(MissingFields) as caught:
        template.render({"congress": {"name": "V"}, "delegates": [{"name": "A", "unit": "B"}, {"name": "C"}]})

    assert caught.value.names == (
        "chair",
        "congress.place",
        "delegates[1].unit",
        "guests",
        "heading",
        "names",
        "note",
        "open",
        "total",
    )


def test_the_placeholders_of_a_template_are_known(word: SimpleNamespace) -> None:
    """
    The names a template uses are listed without data, those in loops included.
    """
    template = compile_template(
        word.file(
            "{{ congress.name }}",
            "{% for d in congress.delegates if d.present %}{{ loop.index }}{{ d.name|upper }}"
            "{% for v in d.votes %}{{ v.yes }}{% endfor %}{% endfor %}",
            footer="{{ 'a' ~ number }}",
        )
    )

    assert template.placeholders == (
        "congress.delegates",
        "congress.delegates[].name",
        "congress.delegates[].present",
        "congress.delegates[].votes",
        "congress.delegates[].votes[].yes",
        "congress.name",
        "number",
    )


def test_names_like_methods_are_fields(word: SimpleNamespace) -> None:
    """
    `items`, `values`, `title` and `count` are what the data says, not what Python dictionaries have.
    """
    template = compile_template(
        word.file("{{ e.items }} {{ e['values'] }} {{ e.title }} {{ e.count }} {{ e.list[1] }}")
    )
    fields = {"e": {"items": "a", "values": "b", "title": "c", "count": 4, "list": ["x", "y"]}}

    assert "a b c 4 y" in text_of(template.render(fields))


def test_a_name_in_another_unicode_form_is_the_same_name(word: SimpleNamespace) -> None:
    """
    Word on some machines writes decomposed letters in a tag.
    """
    template = compile_template(word.file("{{ te\u0302n }}"))

    assert "Hoa" in text_of(template.render({"tên": "Hoa"}))


def test_a_refused_template_names_part_and_paragraph(word: SimpleNamespace) -> None:
    """
    Who mends the Word file must find the place.
    """
    with pytest.raises(TemplateRefused) as caught:
        compile_template(word.file("Điều 1", "Điều 2: {{ name. }}", "Điều 3"))

    assert (caught.value.code, caught.value.part) == ("syntax", "word/document.xml")
    assert "Điều 2" in caught.value.paragraph


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["{{ name"],
        ["name }}"],
        ["{{ a", "b }}"],
        ["{% if a %}"],
        ["{%p if a %}", "x"],
        ["{% endif %}"],
        ["{{ na\u200bme }}"],
        ["{% for a in b %}{% endfor"],
        ["{{ }}"],
        ["{{" * 4_000],
        ["{{ " + "(" * 3000 + "a" + ")" * 3000 + " }}"],
        ["{% if a %}" * 300 + "{% endif %}" * 300],
    ],
)
def test_a_broken_tag_is_refused(word: SimpleNamespace, paragraphs: list[str]) -> None:
    """
    A template with a tag that is not closed, opened or understood is not compiled.
    """
    with pytest.raises(TemplateRefused):
        compile_template(word.file(*paragraphs))


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(10**9) %}x{% endfor %}".replace("10**9", "1000000000"),
        "{{ range(1000000000) | length }}",
        "{{ range(0, 1000000000, 2) | join }}",
        "{% for a in range(1000) %}{% for b in range(1000) %}{% endfor %}{% endfor %}",
        "{% for a in range(90000) %}" + "{% if x %}{% endif %}" * 300 + "{% endfor %}",
        "{% for a in range(90000) %}{% if a in many %}{% endif %}{% endfor %}",
        "{% for a in range(90000) %}{{ long }}{% endfor %}",
        "{% for a in range(90000) %}{% if long | upper %}{% endif %}{% endfor %}",
        "{% for a in many %}{{ long ~ a ~ long }}{% endfor %}",
        "{% for a in many %}{{ long }}{{ long }}{% endfor %}",
        "{{ many | join(long) | replace('a', long) }}",
        "{% set a0 = long ~ long %}"
        + "".join(f"{{% set a{n + 1} = a{n} ~ a{n} %}}" for n in range(30))
        + "{% if a30 %}{% endif %}",
        "{% for a in range(90000) %}{{ many | sort | first }}{% endfor %}",
    ],
)
def test_a_hostile_template_is_stopped(word: SimpleNamespace, text: str) -> None:
    """
    Long ranges, nested loops, long texts and long searches end with an error that names the limit, in seconds.
    """
    template = compile_template(word.file(text))
    started = time.process_time()
    with pytest.raises(LimitReached):
        template.render({"x": 0, "many": [str(n) for n in range(5_000)], "long": "a" * 20_000})

    assert time.process_time() - started < 20


def test_loops_are_bounded_by_steps(word: SimpleNamespace) -> None:
    """
    Loops in loops end with an error, not after an hour.
    """
    template = compile_template(
        word.file("{% for a in x %}{% for b in x %}{% for c in x %}{% endfor %}{% endfor %}{% endfor %}")
    )
    with pytest.raises(LimitReached):
        template.render({"x": list(range(1000))})


def test_errors_can_be_pickled(word: SimpleNamespace) -> None:
    """
    Errors cross processes whole, and none is worth retrying.
    """
    caught: list[RenderFailed | TemplateRefused] = []
    for text, fields in [
        ("{{ a }}", {}),
        ("{{ a }}", {"a": None}),
        ("{{ a }}", {"a": 1.0}),
        ("{{ a.b }}", {"a": "x"}),
    ]:
        with pytest.raises(RenderFailed) as failed:
            compile_template(word.file(text)).render(fields)
        caught.append(failed.value)
    with pytest.raises(TemplateRefused) as refused:
        compile_template(b"no zip")
    caught.append(refused.value)

    for error in caught:
        again = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
        assert (type(error), str(error), error.__dict__) == (type(again), str(again), again.__dict__)
        assert not error.retryable
