"""What a template's author might write to reach the machine: from what, by which walk, with which words."""

from __future__ import annotations

from collections.abc import Iterator

_ROOTS = (
    "x", "''", "[]", "()", "{}", "1", "d", "day", "amount", "names", "rich", "picture", "loop", "self", "super", "caller", "varargs",
    "kwargs", "cycler", "joiner", "namespace", "lipsum", "range", "dict", "config", "request", "g", "_", "__builtins__", "environment",
    "tpl", "doc", "true", "none", "undefined_name", "x.y", "names[0]", "d.name", "(x, 1)", "x ~ x",
)  # fmt: skip
_WALKS = (
    ".__class__", ".__class__.__mro__[1].__subclasses__()", "['__class__']", "['_' ~ '_class_' ~ '_']", "|attr('__class__')",
    "|attr('\\x5f\\x5fclass\\x5f\\x5f')", ".__init__.__globals__", ".__init__.__globals__.os.popen('touch FILE').read()",
    "|map(attribute='__class__')|list", "|attr(['_'*2,'class','_'*2]|join)", ".__format__('')", ".format(x)", ".__reduce_ex__(2)",
    "|format(x.__class__)", "|tojson", "|pprint", "|map('attr','__class__')|list", ".mro()", ".save('FILE')", ".tpl.save('FILE')",
    "|sort(attribute='__class__')", "|groupby('__class__')", "|selectattr('__class__')|list", "|first.__class__", ".__doc__",
    ".delete()", ".add_note('x')", "()", "(x)", "[::2]", "[x:]", "['path']", ".path", ".place('x')",
)  # fmt: skip
_WHOLE = (
    "{% include '/etc/passwd' %}", "{% include ['/etc/passwd', x] ignore missing %}", "{% import 'os' as os %}{{ os }}",
    "{% from 'os' import popen %}{{ popen }}", "{% extends '/etc/passwd' %}", "{% macro m() %}{{ caller }}{% endmacro %}{{ m() }}",
    "{% call x() %}{% endcall %}", "{% block b %}{{ self.b() }}{% endblock %}", "{% do x.clear() %}", "{% debug %}",
    "{% set ns = namespace() %}{% set ns.a = 1 %}", "{% set x.y = 1 %}{{ x }}", "{% filter upper %}{{ x }}{% endfilter %}",
    "{% with a = x %}{{ a }}{% endwith %}", "{% autoescape false %}<w:p/>{% endautoescape %}", "{% trans %}{{ x }}{% endtrans %}",
    "{% for a in names recursive %}{{ loop(names) }}{% endfor %}", "{% for a in range(10**9) %}x{% endfor %}",
    "{% for a in names %}{{ loop.__class__ }}{% endfor %}", "{% for a in names %}{{ loop.cycle(x) }}{% endfor %}",
    "{% for a in names %}{{ loop.changed(a) }}{{ loop._iterable }}{% endfor %}", "{% for a in names %}{% break %}{% endfor %}",
    "{% for a, b in d.items() %}{{ a }}{% endfor %}", "{% for a in x.__class__.__mro__ %}{{ a }}{% endfor %}",
    "{{ '{0.__class__.__init__.__globals__}'.format(x) }}", "{{ '{0.__class__}'|format(x) }}", "{{ '%s'|format(x.__class__) }}",
    "{{ '%(a)999999999s'|format(a=x) }}", "{{ '%*d' % (10**9, 1) }}", "{{ 'a' * 10**9 }}", "{{ 9**9**9 }}", "{{ x|center(10**9) }}",
    "{{ x|indent(10**9) }}", "{{ x|wordwrap(1, true, 'x' * 10**9) }}", "{{ names|batch(1, 'x' * 10**9) }}", "{{ x|safe }}",
    "{{ '<w:p/>'|safe }}", "{{ x|xmlattr }}", "{{ {'a': 1}|xmlattr }}", "{{ x|urlize }}", "{{ names|random }}", "{{ lipsum(n=10**8) }}",
    "{{ get_flashed_messages.__globals__ }}", "{{ url_for.__globals__.os }}", "{{ g.pop.__globals__ }}", "{{ [].append.__self__ }}",
    "{{ (x for x in names) }}", "{{ lambda: 1 }}", "{{ x if x.__class__ else 1 }}", "{{ x is x.__class__ }}", "{{ x is callable }}",
    "{{ x is filter }}", "{{ x == x.__class__ }}", "{{ x in x.__class__ }}", "{{ not x.__class__ }}", "{{ -x.__class__ }}",
    "{{ x ~ x.__class__ }}", "{{ [x.__class__] }}", "{{ {x.__class__: 1} }}", "{{ x[x.__class__] }}", "{{ *names }}", "{{ **d }}",
    "{%p for a in names.__class__.__mro__ %}", "{%tr for a in x.mro() %}", "{%tc if x.__class__ %}", "{{p x.subdoc }}", "{{r x.__class__ }}",
    "{% cellbg x.__class__ %}", "{% colspan x.__class__ %}", "{% hm %}", "{% vm %}", "{_{ x.__class__ }_}", "{{ x }}{{ '{{ x }}' }}",
    "{{ '</w:t></w:r></w:p><w:altChunk/>' }}", "{{ \"' onload='\" }}", "{{ '\\u0000' }}", "{{ '\\ud800' }}", "{# {{ x.__class__ }} #}",
    "{{ x\u200b.__class__ }}", "{{ x.\uff3f\uff3fclass\uff3f\uff3f }}", "{{ x.__cla\u00adss__ }}", "{{ \uff58.__class__ }}",
)  # fmt: skip


def payloads() -> Iterator[str]:
    """Each once, well over a thousand; `FILE` is where it may try to write."""
    yield from _WHOLE
    for number, root in enumerate(_ROOTS):
        for step, walk in enumerate(_WALKS):
            made = f"{root}{walk}"
            form = (number + step) % 4
            yield (
                f"{{{{ {made} }}}}",
                f"{{% if {made} %}}y{{% endif %}}",
                f"{{% for a in {made} %}}{{{{ a }}}}{{% endfor %}}",
                f"{{% set a = {made} %}}{{{{ a }}}}",
            )[form]
