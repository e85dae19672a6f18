"""The catalogue of personal data: which field says what about people, and who needs it (`personal_data.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, get_args

from service.congress.shape import Shape

DataClass = Literal["plain", "personal", "sensitive", "identity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassOfData:
    """A class in words, the law it rests on, and the roles that see its values."""

    vi: str
    en: str
    law: str
    needed_by: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """
    The catalogue.

    `fields` has the class of each field of a model, by `module.Model` and name; `printed_sensitive` are fields of papers, as
    published (`people[].religion`); `sensitive_templates` are those of the papers that print them.
    """

    classes: Mapping[DataClass, ClassOfData]
    fields: Mapping[tuple[str, str], DataClass]
    printed_sensitive: frozenset[str]
    sensitive_templates: frozenset[str]


@cache
def personal_data() -> PersonalData:
    """The catalogue as it was written."""
    told = tomllib.loads((files(__package__) / "personal_data.toml").read_text())
    return PersonalData(
        classes=MappingProxyType(
            {
                name: ClassOfData(**{**one, "needed_by": frozenset(one["needed_by"])})
                for name, one in told["classes"].items()
            }
        ),
        fields=MappingProxyType(
            {
                (model, field): name
                for model, classes in told["models"].items()
                for name in get_args(DataClass)
                for field in classes.get(name, ())
            }
        ),
        printed_sensitive=frozenset(told["printed"]["sensitive"]),
        sensitive_templates=frozenset(told["printed"]["templates"]),
    )


def class_of(model: type[Shape], field: str) -> DataClass:
    """The class of a field, its own or one it has from the model it is made of. KeyError for one that nobody classed."""
    for base in model.__mro__:
        name = f"{base.__module__.rsplit('.', 1)[-1]}.{base.__name__}"
        if found := personal_data().fields.get((name, field)):
            return found
    raise KeyError(f"{model.__name__}.{field} stands in no class of personal_data.toml")


def is_needed_by(role: str, data: DataClass) -> bool:
    """Whether somebody of that role sees values of the class."""
    return role in personal_data().classes[data].needed_by


def withheld_templates(role: str) -> frozenset[str]:
    """The templates of papers that somebody of that role does not read, since they print what the role needs not know."""
    return frozenset() if is_needed_by(role, "sensitive") else personal_data().sensitive_templates


def withheld_fields(role: str) -> frozenset[str]:
    """The fields of papers that are shown to that role as being there, without their values."""
    return frozenset() if is_needed_by(role, "sensitive") else personal_data().printed_sensitive
